import assert from "node:assert/strict";
import { age, day, moment } from "../../../../report/src/formats/html/time";

const NOW = "2026-11-23T08:00:00Z";

describe("html report: times", () => {
  const ages: [string | undefined, string][] = [
    [undefined, "of unknown age"],
    ["yesterday", "of unknown age"],
    ["2026-11-23T08:06:00Z", "of unknown age"],
    ["2026-11-23T08:04:00Z", "less than a minute old"],
    ["2026-11-23T07:59:30Z", "less than a minute old"],
    ["2026-11-23T07:59:00Z", "1 minute old"],
    ["2026-11-23T07:00:01Z", "59 minutes old"],
    ["2026-11-23T07:00:00Z", "1 hour old"],
    ["2026-11-23T05:00:00Z", "3 hours old"],
    ["2026-11-21T08:00:01Z", "47 hours old"],
    ["2026-11-21T08:00:00Z", "2 days old"],
    ["2025-11-23T08:00:00Z", "365 days old"],
  ];
  for (const [observedAt, expected] of ages)
    it(`calls values of ${observedAt} ${expected}`, () => assert.equal(age(observedAt, NOW), expected));

  it("shows days and moments in the report's zone, which it names, and for machines in UTC", () => {
    assert.equal(day("2026-11-23T23:30:00-05:00", "UTC"), "24 Nov 2026");
    assert.equal(
      moment("2026-11-23T05:00:00Z", "UTC").text,
      '<time datetime="2026-11-23T05:00:00.000Z">23 Nov 2026, 05:00 UTC</time>',
    );
    // midnight in Beijing is the day before in UTC
    assert.equal(day("2026-12-24T16:00:00Z", "Asia/Shanghai"), "25 Dec 2026");
    assert.match(moment("2026-12-24T16:00:00Z", "Asia/Shanghai").text, />25 Dec 2026, 00:00 Beijing time</);
  });

  it("shows what is no time as it came", () => {
    assert.equal(day("soon", "UTC"), "soon");
    assert.equal(moment("<soon>", "UTC").text, "&lt;soon&gt;");
  });
});

import assert from "node:assert/strict";
import { moment } from "../../../../../report/src/formats/html/time";

describe("html report: times", () => {
  it("are shown in the report's zone, which they name, and for machines in UTC", () => {
    assert.equal(
      moment("2026-11-23T05:00:00Z", "UTC").text,
      '<time datetime="2026-11-23T05:00:00.000Z">23 Nov 2026, 05:00 UTC</time>',
    );
    assert.match(moment("2026-12-24T16:00:00Z", "Asia/Shanghai").text, />25 Dec 2026, 00:00 Beijing time</);
  });

  it("are shown as they came where they cannot be read", () => {
    assert.equal(moment("<soon>", "UTC").text, "&lt;soon&gt;");
  });
});

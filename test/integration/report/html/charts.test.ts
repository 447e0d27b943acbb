import assert from "node:assert/strict";
import { parsePurchaseState } from "pulumi-tcss/internal";
import type { HistoryPoint } from "../../../../report/src/document";
import { barChart } from "../../../../report/src/formats/html/bars";
import { coverage } from "../../../../report/src/formats/html/coverage";
import { historyChart } from "../../../../report/src/formats/html/historyChart";
import { timeline } from "../../../../report/src/formats/html/timeline";

const NOW = "2026-11-23T08:00:00Z";

describe("html report: bars", () => {
  const bars = (one: number, other: number, more = 0) =>
    barChart({
      unit: ["core", "cores"],
      bars: [
        {
          label: "Cores",
          total: one + other,
          segments: [
            { name: "Used", count: one, tone: "good" },
            { name: "Free", count: other, tone: "spare" },
          ],
        },
        { label: "More", total: more, segments: [{ name: "More", count: more, tone: "off" }] },
      ],
    }).text;

  it("share one scale", () => {
    const svg = bars(30, 10, 80);
    assert.match(svg, /class="part good" x="0%" width="37.5%"/);
    assert.match(svg, /class="part spare" x="37.5%" width="12.5%"/);
    assert.match(svg, /class="part off" x="0%" width="100%"/);
  });

  it("say in words what they show", () => {
    assert.match(bars(1000, 1), /aria-label="Cores, 1,001 cores: used 1,000, free 1"/);
  });

  it("are empty, not broken, where there is nothing to count", () => {
    assert.doesNotMatch(bars(0, 0), /NaN|Infinity|class="part/);
  });

  it("write a number only where it fits", () => {
    const svg = bars(291_209, 3_453);
    assert.match(svg, /class="part-number"[^>]*>291,209</);
    assert.doesNotMatch(svg, /class="part-number"[^>]*>3,453</);
  });
});

describe("html report: coverage", () => {
  const counts = { CoresCnt: 70, UndefendCoresCnt: 5, CurrentFlexibleCoresCnt: 20, AuthorizedCoresCnt: 60 };
  const rest = { GivenAuthorizedCoresCnt: 0, TrialCoresCnt: 0 };

  it("tells elastic from licensed cores", () => {
    const { text } = coverage(parsePurchaseState({ ...counts, ...rest, State: 3 }));
    assert.match(
      text,
      /Cores in the account, 75 cores: protected by license 50, protected by elastic billing 20, undefended 5/,
    );
    assert.match(text, /Cores of the license, 60 cores: in use 50, idle, at most 10/);
  });

  it("calls no core in use when no edition is in effect", () => {
    const { text } = coverage(parsePurchaseState({ ...counts, ...rest, CoresCnt: 0, State: 4 }));
    assert.match(text, /Cores of the license, 60 cores: not in effect 60"/);
  });

  it("draws nothing from counts that are missing or negative", () => {
    for (const fields of [{}, { CoresCnt: -1, UndefendCoresCnt: 3 }])
      assert.match(coverage(parsePurchaseState(fields)).text, /does not hold the counts/);
  });
});

describe("html report: the license's timeline", () => {
  const license = (begin: string, end: string): string =>
    timeline({
      purchaseState: { beginTimeUtc: begin, expirationTimeUtc: end },
      daysLeft: 1,
      now: NOW,
      timeZone: "UTC",
    }).text;

  it("puts today between begin and end", () => {
    const svg = license("2026-11-13T08:00:00Z", "2026-12-23T08:00:00Z");
    assert.match(svg, /class="today" x1="25%"/);
    assert.match(svg, /class="part off" x="0%" y="30" width="25%"/);
    assert.match(svg, /class="part good" x="25%" y="30" width="75%"/);
  });

  it("shows how long ago a license ended", () => {
    const svg = license("2026-11-03T08:00:00Z", "2026-11-18T08:00:00Z");
    assert.match(svg, /class="today" x1="100%"/);
    assert.match(svg, /class="part bad" x="75%" y="30" width="25%"/);
  });

  it("shows a license that has yet to begin", () => {
    const svg = license("2026-11-24T08:00:00Z", "2026-11-27T08:00:00Z");
    assert.match(svg, /class="today" x1="0%"/);
    assert.match(svg, /class="part good" x="25%" y="30" width="75%"/);
  });

  it("draws none that ends before it begins", () => {
    assert.doesNotMatch(license("2026-11-24T08:00:00Z", "2026-11-24T08:00:00Z"), /<svg/);
  });
});

describe("html report: coverage over time", () => {
  const point = (day: number, all?: number, own?: number): HistoryPoint => ({
    time: `2026-11-${String(day).padStart(2, "0")}T00:00:00Z`,
    version: day,
    resource: "tcss",
    ...(all === undefined ? {} : { allCoresCnt: all }),
    ...(own === undefined ? {} : { coresCnt: own }),
  });

  it("draws both lines by time, not by update", () => {
    const { text } = historyChart([point(1, 10, 5), point(2, 10, 10), point(5, 20, 10)], "UTC");
    assert.match(text, /class="line all" points="0,50 25,50 100,0"/);
    assert.match(text, /class="line good" points="0,75 25,50 100,50"/);
    assert.match(text, /aria-label="From 5 of 10 cores protected on 1 Nov 2026 to 10 of 20 /);
  });

  it("invents no line across an update without counts", () => {
    const { text } = historyChart([point(1, 10, 5), point(2, 10, 5), point(3, 10), point(4, 10, 5)], "UTC");
    assert.equal(text.match(/<polyline/g)?.length, 2);
    assert.equal(text.match(/<circle/g)?.length, 6);
  });

  it("shows a single update as a point", () => {
    const { text } = historyChart([point(1, 0, 0)], "UTC");
    assert.match(text, /class="dot good" cx="50%" cy="100%"/);
    assert.doesNotMatch(text, /NaN|<polyline/);
  });

  it("says so where no update holds counts", () => {
    assert.match(historyChart([point(1), point(2, -1, 3)], "UTC").text, /No update holds the counts/);
  });
});

import assert from "node:assert/strict";
import type { HistoryPoint } from "../../../../../report/src/document";
import { historyChart } from "../../../../../report/src/formats/html/historyChart";

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

import assert from "node:assert/strict";
import { barChart } from "../../../../../report/src/formats/html/bars";

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

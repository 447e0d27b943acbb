import assert from "node:assert/strict";
import { timeline } from "../../../../../report/src/formats/html/timeline";

const NOW = "2026-11-23T08:00:00Z";

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

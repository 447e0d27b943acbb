import assert from "node:assert/strict";
import { parsePurchaseState } from "pulumi-tcss/internal";
import { status } from "../../../../report/src/formats/status";
import { assertGolden, observation, reportOn } from "../support";
import { example, read, several, waived, worst } from "./sampleReports";

describe("status", () => {
  for (const [name, report] of Object.entries({ example, waived, several, worst }))
    for (const width of [80, 40])
      it(`shows ${name} at ${width} columns as it did before`, () => {
        assertGolden(`status-${name}-${width}.txt`, status(report, { color: false, width }));
      });

  for (const [name, report] of Object.entries({ example, waived, worst }))
    for (const width of [80, 100, 200])
      it(`fits ${name} on a screen of ${width} columns`, () => {
        assert.ok(status(report, { color: false, width }).split("\n").length - 1 <= 40);
      });

  it("names every way in which cores are covered, or could be", () => {
    const text = status(reportOn([read({ CurrentFlexibleCoresCnt: 10 })]), { color: false, width: 80 });
    for (const part of ["█ 58 protected", "▓ 10 elastic", "▒ 86 idle cores could cover"])
      assert.ok(text.includes(part), part);
  });

  it("shows at least a sign of what is small", () => {
    const fields = {
      AllCoresCnt: 100_001,
      CoresCnt: 100_000,
      UndefendCoresCnt: 1,
      AuthorizedCoresCnt: 100_000,
    };
    assert.match(status(reportOn([read(fields)]), { color: false, width: 80 }), /█░\n/);
  });

  it("does not round up to all cores", () => {
    const fields = { AllCoresCnt: 1000, CoresCnt: 999, UndefendCoresCnt: 1 };
    assert.match(
      status(reportOn([read(fields)]), { color: false, width: 80 }),
      /999 of 1,000 protected, 99%/,
    );
  });

  it("marks what a reply does not hold, and draws no bar of it", () => {
    const text = status(reportOn([observation(parsePurchaseState({ State: 3 }))]), {
      color: false,
      width: 80,
    });
    assert.match(text, /Coverage +cannot be determined/);
    assert.match(text, /Cores +\? of \? protected \(\? in clusters/);
  });

  it("says that all is well", () => {
    const fields = {
      CoresCnt: 154,
      UndefendCoresCnt: 0,
      AuthorizedCoresCnt: 154,
      AutomaticRenewal: 1,
      ImageCnt: 287_756,
      DefendClusterCoresCnt: 134,
    };
    const text = status(reportOn([read(fields)]), { color: false, width: 80 });
    assert.match(text, /THE GATE PASSES/);
    assert.match(text, /Findings +none: all rules hold/);
    assert.match(text, /Cost +no core is idle, missing or elastic/);
  });

  it("leaves costs out where no prices are wanted", () => {
    assert.doesNotMatch(
      status(reportOn([read({})], { prices: "none" }), { color: false, width: 80 }),
      /Cost/,
    );
  });
});

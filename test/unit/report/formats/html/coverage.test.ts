import assert from "node:assert/strict";
import { parsePurchaseState } from "pulumi-tcss/internal";
import { coverage } from "../../../../../report/src/formats/html/coverage";

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

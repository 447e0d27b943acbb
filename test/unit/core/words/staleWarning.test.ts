import assert from "node:assert/strict";
import { staleWarning } from "../../../../core/words/staleWarning";

describe("staleWarning", () => {
  const observedAt = "2024-10-01T00:00:00Z";
  const cases: [what: string, staleReason: string | undefined, observedAt: object, end: string][] = [
    ["when the values were read", undefined, { observedAt }, `of ${observedAt} (onUnavailable: lastKnown).`],
    ["that their age is unknown", undefined, {}, "of unknown age (onUnavailable: lastKnown)."],
    ["the reason", "timeout", {}, "of unknown age (onUnavailable: lastKnown). The reason: timeout."],
  ];
  for (const [what, staleReason, time, end] of cases)
    it(`says ${what}`, () =>
      assert.equal(
        staleWarning({ purchaseState: { stale: true, ...time }, staleReason }),
        `TCSS could not be asked: these are the last known values, ${end}`,
      ));

  it("says nothing of values that are not stale, nor without values", () => {
    assert.equal(staleWarning({ purchaseState: { observedAt } }), undefined);
    assert.equal(staleWarning({}), undefined);
  });
});

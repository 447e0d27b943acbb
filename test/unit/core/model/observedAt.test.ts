import assert from "node:assert/strict";
import { isObservedAtShown, type ObservedAtSettings, shownValues } from "../../../../core/model/observedAt";

describe("the time of a reading in a resource's outputs", () => {
  const cases: [settings: ObservedAtSettings, isShown: boolean][] = [
    [{}, false],
    [{ recordObservedAt: false, onUnavailable: "fail" }, false],
    [{ recordObservedAt: true }, true],
    [{ onUnavailable: "lastKnown" }, true],
  ];
  for (const [settings, isShown] of cases)
    it(`is ${isShown ? "shown" : "left out"} with ${JSON.stringify(settings)}`, () =>
      assert.equal(isObservedAtShown(settings), isShown));

  const values = { coresCnt: 1, observedAt: "2024-10-01T00:00:00Z" };

  it("is the only field that is left out", () => {
    assert.deepEqual(shownValues(values, true), values);
    assert.deepEqual(shownValues(values, false), { coresCnt: 1 });
  });

  it("stays with stale values, which must say how old they are", () => {
    const stale = { ...values, stale: true };
    assert.deepEqual(shownValues(stale, false), stale);
  });
});

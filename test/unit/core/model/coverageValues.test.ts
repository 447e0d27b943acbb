import assert from "node:assert/strict";
import fc from "fast-check";
import type { Coverage } from "../../../../core/model/coverage";
import { coverageValues } from "../../../../core/model/coverageValues";

/** As a coverage, whatever it holds: only nulls count here. */
const given = (value: unknown): Coverage => value as Coverage;

describe("coverageValues", () => {
  it("leaves out what is null, at any depth, and what is undefined of the account", () => {
    const coverage = given({
      assets: [{ kind: "cluster", id: "cls-a", cores: 0 }],
      totals: { assets: 1, cores: null },
      unit: null,
      plan: { switchOn: [], elasticPerDay: null, inTrouble: [{ id: "cls-a", reason: null }] },
    });
    assert.deepEqual(coverageValues(coverage, { account: undefined, accountId: "1" }), {
      accountId: "1",
      assets: [{ kind: "cluster", id: "cls-a", cores: 0 }],
      totals: { assets: 1 },
      plan: { switchOn: [], inTrouble: [{ id: "cls-a" }] },
    });
  });

  it("keeps all else as it is: zero, false, empty texts and names that objects have already", () => {
    const kept = fc.object({ values: [fc.integer(), fc.boolean(), fc.string()], withObjectString: true });
    fc.assert(
      fc.property(kept, (value) => {
        assert.deepEqual(coverageValues(given({ ...value }), {}), { ...value });
      }),
    );
  });

  it("makes the same of what it made", () => {
    const nulls = fc.object({ values: [fc.integer(), fc.boolean(), fc.constant(null)] });
    fc.assert(
      fc.property(nulls, (value) => {
        const once = coverageValues(given(value), {});
        assert.deepEqual(coverageValues(given(once), {}), once);
        assert.doesNotMatch(JSON.stringify(once), /:null/);
      }),
    );
  });
});

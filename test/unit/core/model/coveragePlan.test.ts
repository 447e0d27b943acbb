import assert from "node:assert/strict";
import fc from "fast-check";
import { LIST_PRICES } from "../../../../core/model/prices";
import type { PurchaseState } from "../../../../core/model/purchaseState";
import { cluster, coverage, host } from "./listed";

describe("the plan", () => {
  it("switches on what covers most, and tells what the rest costs", () => {
    const { plan } = coverage([cluster("cls-a", 64, 0), cluster("cls-b", 15, 0), host("h", 7, 0)], {
      idleCoresCnt: 79,
      flexibleCoresLimit: 5000,
      currentFlexibleCoresCnt: 0,
    });
    assert.deepEqual(plan, {
      switchOn: [
        { kind: "cluster", id: "cls-a", cores: 64 },
        { kind: "cluster", id: "cls-b", cores: 15 },
      ],
      coveredCores: 79,
      remainingCores: 7,
      elasticCores: 7,
      currency: "USD",
      elasticPerDay: 1.75,
      prepaidPerMonth: 47.25,
      needAccess: [],
      inTrouble: [],
    });
  });

  it("rounds parts of a core up", () => {
    const { plan } = coverage([cluster("cls-a", 2500, 0)], { allCoresCnt: 2.5, idleCoresCnt: 2 });
    assert.deepEqual(plan?.switchOn, []);
    assert.equal(plan?.remainingCores, 3);
  });

  it("has no figures of money where no edition is in effect: a renewal may cover the rest", () => {
    for (const state of [0, 1, 4, 9]) {
      const { plan } = coverage([host("h", 4, 0)], {
        state,
        idleCoresCnt: 0,
        flexibleCoresLimit: 100,
        currentFlexibleCoresCnt: 0,
      });
      assert.deepEqual([plan?.remainingCores, plan?.elasticPerDay, plan?.prepaidPerMonth], [4, null, null]);
    }
  });

  it("takes a discount off", () => {
    const prices = { ...LIST_PRICES.international, discount: 0.5 };
    const { plan } = coverage([host("h", 4, 0)], { idleCoresCnt: 0 }, { prices });
    assert.equal(plan?.prepaidPerMonth, 13.5);
  });

  it("is null where the idle cores are unknown", () => {
    assert.equal(coverage([host("h", 4, 0)]).plan, null);
  });

  it("has no figure of elastic billing where its limit has no room, or is unknown", () => {
    const plan = (state: PurchaseState) => coverage([host("h", 4, 0)], { idleCoresCnt: 0, ...state }).plan;
    const full = plan({ flexibleCoresLimit: 3, currentFlexibleCoresCnt: 1 });
    assert.deepEqual([full?.elasticCores, full?.elasticPerDay, full?.prepaidPerMonth], [2, null, 27]);
    const unknown = plan({});
    assert.deepEqual([unknown?.elasticCores, unknown?.elasticPerDay], [null, null]);
  });

  it("names what needs an agent first, and what is in trouble with the reason", () => {
    const { plan } = coverage(
      [
        cluster("cls-a", 8, 0, { AccessedStatus: "AccessedNone" }),
        cluster("cls-b", 8, 0, { AccessedStatus: "AccessedException", AccessedErrorReason: "forbidden" }),
        cluster("cls-c", 80, 0, { AccessedStatus: "AccessedNone" }),
      ],
      { idleCoresCnt: 20 },
    );
    assert.deepEqual(plan?.switchOn, [{ kind: "cluster", id: "cls-a", cores: 8 }]);
    assert.deepEqual(
      plan?.needAccess.map(({ id }) => id),
      ["cls-a", "cls-c"],
    );
    assert.deepEqual(plan?.inTrouble, [{ kind: "cluster", id: "cls-b", cores: 8, reason: "forbidden" }]);
  });

  it("never covers more than is idle, nor more than is undefended", () => {
    const asset = fc.record({ cores: fc.nat(64), charged: fc.nat(64) });
    fc.assert(
      fc.property(fc.array(asset, { maxLength: 30 }), fc.nat(400), (given, idleCoresCnt) => {
        const { plan, totals } = coverage(
          given.map(({ cores, charged }, index) => host(`h${index}`, cores, Math.min(cores, charged))),
          { idleCoresCnt },
        );
        assert.ok(plan !== null || given.every(({ cores }) => cores === 0));
        if (plan === null) return;
        assert.ok(plan.coveredCores <= idleCoresCnt);
        assert.equal(plan.coveredCores + plan.remainingCores, totals.undefendedCores);
      }),
    );
  });
});

import assert from "node:assert/strict";
import fc from "fast-check";
import { clusterIn, hostIn, type ListedAsset, superNodeIn } from "../../../../core/model/assets";
import { type Coverage, coverageOf } from "../../../../core/model/coverage";
import { unitOf } from "../../../../core/model/coverageUnit";
import type { PurchaseState } from "../../../../core/model/purchaseState";

const cluster = (id: string, cores: number, charged: number, more: object = {}): ListedAsset =>
  clusterIn({
    ClusterId: id,
    ClusterName: `name of ${id}`,
    Region: "ap-guangzhou",
    ClusterNodeNum: 4,
    CoresCnt: cores,
    ChargeCoresCnt: charged,
    DefenderStatus: charged === 0 ? "UnDefended" : charged < cores ? "PartDefened" : "Defended",
    AccessedStatus: charged === 0 ? "AccessedInstalled" : "AccessedDefended",
    ...more,
  });

const host = (id: string, cores: number, charged: number, more: object = {}): ListedAsset =>
  hostIn({
    HostID: id,
    HostName: `name of ${id}`,
    RegionID: 1,
    CoresCnt: cores,
    ChargeCoresCnt: charged,
    DefendStatus: charged === 0 ? "UnDefended" : "Defended",
    Status: "ONLINE",
    ...more,
  });

import { LIST_PRICES } from "../../../../core/model/prices";

function coverage(assets: ListedAsset[], state: PurchaseState = {}, more: object = {}): Coverage {
  const allCoresCnt = assets.reduce((sum, { listedCores = 0 }) => sum + listedCores, 0);
  return coverageOf({
    assets,
    purchaseState: { allCoresCnt, ...state },
    prices: LIST_PRICES.international,
    ...more,
  });
}

function unitIn(listed: ListedAsset[], all: number | undefined): unknown {
  const found = unitOf(listed, all);
  return "unit" in found ? found.unit : null;
}

describe("the unit of the lists", () => {
  const lists = (cores: number) => [cluster("cls-a", cores, 0), host("h", 4, 0)];
  for (const [title, listed, all, expected] of [
    ["cores, where the sum is that of the purchase state", lists(8), 12, { factor: 1, deviation: 0 }],
    ["milli-cores, likewise", [cluster("cls-a", 12_000, 0)], 12, { factor: 1000, deviation: 0 }],
    ["how far the sum is off", [cluster("cls-a", 11_000, 0)], 10, { factor: 1000, deviation: 0.1 }],
    ["none, where both are too far off", [cluster("cls-a", 12_000, 0)], 20, null],
    ["none between the two", [cluster("cls-a", 3200, 0)], 100, null],
    [
      "milli-cores by a host alone, where the purchase state has no sum",
      [host("h", 2000, 0)],
      undefined,
      { factor: 1000, deviation: null },
    ],
    [
      "milli-cores by a cluster's nodes alone",
      [cluster("cls-a", 3073, 0)],
      undefined,
      { factor: 1000, deviation: null },
    ],
    ["none, where neither list nor purchase state tells", [cluster("cls-a", 3072, 0)], undefined, null],
    ["none, where a host proves milli-cores and only cores would fit", [host("h", 1000, 0)], 1000, null],
    ["cores, where there is nothing", [], 0, { factor: 1, deviation: null }],
    ["none, where the lists lack what the purchase state has", [], 10, null],
    ["none, where the purchase state lacks what the lists have", [host("h", 4, 0)], 0, null],
    ["none for a negative sum", [host("h", 4, 0)], -4, null],
  ] as const)
    it(`is ${title}`, () => {
      assert.deepEqual(unitIn(listed as ListedAsset[], all), expected);
    });

  it("leaves out super nodes, which list no cores", () => {
    const node = superNodeIn({ NodeUniqueID: "n", ChargeCoresCnt: 5000, DefendStatus: "Defended" });
    assert.deepEqual(unitIn([cluster("cls-a", 8000, 0), node], 8), { factor: 1000, deviation: 0 });
  });
});

describe("coverageOf", () => {
  it("takes what is not billed for undefended, whatever the states say", () => {
    const { assets, totals } = coverage(
      [
        cluster("cls-abhq0j4o", 12_000, 4000, {
          DefenderStatus: "UnDefended",
          AccessedStatus: "AccessedPartialDefence",
        }),
      ],
      { allCoresCnt: 12 },
    );
    assert.deepEqual(
      assets.map(({ cores, protectedCores, undefendedCores, status, access }) => ({
        cores,
        protectedCores,
        undefendedCores,
        status,
        access,
      })),
      [{ cores: 12, protectedCores: 4, undefendedCores: 8, status: "partial", access: "ok" }],
    );
    assert.equal(totals.undefendedCores, 8);
    assert.equal(totals.partial, 1);
  });

  for (const text of ["running", "Protected", "", "defended!", 1])
    it(`does not take the state ${JSON.stringify(text)} for protection`, () => {
      const { assets, notUnderstood } = coverage([host("h", 4, 4, { DefendStatus: text })]);
      assert.equal(assets[0]?.status, "unknown");
      assert.deepEqual(notUnderstood, text === "" ? [] : ["host.DefendStatus"]);
    });

  for (const text of ["Defended", "DEFENDED", " defended "])
    it(`knows the state ${JSON.stringify(text)}`, () => {
      assert.equal(coverage([host("h", 4, 4, { DefendStatus: text })]).assets[0]?.status, "defended");
    });

  it("shows the worst first, and has each asset once", () => {
    const { assets } = coverage(
      [cluster("cls-b", 8, 8), cluster("cls-a", 8, 8), host("h", 16, 0), cluster("cls-b", 8, 2)],
      { allCoresCnt: 32 },
    );
    assert.deepEqual(
      assets.map(({ id, undefendedCores }) => [id, undefendedCores]),
      [
        ["h", 16],
        ["cls-b", 6],
        ["cls-a", 0],
      ],
    );
  });

  it("counts what has no id, and plans without it", () => {
    const { totals, plan } = coverage([host("", 4, 0), host("h", 4, 0)], { idleCoresCnt: 100 });
    assert.equal(totals.assets, 2);
    assert.equal(totals.withoutId, 1);
    assert.equal(totals.undefendedCores, 8);
    assert.deepEqual(plan?.switchOn, [{ kind: "host", id: "h", cores: 4 }]);
    assert.equal(plan?.remainingCores, 4);
  });

  it("has neither cores nor a plan where no unit fits", () => {
    const { assets, totals, unit, plan } = coverage([cluster("cls-a", 300, 0)], { allCoresCnt: 8 });
    assert.equal(unit, null);
    assert.equal(plan, null);
    assert.equal(totals.cores, null);
    assert.equal(assets[0]?.cores, undefined);
    assert.equal(assets[0]?.status, "undefended");
  });

  it("leaves what is exempt out of totals and plan", () => {
    const { totals, plan } = coverage(
      [host("h", 4, 0), cluster("cls-a", 8, 0)],
      { idleCoresCnt: 100 },
      { isExempt: ({ kind }: { kind: string }) => kind === "host" },
    );
    assert.equal(totals.assets, 1);
    assert.equal(totals.undefendedCores, 8);
    assert.equal(totals.exemptUndefendedCores, 4);
    assert.deepEqual(plan?.switchOn, [{ kind: "cluster", id: "cls-a", cores: 8 }]);
    assert.equal(plan?.remainingCores, 0);
  });
});

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

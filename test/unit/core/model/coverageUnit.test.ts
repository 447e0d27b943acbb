import assert from "node:assert/strict";
import { type ListedAsset, superNodeIn } from "../../../../core/model/assets";
import { unitOf } from "../../../../core/model/coverageUnit";
import { cluster, host } from "./listed";

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
    [
      "none, where a host of cores stands beside clusters of milli-cores",
      [{ ...cluster("cls-a", 1_000_000, 0), nodes: 20 }, host("h", 104, 0)],
      1104,
      null,
    ],
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

describe("the reason for which there is no unit", () => {
  const problem = (listed: ListedAsset[], all: number | undefined) => {
    const found = unitOf(listed, all);
    return "problem" in found ? found.problem : undefined;
  };

  it("is that clusters count in milli-cores and hosts in cores", () => {
    assert.deepEqual(problem([cluster("cls-a", 100_000, 0), host("h", 4, 0)], 104), {
      reason: "mixed",
      listed: 100_004,
      allCores: 104,
    });
    assert.equal(problem([cluster("cls-a", 100_000, 0), host("h", 4, 0)], undefined)?.reason, "mixed");
  });

  it("is that clusters count in cores and hosts in milli-cores", () => {
    assert.equal(problem([cluster("cls-a", 96, 0), host("h", 4000, 0)], 100)?.reason, "mixed");
  });

  it("is that a list whose own unit is plain does not fit", () => {
    assert.deepEqual(problem([host("h", 4, 0), cluster("cls-a", 3000, 0)], 7), {
      reason: "noFit",
      listed: 3004,
      allCores: 7,
    });
  });

  it("is that there is nothing to compare with", () => {
    for (const all of [undefined, -1])
      assert.deepEqual(problem([cluster("cls-a", 3072, 0)], all), {
        reason: "noTotal",
        listed: 3072,
        allCores: all ?? null,
      });
  });
});

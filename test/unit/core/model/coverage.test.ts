import assert from "node:assert/strict";
import type { ListedAsset } from "../../../../core/model/assets";
import { cluster, coverage, host } from "./listed";

describe("assets that the account's cores leave out", () => {
  const online = [host("a", 8, 8), host("b", 8, 0)];
  for (const [what, fields] of [
    ["are offline", { Status: "OFFLINE" }],
    ["run no container", { ContainerCnt: 0 }],
    ["are another vendor's", { MachineType: "Other" }],
  ] as const) {
    const listed = [...online, host("c", 64, 0, fields)];

    it(`are those that ${what}, where the sum fits without them: in no total, no plan, and not among the worst`, () => {
      const { unit, totals, plan, assets } = coverage(listed, { allCoresCnt: 16, idleCoresCnt: 100 });
      assert.deepEqual(unit, { factor: 1, deviation: 0 });
      assert.deepEqual([totals.assets, totals.notCounted], [3, 1]);
      assert.deepEqual([totals.cores, totals.undefendedCores], [16, 8]);
      assert.deepEqual(plan?.switchOn, [{ kind: "host", id: "b", cores: 8 }]);
      assert.deepEqual([plan?.remainingCores, plan?.inTrouble], [0, []]);
      assert.deepEqual(
        assets.map(({ id, counted, undefendedCores }) => [id, counted, undefendedCores]),
        [
          ["b", undefined, 8],
          ["c", false, 64],
          ["a", undefined, 0],
        ],
      );
    });

    it(`are not those that ${what}, where the sum fits with them`, () => {
      const { totals } = coverage(listed, { allCoresCnt: 80 });
      assert.deepEqual([totals.notCounted, totals.undefendedCores], [0, 72]);
    });
  }

  it("are none where the sum fits equally well with them", () => {
    const { totals } = coverage([host("a", 8, 0), host("b", 0, 0, { Status: "OFFLINE" })]);
    assert.equal(totals.notCounted, 0);
  });

  it("are all of an account without cores", () => {
    const { unit, totals } = coverage([host("a", 4000, 0, { Status: "OFFLINE" })], { allCoresCnt: 0 });
    assert.deepEqual([unit, totals.cores, totals.notCounted], [{ factor: 1000, deviation: null }, 0, 1]);
  });
});

describe("coverageOf", () => {
  it("leaves out hosts of clusters that are listed, and keeps those of others", () => {
    const { assets, totals } = coverage(
      [
        cluster("cls-a", 8, 0),
        host("n", 4, 0, { ClusterID: "cls-a" }),
        host("o", 4, 0, { ClusterID: "cls-b" }),
      ],
      { allCoresCnt: 12 },
    );
    assert.deepEqual(
      assets.map(({ id }) => id),
      ["cls-a", "o"],
    );
    assert.equal(totals.cores, 12);
  });

  it("does not take for protected what is billed in full and stated to be undefended", () => {
    for (const DefenderStatus of ["UnDefended", "PartDefened"])
      assert.equal(coverage([cluster("cls-a", 8, 8, { DefenderStatus })]).assets[0]?.status, "unknown");
  });

  it("takes for undefended what is stated to be defended, and billed for nothing", () => {
    const { assets } = coverage([cluster("cls-a", 8, 0, { DefenderStatus: "Defended" })]);
    assert.deepEqual([assets[0]?.status, assets[0]?.undefendedCores], ["undefended", 8]);
  });

  it("tells which ids came again with other values, and not those that came again as they were", () => {
    const { repeated, totals } = coverage(
      [cluster("cls-a", 8, 0), cluster("cls-b", 8, 0), cluster("cls-a", 8, 8), cluster("cls-b", 8, 0)],
      { allCoresCnt: 16 },
    );
    assert.deepEqual(repeated, [{ kind: "cluster", id: "cls-a" }]);
    assert.deepEqual([totals.assets, totals.undefendedCores], [2, 8]);
  });

  it("takes no asset for protected that was not each time", () => {
    const statusOf = (...listed: ListedAsset[]) => coverage(listed, { allCoresCnt: 8 }).assets[0]?.status;
    const [open, partial, defended] = ([0, 4, 8] as const).map((covered) => cluster("cls-a", 8, covered)) as [
      ListedAsset,
      ListedAsset,
      ListedAsset,
    ];
    assert.equal(statusOf(open, defended), "unknown");
    assert.equal(statusOf(partial, defended, defended), "unknown");
    assert.equal(statusOf(defended, open), "undefended");
    assert.equal(statusOf(defended, open, partial), "partial");
    assert.equal(statusOf(defended, defended), "defended");
  });

  it("keeps a cluster and a host of the same id apart", () => {
    assert.equal(coverage([cluster("same", 8, 0), host("same", 8, 0)]).totals.assets, 2);
  });

  it("tells which lists gave less than they count", () => {
    const announced = { cluster: 3, host: 1, superNode: 0 };
    const { incomplete } = coverage(
      [cluster("cls-a", 8, 0), cluster("cls-a", 8, 8), host("", 8, 0)],
      {},
      { announced },
    );
    assert.deepEqual(incomplete, [{ kind: "cluster", total: 3, read: 1 }]);
  });

  it("counts the assets whose cores are unknown", () => {
    const { totals, assets } = coverage([cluster("cls-a", 8, 0), cluster("cls-b", -8, 0)], {
      allCoresCnt: 8,
    });
    assert.equal(totals.withoutCores, 1);
    assert.equal(assets.find(({ id }) => id === "cls-b")?.cores, undefined);
  });

  it("has parts of a core without noise", () => {
    const { totals, plan } = coverage([cluster("cls-a", 1000.1, 0), cluster("cls-b", 2000.2, 0)], {
      allCoresCnt: 3,
      idleCoresCnt: 100,
    });
    assert.equal(totals.undefendedCores, 3.0003);
    assert.deepEqual(
      plan?.switchOn.map(({ cores }) => cores),
      [3, 2],
    );
  });

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

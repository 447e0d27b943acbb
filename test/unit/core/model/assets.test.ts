import assert from "node:assert/strict";
import { clusterIn, hostIn, type ListedAsset, superNodeIn } from "../../../../core/model/assets";
import { coverageOf } from "../../../../core/model/coverage";
import { parsePurchaseState } from "../../../../core/model/parse";

/** The API document's examples, without the fields that are not read. */
const CLUSTER = {
  AccessedStatus: "AccessedPartialDefence",
  AccessedSubStatus: "AccessedSubNone",
  ChargeCoresCnt: 4000,
  ClusterId: "cls-abhq0j4o",
  ClusterName: "bx_test_tmp",
  ClusterNodeNum: 4,
  CoresCnt: 12_000,
  DefenderStatus: "UnDefended",
  NodeCount: 4,
  Region: "ap-guangzhou",
};
const HOST = {
  HostID: "223e6323-1db6-42cf-8094-200916841684",
  HostName: "ins-1684ad1f2",
  ContainerCnt: 1,
  Status: "ONLINE",
  MachineType: "CVM",
  RegionID: 1,
  Tags: [{ TagKey: "adone", TagValue: "mark" }],
  ClusterID: "csbd-cawfdfafd",
  ChargeCoresCnt: 1,
  DefendStatus: "running",
  CoresCnt: 1,
};
const SUPER_NODE = {
  NodeID: "dc56fda9-58c8-4c4f-9e8c-b7296836c1fe",
  NodeName: "web-node1",
  ClusterID: "cls-sdfsdf",
  Zone: "ap-guangzhou",
  AgentStatus: "UNINSTALL",
  NodeUniqueID: "392f05bd-bf86-4911-8cf9-b8c2afd445cd4",
  ChargeCoresCnt: 1,
  DefendStatus: "Defended",
};

describe("an asset of a list", () => {
  it("is the document's cluster", () => {
    assert.deepEqual(clusterIn(CLUSTER), {
      kind: "cluster",
      id: "cls-abhq0j4o",
      name: "bx_test_tmp",
      region: "ap-guangzhou",
      listedCores: 12_000,
      listedProtectedCores: 4000,
      clusterId: undefined,
      licenseDoubts: [],
      nodes: 4,
      statedStatus: "undefended",
      access: "ok",
      accessReason: undefined,
      tags: [],
      notUnderstood: [],
    } satisfies ListedAsset);
  });

  it("is the document's host, whose state the document does not explain", () => {
    assert.deepEqual(hostIn(HOST), {
      kind: "host",
      id: "223e6323-1db6-42cf-8094-200916841684",
      name: "ins-1684ad1f2",
      region: "1",
      listedCores: 1,
      listedProtectedCores: 1,
      clusterId: "csbd-cawfdfafd",
      licenseDoubts: [],
      nodes: undefined,
      statedStatus: undefined,
      access: "ok",
      accessReason: undefined,
      tags: ["adone=mark"],
      notUnderstood: ["DefendStatus"],
    } satisfies ListedAsset);
  });

  it("is the document's super node, which has no cores", () => {
    const { id, listedCores, listedProtectedCores, statedStatus, access } = superNodeIn(SUPER_NODE);
    assert.deepEqual(
      [id, listedCores, listedProtectedCores, statedStatus, access],
      ["392f05bd-bf86-4911-8cf9-b8c2afd445cd4", undefined, 1, "defended", "needed"],
    );
  });

  for (const item of [null, undefined, 7, "cls-a", [CLUSTER]])
    it(`has nothing but its kind where the list holds ${JSON.stringify(item)}`, () => {
      for (const read of [clusterIn, hostIn, superNodeIn]) {
        const { id, listedCores, statedStatus, access, notUnderstood } = read(item);
        assert.deepEqual(
          [id, listedCores, statedStatus, access, notUnderstood],
          [undefined, undefined, undefined, "unknown", ["item"]],
        );
      }
    });

  for (const cores of [-1, "12000", Number.NaN, Number.POSITIVE_INFINITY, 1e300, [], {}, true])
    it(`has no cores where the list holds ${String(cores)} (${typeof cores}), and notes it`, () => {
      const { listedCores, notUnderstood } = clusterIn({ ...CLUSTER, CoresCnt: cores });
      assert.deepEqual([listedCores, notUnderstood], [undefined, ["CoresCnt"]]);
    });

  for (const cores of [0, 0.5, 2500, 2500.5])
    it(`may have ${cores} cores`, () => {
      assert.equal(clusterIn({ ...CLUSTER, CoresCnt: cores }).listedCores, cores);
    });

  it("has no field, and notes none, where the list gives null or nothing", () => {
    const nothing = Object.fromEntries(Object.keys(HOST).map((key) => [key, null]));
    assert.deepEqual(hostIn(nothing), hostIn({}));
    assert.deepEqual(hostIn({}).notUnderstood, []);
  });

  it("keeps its name as it came", () => {
    const name = "\u001b[31mred\u202e";
    assert.equal(clusterIn({ ...CLUSTER, ClusterName: name }).name, name);
  });

  const statuses: readonly [text: unknown, status: ListedAsset["statedStatus"]][] = [
    ["Defended", "defended"],
    ["DEFENDED", "defended"],
    [" defended ", "defended"],
    ["UnDefended", "undefended"],
    ["PartDefened", "partial"],
    ["PartDefended", "partial"],
    ["running", undefined],
    ["Undefined", undefined],
    ["constructor", undefined],
    ["", undefined],
    [true, undefined],
  ];
  for (const [text, status] of statuses)
    it(`has the state ${status} by ${JSON.stringify(text)}`, () => {
      assert.equal(clusterIn({ ...CLUSTER, DefenderStatus: text }).statedStatus, status);
      assert.equal(hostIn({ ...HOST, DefendStatus: text }).statedStatus, status);
    });

  it("denies that it is defended where its other state, its agent or its cores say otherwise", () => {
    const defended = { ...CLUSTER, DefenderStatus: "Defended" };
    for (const [more, isDenied] of [
      [{ AccessedStatus: "AccessedDefended" }, undefined],
      [{ AccessedStatus: "AccessedPartialDefence" }, true],
      [{ AccessedStatus: "AccessedInstalled" }, true],
      [{ AccessedStatus: "AccessedInstalling" }, true],
      [{ AccessedStatus: null }, true],
      [{ AccessedStatus: "AccessedDefended", CoresCnt: -5 }, true],
    ] as const)
      assert.equal(clusterIn({ ...defended, ...more }).isDenied, isDenied, JSON.stringify(more));
    const host = { ...HOST, DefendStatus: "Defended", Status: "ONLINE" };
    assert.equal(hostIn(host).isDenied, undefined);
    for (const more of [{ Status: "OFFLINE" }, { Status: "new" }, { ChargeCoresCnt: "many" }])
      assert.equal(hostIn({ ...host, ...more }).isDenied, true, JSON.stringify(more));
  });

  it("is unknown where that is denied and no cores settle it", () => {
    const denied = { ...CLUSTER, DefenderStatus: "Defended", AccessedStatus: "AccessedPartialDefence" };
    const statusOf = (more: object): unknown =>
      coverageOf({
        assets: [clusterIn({ ...denied, ...more })],
        purchaseState: parsePurchaseState({ AllCoresCnt: 12 }),
      }).assets[0]?.status;
    assert.equal(statusOf({ CoresCnt: null }), "unknown");
    assert.equal(statusOf({ CoresCnt: 0, ChargeCoresCnt: 0 }), "unknown");
    assert.equal(statusOf({ CoresCnt: 12_000, ChargeCoresCnt: 12_000 }), "defended");
    assert.equal(statusOf({ CoresCnt: 12_000, ChargeCoresCnt: 4000 }), "partial");
  });

  const accesses: readonly [text: string, access: ListedAsset["access"]][] = [
    ["AccessedNone", "needed"],
    ["AccessedInstalled", "ok"],
    ["AccessedDefended", "ok"],
    ["AccessedPartialDefence", "ok"],
    ["AccessedException", "trouble"],
    ["AccessedUninstallException", "trouble"],
    ["AccessedInstalling", "trouble"],
    ["AccessedUninstalling", "trouble"],
    ["AccessedSomehow", "unknown"],
  ];
  for (const [text, access] of accesses)
    it(`has the access ${access} by ${text}`, () => {
      assert.equal(clusterIn({ ...CLUSTER, AccessedStatus: text }).access, access);
    });

  for (const [fields, reason] of [
    [{ AccessedErrorReason: "forbidden", AccessedSubStatus: "AccessedSubTimeout" }, "forbidden"],
    [{ AccessedSubStatus: "AccessedSubTimeout" }, "AccessedSubTimeout"],
    [{ AccessedSubStatus: "AccessedSubNone" }, "AccessedException"],
  ] as const)
    it(`is in trouble because of ${reason}`, () => {
      const { accessReason } = clusterIn({ AccessedStatus: "AccessedException", ...fields });
      assert.equal(accessReason, reason);
    });

  for (const [fields, doubts] of [
    [{ Status: "OFFLINE" }, ["offline"]],
    [{ ContainerCnt: 0 }, ["noContainer"]],
    [{ MachineType: "Other" }, ["otherMachine"]],
    [{ Status: "UNINSTALL", ContainerCnt: null, MachineType: "ECM" }, []],
    [
      { Status: "offline", ContainerCnt: 0, MachineType: "OTHER" },
      ["offline", "noContainer", "otherMachine"],
    ],
  ] as const)
    it(`may count for no license by ${JSON.stringify(fields)}: ${doubts.join(", ") || "never"}`, () => {
      assert.deepEqual(hostIn({ ...HOST, ...fields }).licenseDoubts, doubts);
    });

  it("has the tags that are tags, and notes others", () => {
    const { tags, notUnderstood } = hostIn({
      DefendStatus: "Defended",
      Tags: [{ TagKey: "team", TagValue: "a=b" }, null, { TagKey: "team" }, "team"],
    });
    assert.deepEqual([tags, notUnderstood], [["team=a=b"], ["Tags"]]);
  });
});

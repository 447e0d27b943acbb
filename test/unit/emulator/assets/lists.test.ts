import assert from "node:assert/strict";
import { scenarios } from "../../../../emulator/src";
import { type Item, names, useAssets } from "./support";

describe("the lists of assets", () => {
  const { bed, list } = useAssets();

  const filter = (Name: string, ...Values: string[]) => ({ Filters: [{ Name, Values }], Limit: 100 });
  const sum = (items: Item[], field: string) =>
    items.reduce((total, item) => total + (item[field] as number), 0);
  const outside = filter("NonClusterNode", "true");

  for (const [name, { build, assets }] of scenarios) {
    it(`${name}: clusters and hosts outside them add up to the purchase state`, async () => {
      const counted = assets.filter(
        ({ kind, clusterId }) => kind === "cluster" || (kind === "host" && !clusterId),
      );
      const total = (key: "cores" | "protectedCores", of = counted) =>
        of.reduce((all, asset) => all + (asset[key] ?? 0), 0);
      const fields = build(new Date());
      assert.equal(fields["AllCoresCnt"], total("cores"));
      assert.equal(fields["CoresCnt"], total("protectedCores"));
      const clusters = counted.filter(({ kind }) => kind === "cluster");
      assert.equal(fields["DefendClusterCoresCnt"], total("protectedCores", clusters));
    });
  }

  it("give the example's 48 protected cores of clusters, 20 of hosts, and 86 undefended ones, in milli-cores", async () => {
    const clusters = await list("DescribeUserCluster");
    const hosts = await list("DescribeAssetHostList", outside);
    assert.equal(sum(clusters.items, "ChargeCoresCnt"), 48_000);
    assert.equal(sum(hosts.items, "ChargeCoresCnt"), 20_000);
    const both = [...clusters.items, ...hosts.items];
    assert.equal(sum(both, "CoresCnt") - sum(both, "ChargeCoresCnt"), 86_000);
    assert.deepEqual(
      new Set(names(clusters, "DefenderStatus")),
      new Set(["Defended", "PartDefened", "UnDefended"]),
    );
    assert.deepEqual(
      new Set(names(clusters, "AccessedStatus")),
      new Set(["AccessedDefended", "AccessedPartialDefence", "AccessedInstalled", "AccessedNone"]),
    );
  });

  it("let the example's idle cores cover 79 of 86, which the largest-first choice does not reach", () => {
    const weights = bed()
      .emulator.assets()
      .filter(({ kind, clusterId }) => kind !== "superNode" && !clusterId)
      .map(({ cores, protectedCores = 0 }) => cores - protectedCores)
      .filter((cores) => cores > 0);
    const sums = weights.reduce(
      (reached, weight) => reached.concat(reached.map((each) => each + weight)),
      [0],
    );
    assert.equal(Math.max(...sums.filter((each) => each <= 79)), 79);
    let greedy = 0;
    for (const weight of [...weights].sort((a, b) => b - a)) if (greedy + weight <= 79) greedy += weight;
    assert.equal(greedy, 78);
  });

  it("hold nodes of clusters among the hosts, unless the request asks for others only", async () => {
    const all = await list("DescribeAssetHostList", { Limit: 100 });
    const nodes = await list("DescribeAssetHostList", filter("NonClusterNode", "false"));
    const others = await list("DescribeAssetHostList", outside);
    assert.equal(all.total, (nodes.total as number) + (others.total as number));
    assert.ok(nodes.items.length > 0);
    assert.ok(others.items.every((item) => item["ClusterID"] === ""));
    assert.ok(nodes.items.every((item) => item["ClusterName"] !== ""));
  });

  it("are paged: 20 clusters or 10 hosts where no limit is given, the rest by offset, nothing after the end", async () => {
    bed().emulator.setScenario("many-assets");
    assert.equal((await list("DescribeUserCluster")).items.length, 20);
    const first = await list("DescribeAssetHostList");
    assert.equal(first.items.length, 10);
    assert.equal(first.total, 6_000);
    const [second] = names(await list("DescribeAssetHostList", { Offset: 10, Limit: 1 }), "HostID");
    assert.equal(second, "host-many04010");
    assert.equal((await list("DescribeAssetHostList", { Offset: 5_999, Limit: 100 })).items.length, 1);
    const after = await list("DescribeAssetHostList", { Offset: 6_000, Limit: 100 });
    assert.deepEqual(after, { items: [], total: 6_000, error: undefined });
  });

  it("refuse a limit or offset that the API does not take", async () => {
    for (const action of ["DescribeUserCluster", "DescribeAssetHostList"] as const) {
      for (const params of [{ Limit: 101 }, { Limit: 0 }, { Limit: 1.5 }, { Limit: "many" }, { Offset: -1 }])
        assert.equal((await list(action, params)).error?.Code, "InvalidParameter", JSON.stringify(params));
      assert.equal((await list(action, { Limit: 100 })).error, undefined);
    }
    bed().emulator.configure({ clusterLimit: 1000 });
    assert.equal((await list("DescribeUserCluster", { Limit: 1000 })).error, undefined);
    assert.equal((await list("DescribeAssetHostList", { Limit: 101 })).error?.Code, "InvalidParameter");
  });

  it("are filtered by part of a name or id, exactly where the request says so, and by several at once", async () => {
    const byName = async (...given: [object]) =>
      names(await list("DescribeUserCluster", ...given), "ClusterName");
    assert.deepEqual(await byName(filter("ClusterName", "shop")), ["shop-prod", "shop-staging"]);
    const exact = { Filters: [{ Name: "ClusterName", Values: ["shop"], ExactMatch: true }] };
    assert.deepEqual(await byName(exact), []);
    assert.deepEqual(await byName(filter("ClusterId", "cls-h5v0n3yk", "cls-2m7c1p8r")), ["batch", "edge"]);
    assert.deepEqual(await byName(filter("Region", "ap-tokyo")), ["analytics"]);
    const both = [...filter("ClusterName", "shop").Filters, ...filter("ClusterId", "b3x8").Filters];
    assert.deepEqual(await byName({ Filters: both }), ["shop-staging"]);
    const hosts = async (...given: [object]) =>
      names(await list("DescribeAssetHostList", ...given), "HostName");
    assert.equal((await hosts(filter("Status", "OFFLINE"))).length, 0);
    assert.equal((await hosts(filter("Status", "ALL"))).length, 14);
    assert.deepEqual(await hosts(filter("Tag", "env:sandbox")), ["sandbox"]);
    assert.equal((await hosts(filter("ClusterID", "cls-7f2k9q1a"))).length, 4);
  });

  it("refuse filters that the API does not know, and malformed ones", async () => {
    for (const Filters of [
      [{ Name: "Color", Values: ["red"] }],
      [{ Name: "constructor", Values: ["x"] }],
      [{ Name: "ClusterName", Values: [] }],
      [{ Name: "ClusterName", Values: [1] }],
      [{ Values: ["x"] }],
      [null],
      "ClusterName",
    ]) {
      for (const action of ["DescribeUserCluster", "DescribeAssetHostList"] as const)
        assert.equal(
          (await list(action, { Filters })).error?.Code,
          "InvalidParameter",
          JSON.stringify(Filters),
        );
    }
    const extra = { Filters: [{ Name: "ClusterName", Values: ["x"], Fuzzy: true }] };
    assert.equal((await list("DescribeUserCluster", extra)).error?.Code, "UnknownParameter");
    assert.equal((await list("DescribeUserCluster", { Size: 1 })).error?.Code, "UnknownParameter");
  });

  it("are ordered as the request wants", async () => {
    const byCores = await list("DescribeUserCluster", { By: "CoresCnt", Order: "desc" });
    assert.deepEqual(names(byCores, "CoresCnt"), [40_000, 32_000, 20_000, 15_000, 7_000]);
    assert.equal((await list("DescribeUserCluster", { Order: "up" })).error?.Code, "InvalidParameter");
  });

  it("take parameters of a GET request, where filters are spread over names", async () => {
    const query = "Filters.0.Name=ClusterName&Filters.0.Values.0=edge&Filters.0.ExactMatch=true&Limit=5";
    const reply = await bed().call({ action: "DescribeUserCluster", method: "GET", query });
    assert.equal(reply["TotalCount"], 1);
    const twice = await bed().call({
      action: "DescribeUserCluster",
      method: "GET",
      query: "Limit=5&Limit.0=6",
    });
    assert.equal(twice.Error?.Code, "InvalidParameter");
  });

  it("count in cores, or in a unit that fits nothing, where a setting says so", async () => {
    bed().emulator.configure({ unitsPerCore: 1 });
    assert.equal(sum((await list("DescribeUserCluster")).items, "CoresCnt"), 114);
    bed().emulator.configure({ unitsPerCore: undefined, hostUnitsPerCore: 37 });
    assert.equal(sum((await list("DescribeUserCluster")).items, "CoresCnt"), 114_000);
    assert.equal(sum((await list("DescribeAssetHostList", outside)).items, "CoresCnt"), 40 * 37);
  });

  it("have super nodes on the mainland only: the international site does not know the action", async () => {
    assert.equal((await list("DescribeAssetSuperNodeList")).error?.Code, "InvalidAction");
    const unknown = await bed().errorOf({ action: "DescribeNothing" });
    assert.equal(unknown, "InvalidAction");
    bed().emulator.configure({ site: "mainland" });
    const { items, total } = await list("DescribeAssetSuperNodeList", filter("AgentStatus", "INSTALLED"));
    assert.equal(total, 1);
    assert.equal(items[0]?.["ClusterName"], "batch");
    assert.ok(!("CoresCnt" in (items[0] ?? {})));
  });

  it("were synchronized at the last full hour", async () => {
    const reply = await bed().call({ action: "DescribeAssetSyncLastTime" });
    assert.equal(reply["AssetSyncLastTime"], "2026-03-01 12:00:00");
    assert.equal(reply["TaskStatus"], "PROCESSED");
  });

  it("are limited to 20 requests a second, each action for itself", async () => {
    const calls = (action: string) =>
      Promise.all(Array.from({ length: 21 }, () => bed().errorOf({ action })));
    for (const action of ["DescribeUserCluster", "DescribeAssetHostList", "DescribeAssetSyncLastTime"]) {
      const errors = (await calls(action)).filter(Boolean);
      assert.deepEqual(errors, ["RequestLimitExceeded"], action);
    }
    assert.equal(bed().emulator.requests("DescribeUserCluster").length, 21);
    assert.equal(bed().emulator.requests().length, 63);
  });
});

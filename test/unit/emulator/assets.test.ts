import assert from "node:assert/strict";
import { type Asset, type FaultName, scenarios } from "../../../emulator/src";
import { TestBed } from "./support";

type Item = Record<string, unknown>;

interface Page {
  items: Item[];
  total: unknown;
  error?: { Code: string; Message: string } | undefined;
}

const LISTS = {
  DescribeUserCluster: "ClusterInfoList",
  DescribeAssetHostList: "List",
  DescribeAssetSuperNodeList: "List",
} as const;

type ListAction = keyof typeof LISTS;

describe("the lists of assets", () => {
  let bed: TestBed;

  beforeEach(async () => {
    bed = await TestBed.start({ scenario: "example" });
  });
  afterEach(() => bed.emulator.close());

  async function list(action: ListAction, params: object = {}): Promise<Page> {
    bed.advance(1000);
    const reply = await bed.call({ action, body: JSON.stringify(params) });
    return { items: (reply[LISTS[action]] ?? []) as Item[], total: reply["TotalCount"], error: reply.Error };
  }

  const filter = (Name: string, ...Values: string[]) => ({ Filters: [{ Name, Values }], Limit: 100 });
  const names = ({ items }: Page, field: string) => items.map((item) => item[field]);
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
    const weights = bed.emulator
      .assets()
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
    bed.emulator.setScenario("many-assets");
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
    bed.emulator.configure({ clusterLimit: 1000 });
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
    const reply = await bed.call({ action: "DescribeUserCluster", method: "GET", query });
    assert.equal(reply["TotalCount"], 1);
    const twice = await bed.call({
      action: "DescribeUserCluster",
      method: "GET",
      query: "Limit=5&Limit.0=6",
    });
    assert.equal(twice.Error?.Code, "InvalidParameter");
  });

  it("count in cores, or in a unit that fits nothing, where a setting says so", async () => {
    bed.emulator.configure({ unitsPerCore: 1 });
    assert.equal(sum((await list("DescribeUserCluster")).items, "CoresCnt"), 114);
    bed.emulator.configure({ unitsPerCore: undefined, hostUnitsPerCore: 37 });
    assert.equal(sum((await list("DescribeUserCluster")).items, "CoresCnt"), 114_000);
    assert.equal(sum((await list("DescribeAssetHostList", outside)).items, "CoresCnt"), 40 * 37);
  });

  it("have super nodes on the mainland only: the international site does not know the action", async () => {
    assert.equal((await list("DescribeAssetSuperNodeList")).error?.Code, "InvalidAction");
    const unknown = await bed.errorOf({ action: "DescribeNothing" });
    assert.equal(unknown, "InvalidAction");
    bed.emulator.configure({ site: "mainland" });
    const { items, total } = await list("DescribeAssetSuperNodeList", filter("AgentStatus", "INSTALLED"));
    assert.equal(total, 1);
    assert.equal(items[0]?.["ClusterName"], "batch");
    assert.ok(!("CoresCnt" in (items[0] ?? {})));
  });

  it("were synchronized at the last full hour", async () => {
    const reply = await bed.call({ action: "DescribeAssetSyncLastTime" });
    assert.equal(reply["AssetSyncLastTime"], "2026-03-01 12:00:00");
    assert.equal(reply["TaskStatus"], "PROCESSED");
  });

  it("are limited to 20 requests a second, each action for itself", async () => {
    const calls = (action: string) => Promise.all(Array.from({ length: 21 }, () => bed.errorOf({ action })));
    for (const action of ["DescribeUserCluster", "DescribeAssetHostList", "DescribeAssetSyncLastTime"]) {
      const errors = (await calls(action)).filter(Boolean);
      assert.deepEqual(errors, ["RequestLimitExceeded"], action);
    }
    assert.equal(bed.emulator.requests("DescribeUserCluster").length, 21);
    assert.equal(bed.emulator.requests().length, 63);
  });

  describe("as the emulator's state", () => {
    const cluster: Asset = { kind: "cluster", id: "cls-1", cores: 10, protectedCores: 4 };

    it("change the cores of the purchase state, and nothing else of it", async () => {
      const before = await bed.call();
      bed.emulator.setAssets([
        cluster,
        { kind: "host", id: "h", cores: 2.5, protectedCores: 2.5 },
        { kind: "host", id: "node", cores: 10, protectedCores: 4, clusterId: "cls-1" },
        { kind: "superNode", id: "s", cores: 3, clusterId: "cls-1" },
        { kind: "cluster", id: "cls-other", cores: 99, counted: false },
      ]);
      const { RequestId: _, ...after } = await bed.call();
      const { RequestId: __, ...rest } = before;
      assert.deepEqual(after, {
        ...rest,
        AllCoresCnt: 13,
        CoresCnt: 7,
        DefendClusterCoresCnt: 4,
        DefendHostCoresCnt: 3,
        UndefendCoresCnt: 6,
      });
      assert.equal((await list("DescribeUserCluster")).total, 2);
    });

    it("are set and shown by control requests, with fields on top; a malformed one is named", async () => {
      const put = await bed.control("PUT", "state", { assets: [cluster], fields: { AllCoresCnt: 11 } });
      assert.equal(put.status, 200);
      const { fields, assets } = (await bed.control("GET", "state")).body as {
        fields: Item;
        assets: Asset[];
      };
      assert.deepEqual(assets, [cluster]);
      assert.equal(fields["AllCoresCnt"], 11);
      assert.equal(fields["UndefendCoresCnt"], 6);
      for (const [assets, message] of [
        [[{ kind: "pod", cores: 1 }], /^assets\[0\]: "kind" must be one of/],
        [[cluster, { kind: "host" }], /^assets\[1\]: "cores" is missing/],
        [[{ kind: "host", cores: -1 }], /"cores" must be a number that is not negative/],
        [[{ kind: "host", cores: 1, protectedCores: 2 }], /"protectedCores" must not be more/],
        [[{ kind: "host", cores: 1, size: 2 }], /unknown key "size"/],
        [["host"], /must be a JSON object/],
        [{}, /"assets" must be an array/],
      ] as const) {
        const { status, body } = await bed.control("PUT", "state", { assets });
        assert.equal(status, 400);
        assert.match((body as { error: string }).error, message);
      }
      assert.equal(bed.emulator.assets().length, 1);
    });

    it("belong to an account of its own", async () => {
      bed.emulator.addCredential({ secretId: "b", secretKey: "k", accountId: "2", scenario: "healthy" });
      bed.emulator.setAssets([cluster], "2");
      assert.equal((await bed.call({ secretId: "b", secretKey: "k" }))["AllCoresCnt"], 10);
      assert.equal((await list("DescribeUserCluster")).total, 5);
      assert.equal((await bed.call())["AllCoresCnt"], 154);
    });

    it("follow from the cores of given fields, which are served word for word", async () => {
      bed.emulator.setScenario({
        DefendClusterCoresCnt: 8,
        DefendHostCoresCnt: 2,
        UndefendCoresCnt: 5,
        CoresCnt: "x",
      });
      const { RequestId: _, ...fields } = await bed.call();
      assert.deepEqual(fields, {
        DefendClusterCoresCnt: 8,
        DefendHostCoresCnt: 2,
        UndefendCoresCnt: 5,
        CoresCnt: "x",
      });
      assert.deepEqual(names(await list("DescribeUserCluster"), "CoresCnt"), [8000, 5000]);
      assert.deepEqual(names(await list("DescribeAssetHostList"), "CoresCnt"), [2000]);
      bed.emulator.setScenario({ State: 3, UndefendCoresCnt: -5 });
      assert.equal((await list("DescribeUserCluster")).total, 0);
    });

    it("stand beside the fields of a reply, which take precedence over what follows from them", async () => {
      bed.emulator.setScenario({ State: 3, CoresCnt: null, assets: [cluster] });
      const { RequestId: _, ...fields } = await bed.call();
      assert.deepEqual(fields, {
        State: 3,
        CoresCnt: null,
        AllCoresCnt: 10,
        DefendClusterCoresCnt: 4,
        DefendHostCoresCnt: 0,
        UndefendCoresCnt: 6,
      });
      assert.throws(
        () => bed.emulator.setScenario({ assets: [{ kind: "host" }] }),
        /assets\[0\]: "cores" is missing/,
      );
    });

    it("give their items the fields that a test wants, null and undocumented ones included", async () => {
      bed.emulator.setAssets([{ ...cluster, fields: { ClusterId: null, CoresCnt: -1, New: [1] } }]);
      const [item] = (await list("DescribeUserCluster")).items;
      assert.equal(item?.["ClusterId"], null);
      assert.equal(item?.["CoresCnt"], -1);
      assert.deepEqual(item?.["New"], [1]);
      bed.emulator.setAssets([{ kind: "cluster", cores: 1 }]);
      assert.ok(!("ClusterId" in ((await list("DescribeUserCluster")).items[0] ?? {})));
    });
  });

  describe("with a fault", () => {
    async function trapped(fault: FaultName, action: ListAction, params: object = {}): Promise<Page> {
      bed.emulator.faults.push({ fault, action });
      return await list(action, params);
    }

    it("say UnDefended beside AccessedPartialDefence", async () => {
      const { items } = await trapped("disagreeing-states", "DescribeUserCluster");
      const partial = items.find((item) => item["AccessedStatus"] === "AccessedPartialDefence");
      assert.equal(partial?.["DefenderStatus"], "UnDefended");
      assert.ok((partial?.["ChargeCoresCnt"] as number) > 0);
    });

    it("use states and spellings that no document has", async () => {
      const known = ["Defended", "UnDefended", "PartDefened"];
      for (const [action, field] of [
        ["DescribeUserCluster", "DefenderStatus"],
        ["DescribeAssetHostList", "DefendStatus"],
      ] as const) {
        for (const fault of ["unknown-states", "odd-spellings"] as const) {
          const states = names(await trapped(fault, action), field);
          assert.ok(
            states.every((state) => !known.includes(String(state))),
            `${fault}: ${states}`,
          );
        }
      }
    });

    it("leave ids out, repeat an id with other values, and name assets with escapes", async () => {
      const ids = (page: Page) => names(page, "ClusterId");
      assert.deepEqual(ids(await trapped("without-id", "DescribeUserCluster")).slice(0, 4), [
        "",
        "cls-b3x8w5me",
        "cls-q9d4t6zc",
        null,
      ]);
      const repeated = await trapped("repeating-assets", "DescribeUserCluster");
      const [first, last] = [repeated.items[0], repeated.items.at(-1)];
      assert.equal(first?.["ClusterId"], last?.["ClusterId"]);
      assert.notEqual(first?.["ChargeCoresCnt"], last?.["ChargeCoresCnt"]);
      const escaped = await trapped("terminal-escapes", "DescribeAssetHostList");
      assert.ok(names(escaped, "HostName").every((name) => String(name).startsWith("\u001b")));
    });

    it("give cores that are negative, parts of one, texts, null, or beyond every number", async () => {
      const { items } = await trapped("odd-cores", "DescribeUserCluster");
      assert.deepEqual(names({ items, total: 0 }, "CoresCnt"), [-1, 0.5, "12000", null, 1e300]);
    });

    it("change between pages: an asset is lost, or comes twice", async () => {
      const pages = async (fault: FaultName) => {
        const first = await trapped(fault, "DescribeUserCluster", { Limit: 2 });
        const second = await trapped(fault, "DescribeUserCluster", { Limit: 2, Offset: 2 });
        return {
          ids: [...names(first, "ClusterName"), ...names(second, "ClusterName")],
          total: second.total,
        };
      };
      assert.deepEqual(await pages("shrinking-list"), {
        ids: ["shop-prod", "shop-staging", "batch", "edge"],
        total: 4,
      });
      assert.deepEqual(await pages("growing-list"), {
        ids: ["shop-prod", "shop-staging", "shop-staging", "analytics"],
        total: 6,
      });
      assert.deepEqual(await pages("repeating-pages"), {
        ids: ["shop-prod", "shop-staging", "shop-prod", "shop-staging"],
        total: 5,
      });
      assert.deepEqual(await pages("short-pages"), { ids: ["shop-prod", "analytics"], total: 5 });
      assert.deepEqual(await pages("empty-page"), { ids: ["shop-prod", "shop-staging"], total: 5 });
    });

    it("never end, with ids that are new each time", async () => {
      const page = await trapped("endless-list", "DescribeAssetHostList", { Offset: 100_000, Limit: 100 });
      assert.equal(new Set(names(page, "HostID")).size, 100);
      assert.ok((page.total as number) > 100_100);
    });

    it("are refused by CAM, in its words, with the action's name; the purchase state is still answered", async () => {
      for (const action of ["DescribeUserCluster", "DescribeAssetHostList"] as const) {
        bed.emulator.faults.push({ fault: "no-permission", action, times: "always" });
        const { error } = await list(action);
        assert.equal(error?.Code, "AuthFailure.UnauthorizedOperation");
        assert.match(error?.Message ?? "", new RegExp(`perform operation \\(tcss:${action}\\)`));
      }
      assert.equal(await bed.errorOf(), undefined);
      const [refused] = bed.emulator.requests("DescribeUserCluster");
      assert.equal(refused?.fault, "no-permission");
      assert.equal(refused?.accountId, bed.emulator.accountId);
    });

    it("refuse a wrong signature before a permission, and other actions whatever the trap", async () => {
      bed.emulator.faults.push({ fault: "no-permission", times: "always" });
      assert.equal(await bed.errorOf({ secretKey: "wrong" }), "AuthFailure.SignatureFailure");
      assert.equal((await bed.sts("GetCallerIdentity", {})).Error?.Code, "AuthFailure.UnauthorizedOperation");
      bed.emulator.faults.clear();
      bed.emulator.faults.push({ fault: "endless-list" });
      assert.equal((await bed.call())["AllCoresCnt"], 154);
    });

    it("of the scenario no-asset-permission are refused, and only they", async () => {
      bed.emulator.setScenario("no-asset-permission");
      assert.equal((await list("DescribeUserCluster")).error?.Code, "AuthFailure.UnauthorizedOperation");
      assert.equal((await bed.call())["UndefendCoresCnt"], 86);
    });
  });
});

describe("the lookup of instance types", () => {
  let bed: TestBed;

  before(async () => {
    bed = await TestBed.start();
  });
  after(() => bed.emulator.close());

  async function lookup(
    Filters: object[],
    headers: Record<string, string> = { "x-tc-region": "ap-singapore" },
  ) {
    bed.advance(1000);
    const reply = await bed.call({
      action: "DescribeZoneInstanceConfigInfos",
      service: "cvm",
      version: "2017-03-12",
      body: JSON.stringify({ Filters }),
      sent: headers,
    });
    return { items: (reply["InstanceTypeQuotaSet"] ?? []) as Item[], error: reply.Error };
  }

  it("tells the cores of each type, in each zone of the region", async () => {
    const { items } = await lookup([{ Name: "instance-type", Values: ["S5.2XLARGE16", "GN7.2XLARGE40"] }]);
    assert.deepEqual(
      new Set(items.map((item) => `${item["InstanceType"]} ${item["Cpu"]}`)),
      new Set(["S5.2XLARGE16 8", "GN7.2XLARGE40 10"]),
    );
    assert.deepEqual(
      new Set(items.map((item) => item["Zone"])),
      new Set(["ap-singapore-1", "ap-singapore-2"]),
    );
  });

  it("filters by zone, family and type at once, and leaves unknown types out", async () => {
    const { items } = await lookup([
      { Name: "zone", Values: ["ap-singapore-2"] },
      { Name: "instance-family", Values: ["S5"] },
      { Name: "instance-charge-type", Values: ["PREPAID"] },
    ]);
    assert.equal(items.length, 6);
    assert.deepEqual((await lookup([{ Name: "instance-type", Values: ["Q1.LARGE8"] }])).items, []);
  });

  it("refuses unknown filters, a missing region, another service's signature, and who lacks the permission", async () => {
    assert.equal((await lookup([{ Name: "color", Values: ["red"] }])).error?.Code, "InvalidFilter");
    assert.equal((await lookup([], {})).error?.Code, "MissingParameter");
    assert.equal((await lookup([], { "x-tc-region": "moon" })).error?.Code, "UnsupportedRegion");
    const signed = { action: "DescribeZoneInstanceConfigInfos", version: "2017-03-12" };
    assert.equal(await bed.errorOf(signed), "AuthFailure.InvalidAuthorization");
    bed.emulator.faults.push({ fault: "no-permission" });
    const { error } = await lookup([]);
    assert.equal(error?.Code, "UnauthorizedOperation");
    assert.match(error?.Message ?? "", /cvm:DescribeZoneInstanceConfigInfos/);
    assert.equal(bed.emulator.requests("DescribeZoneInstanceConfigInfos").at(-1)?.service, "cvm");
  });
});

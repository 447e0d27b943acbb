import assert from "node:assert/strict";
import type { FaultName } from "../../../../emulator/src";
import { type ListAction, names, type Page, useAssets } from "./support";

describe("the lists of assets", () => {
  const { bed, list } = useAssets();

  describe("with a fault", () => {
    async function trapped(fault: FaultName, action: ListAction, params: object = {}): Promise<Page> {
      bed().emulator.faults.push({ fault, action });
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
        bed().emulator.faults.push({ fault: "no-permission", action, times: "always" });
        const { error } = await list(action);
        assert.equal(error?.Code, "AuthFailure.UnauthorizedOperation");
        assert.match(error?.Message ?? "", new RegExp(`perform operation \\(tcss:${action}\\)`));
      }
      assert.equal(await bed().errorOf(), undefined);
      const [refused] = bed().emulator.requests("DescribeUserCluster");
      assert.equal(refused?.fault, "no-permission");
      assert.equal(refused?.accountId, bed().emulator.accountId);
    });

    it("refuse a wrong signature before a permission, and other actions whatever the trap", async () => {
      bed().emulator.faults.push({ fault: "no-permission", times: "always" });
      assert.equal(await bed().errorOf({ secretKey: "wrong" }), "AuthFailure.SignatureFailure");
      assert.equal(
        (await bed().sts("GetCallerIdentity", {})).Error?.Code,
        "AuthFailure.UnauthorizedOperation",
      );
      bed().emulator.faults.clear();
      bed().emulator.faults.push({ fault: "endless-list" });
      assert.equal((await bed().call())["AllCoresCnt"], 154);
    });

    it("of the scenario no-asset-permission are refused, and only they", async () => {
      bed().emulator.setScenario("no-asset-permission");
      assert.equal((await list("DescribeUserCluster")).error?.Code, "AuthFailure.UnauthorizedOperation");
      assert.equal((await bed().call())["UndefendCoresCnt"], 86);
    });
  });
});

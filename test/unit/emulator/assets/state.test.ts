import assert from "node:assert/strict";
import type { Asset } from "../../../../emulator/src";
import { type Item, names, useAssets } from "./support";

describe("the lists of assets", () => {
  const { bed, list } = useAssets();

  describe("as the emulator's state", () => {
    const cluster: Asset = { kind: "cluster", id: "cls-1", cores: 10, protectedCores: 4 };

    it("change the cores of the purchase state, and nothing else of it", async () => {
      const before = await bed().call();
      bed().emulator.setAssets([
        cluster,
        { kind: "host", id: "h", cores: 2.5, protectedCores: 2.5 },
        { kind: "host", id: "node", cores: 10, protectedCores: 4, clusterId: "cls-1" },
        { kind: "superNode", id: "s", cores: 3, clusterId: "cls-1" },
        { kind: "cluster", id: "cls-other", cores: 99, counted: false },
      ]);
      const { RequestId: _, ...after } = await bed().call();
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
      const put = await bed().control("PUT", "state", { assets: [cluster], fields: { AllCoresCnt: 11 } });
      assert.equal(put.status, 200);
      const { fields, assets } = (await bed().control("GET", "state")).body as {
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
        const { status, body } = await bed().control("PUT", "state", { assets });
        assert.equal(status, 400);
        assert.match((body as { error: string }).error, message);
      }
      assert.equal(bed().emulator.assets().length, 1);
    });

    it("belong to an account of its own", async () => {
      bed().emulator.addCredential({ secretId: "b", secretKey: "k", accountId: "2", scenario: "healthy" });
      bed().emulator.setAssets([cluster], "2");
      assert.equal((await bed().call({ secretId: "b", secretKey: "k" }))["AllCoresCnt"], 10);
      assert.equal((await list("DescribeUserCluster")).total, 5);
      assert.equal((await bed().call())["AllCoresCnt"], 154);
    });

    it("follow from the cores of given fields, which are served word for word", async () => {
      bed().emulator.setScenario({
        DefendClusterCoresCnt: 8,
        DefendHostCoresCnt: 2,
        UndefendCoresCnt: 5,
        CoresCnt: "x",
      });
      const { RequestId: _, ...fields } = await bed().call();
      assert.deepEqual(fields, {
        DefendClusterCoresCnt: 8,
        DefendHostCoresCnt: 2,
        UndefendCoresCnt: 5,
        CoresCnt: "x",
      });
      assert.deepEqual(names(await list("DescribeUserCluster"), "CoresCnt"), [8000, 5000]);
      assert.deepEqual(names(await list("DescribeAssetHostList"), "CoresCnt"), [2000]);
      bed().emulator.setScenario({ State: 3, UndefendCoresCnt: -5 });
      assert.equal((await list("DescribeUserCluster")).total, 0);
    });

    it("stand beside the fields of a reply, which take precedence over what follows from them", async () => {
      bed().emulator.setScenario({ State: 3, CoresCnt: null, assets: [cluster] });
      const { RequestId: _, ...fields } = await bed().call();
      assert.deepEqual(fields, {
        State: 3,
        CoresCnt: null,
        AllCoresCnt: 10,
        DefendClusterCoresCnt: 4,
        DefendHostCoresCnt: 0,
        UndefendCoresCnt: 6,
      });
      assert.throws(
        () => bed().emulator.setScenario({ assets: [{ kind: "host" }] }),
        /assets\[0\]: "cores" is missing/,
      );
    });

    it("give their items the fields that a test wants, null and undocumented ones included", async () => {
      bed().emulator.setAssets([{ ...cluster, fields: { ClusterId: null, CoresCnt: -1, New: [1] } }]);
      const [item] = (await list("DescribeUserCluster")).items;
      assert.equal(item?.["ClusterId"], null);
      assert.equal(item?.["CoresCnt"], -1);
      assert.deepEqual(item?.["New"], [1]);
      bed().emulator.setAssets([{ kind: "cluster", cores: 1 }]);
      assert.ok(!("ClusterId" in ((await list("DescribeUserCluster")).items[0] ?? {})));
    });
  });
});

import assert from "node:assert/strict";
import { type Forecast, forecast, type ResourceChange } from "../../../../core/forecast";
import { UNKNOWN } from "../../../../core/forecast/properties";
import { created, figures, there } from "./changes";
import { camel, LARGE, type Properties, SMALL } from "./spellings";

function changed(type: string, name: string, before: Properties, after: Properties): ResourceChange {
  return { type: `tencentcloud_${type}`, name, action: "update", before, after };
}

describe("a forecast of clusters of the first generation", () => {
  for (const [spelling, typeOf, named] of [
    ["Terraform", (type: string) => `tencentcloud_${type}`, (key: string) => key],
    [
      "Pulumi",
      (type: string) => {
        const name = camel(type);
        return `tencentcloud:index/${name}:${name[0]?.toUpperCase()}${name.slice(1)}`;
      },
      camel,
    ],
  ] as const)
    describe(`by ${spelling}`, () => {
      const of = (type: string, properties: Properties): ResourceChange => ({
        type: typeOf(type),
        name: "old",
        action: "create",
        after: Object.fromEntries(Object.entries(properties).map(([key, value]) => [named(key), value])),
      });

      it("counts the machines of container_cluster by goods_num", () => {
        const found = figures(forecast([of("container_cluster", { goods_num: 3, instance_type: LARGE })]));
        assert.deepEqual(found, { added: [24, 0], removed: [0, 0], most: 24, unknown: [] });
      });

      it("counts a container_cluster_instance as one machine", () => {
        assert.deepEqual(
          figures(forecast([of("container_cluster_instance", { instance_type: LARGE })])).added,
          [8, 0],
        );
      });

      it("takes the cores that are given without a type as stated", () => {
        const { resources, added } = forecast([of("container_cluster", { goods_num: 2, cpu: 6 })]);
        assert.deepEqual([added.certain, resources[0]?.origin], [12, "stated"]);
      });

      it("does not know what neither tells", () => {
        assert.deepEqual(
          [
            of("container_cluster", { goods_num: UNKNOWN, instance_type: LARGE }),
            of("container_cluster", { goods_num: 2 }),
            of("container_cluster", { instance_type: LARGE }),
            of("container_cluster_instance", {}),
          ].map((each) => forecast([each]).unknown.map(({ what }) => what)),
          [["count"], ["instanceType"], ["count"], ["instanceType"]],
        );
      });
    });

  it("counts growth alone", () => {
    const at = (number: number): Properties => ({ goods_num: number, instance_type: LARGE });
    assert.deepEqual(figures(forecast([changed("container_cluster", "old", at(2), at(5))])).added, [24, 0]);
  });

  it("counts a cluster's scaling group, the predecessor of node pools", () => {
    const group = (limits: Properties): Forecast =>
      forecast([
        created("kubernetes_as_scaling_group", "old", {
          auto_scaling_group: [{ min_size: 1, max_size: 4, ...limits }],
          auto_scaling_config: [{ instance_type: LARGE, password: "hush" }],
        }),
      ]);
    assert.deepEqual(figures(group({ desired_capacity: 2 })), {
      added: [16, 0],
      removed: [0, 0],
      most: 32,
      unknown: [],
    });
    assert.deepEqual(figures(group({})).added, [8, 0]);
    assert.deepEqual(figures(group({ min_size: UNKNOWN })).unknown, [["old", "count"]]);
  });

  it("does not know what elastic clusters and their instances come to", () => {
    for (const type of ["eks_cluster", "eks_container_instance"])
      assert.deepEqual(figures(forecast([created(type, "pods", { cpu: 2 })])).unknown, [["pods", "cores"]]);
  });
});

describe("a forecast of a cluster that existing machines join", () => {
  const cluster = (ids: readonly unknown[], workers = 2): Properties => ({
    worker_config: [{ count: workers, instance_type: LARGE }],
    exist_instance: [{ instances_para: [{ instance_ids: ids }] }],
  });

  it("counts the nodes that are known, and names the machines from outside as unknown", () => {
    const found = forecast([created("kubernetes_cluster", "shop", cluster(["ins-a", "ins-b"]))]);
    assert.deepEqual(figures(found), {
      added: [16, 0],
      removed: [0, 0],
      most: 16,
      unknown: [["shop", "instanceType"]],
    });
    assert.deepEqual(found.resources[0]?.after, {
      count: 4,
      instanceType: null,
      cores: null,
      knownCores: 16,
    });
  });

  it("counts those machines among them that the plan has", () => {
    const found = forecast([
      there("instance", "vm", { id: "ins-a", instance_type: SMALL }),
      created("kubernetes_cluster", "shop", cluster(["ins-a", "ins-b"])),
    ]);
    assert.deepEqual(figures(found).added, [20, 0]);
    assert.equal(found.unknown.length, 1);
  });

  it("does not know a whole list that is not known yet", () => {
    const found = forecast([
      created("kubernetes_cluster", "shop", {
        ...cluster([]),
        exist_instance: [{ instances_para: [{ instance_ids: UNKNOWN }] }],
      }),
    ]);
    assert.deepEqual(
      [found.added.certain, found.unknown.map(({ what }) => what)],
      [16, ["count", "instanceType"]],
    );
  });

  it("counts the part that is known of a deletion and of a replacement", () => {
    const before = cluster(["ins-a"], 2);
    const deleted: ResourceChange = {
      ...created("kubernetes_cluster", "shop", {}),
      action: "delete",
      before,
      after: undefined,
    };
    assert.deepEqual(figures(forecast([deleted])).removed, [16, 0]);
    const replaced = created("kubernetes_cluster", "shop", cluster(["ins-a"], 3), {
      action: "replace",
      before,
    });
    const found = figures(forecast([replaced]));
    assert.deepEqual(
      [found.added, found.removed],
      [
        [24, 0],
        [16, 0],
      ],
    );
  });

  it("adds nothing by an update that makes another part unknown", () => {
    const found = figures(
      forecast([changed("kubernetes_cluster", "shop", cluster(["ins-a"]), cluster(["ins-a", "ins-b"]))]),
    );
    assert.deepEqual([found.added, found.unknown], [[0, 0], [["shop", "instanceType"]]]);
  });
});

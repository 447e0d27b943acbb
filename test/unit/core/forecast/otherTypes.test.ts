import assert from "node:assert/strict";
import { type Forecast, forecast, type ResourceChange } from "../../../../core/forecast";
import { UNKNOWN } from "../../../../core/forecast/properties";

type Properties = Record<string, unknown>;

const SMALL = "S5.LARGE8"; // 4 cores
const LARGE = "S5.2XLARGE16"; // 8 cores

function created(
  type: string,
  name: string,
  after: Properties,
  more: Partial<ResourceChange> = {},
): ResourceChange {
  return { type: `tencentcloud_${type}`, name, action: "create", after, ...more };
}

/** A resource that exists and stays. */
function there(type: string, name: string, properties: Properties): ResourceChange {
  return created(type, name, properties, { action: "none", before: properties });
}

function changed(type: string, name: string, before: Properties, after: Properties): ResourceChange {
  return { type: `tencentcloud_${type}`, name, action: "update", before, after };
}

function figures({ added, removed, net, unknown }: Forecast) {
  return {
    added: [added.certain, added.possible],
    removed: [removed.certain, removed.possible],
    most: net.maximum,
    unknown: unknown.map(({ name, what }) => [name, what]),
  };
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

describe("a forecast of what changes scaling groups", () => {
  const CONFIG = there("as_scaling_config", "config", { id: "asc-1", instance_types: [LARGE] });
  const GROUP = there("as_scaling_group", "group", {
    id: "asg-1",
    configuration_id: "asc-1",
    desired_capacity: 2,
    min_size: 1,
    max_size: 4,
  });
  const scaleOut = (more: Partial<ResourceChange> = {}, properties: Properties = {}): ResourceChange =>
    created(
      "as_scale_out_instances",
      "more",
      { auto_scaling_group_id: "asg-1", scale_out_number: 3, ...properties },
      more,
    );

  it("counts machines that a scale-out adds, by the configuration of the group", () => {
    assert.deepEqual(figures(forecast([CONFIG, GROUP, scaleOut()])), {
      added: [0, 24],
      removed: [0, 0],
      most: 24,
      unknown: [],
    });
  });

  it("finds a new group by reference", () => {
    const references = { auto_scaling_group_id: ["group"] };
    const found = forecast([CONFIG, GROUP, scaleOut({ references }, { auto_scaling_group_id: UNKNOWN })]);
    assert.deepEqual(figures(found).added, [0, 24]);
  });

  it("counts container hosts where the group is a node pool's", () => {
    const pool = there("kubernetes_node_pool", "pool", {
      auto_scaling_group_id: "asg-1",
      desired_capacity: 1,
      auto_scaling_config: [{ instance_type: SMALL }],
    });
    assert.deepEqual(figures(forecast([pool, scaleOut()])).added, [12, 0]);
  });

  it("does not know the type of a group from outside, nor a number that is not known yet", () => {
    assert.deepEqual(figures(forecast([scaleOut()])).unknown, [["more", "instanceType"]]);
    assert.deepEqual(
      figures(forecast([CONFIG, GROUP, scaleOut({}, { scale_out_number: UNKNOWN })])).unknown,
      [["more", "count"]],
    );
  });

  it("removes nothing with a scale-out that is done", () => {
    const before = { auto_scaling_group_id: "asg-1", scale_out_number: 3 };
    const found = figures(
      forecast([CONFIG, GROUP, { ...scaleOut(), action: "delete", before, after: undefined }]),
    );
    assert.deepEqual([found.removed, found.unknown], [[0, 0], []]);
  });

  it("ends where a group refers to itself", () => {
    const references = { configuration_id: ["group"], auto_scaling_group_id: ["more"] };
    const circle = created(
      "as_scaling_group",
      "group",
      { desired_capacity: 1, min_size: 1, max_size: 1 },
      { references },
    );
    const found = forecast([circle, scaleOut({ references }, { auto_scaling_group_id: UNKNOWN })]);
    assert.deepEqual(figures(found).added, [0, 0]);
    assert.equal(found.unknown.length, 2);
  });

  it("counts a schedule's limit as the most alone, as far as it goes beyond the group's own", () => {
    const schedule = (limit: unknown): ResourceChange =>
      created("as_schedule", "nightly", { scaling_group_id: "asg-1", desired_capacity: 5, max_size: limit });
    const found = forecast([CONFIG, GROUP, schedule(7)]);
    assert.deepEqual(figures(found), { added: [0, 0], removed: [0, 0], most: 24, unknown: [] });
    assert.equal(figures(forecast([CONFIG, GROUP, schedule(3)])).most, 0);
    for (const changes of [[schedule(7)], [CONFIG, GROUP, schedule(UNKNOWN)]])
      assert.deepEqual(
        forecast(changes).unknownMaximum.map(({ name }) => name),
        ["nightly"],
      );
  });

  it("does not know what a policy that is run adds", () => {
    const run = created("as_execute_scaling_policy", "now", { auto_scaling_policy_id: "asp-1" });
    assert.deepEqual(figures(forecast([run])).unknown, [["now", "cores"]]);
  });

  for (const type of ["as_attachment", "as_start_instances"])
    it(`counts machines of the plan once, and does not know those from outside: ${type}`, () => {
      const found = forecast([
        created("instance", "vm", { id: "ins-a", instance_type: LARGE }),
        created(type, "joined", { instance_ids: ["ins-a", "ins-b"] }),
      ]);
      assert.deepEqual(figures(found), {
        added: [0, 8],
        removed: [0, 0],
        most: 8,
        unknown: [["joined", "instanceType"]],
      });
      assert.deepEqual(found.unknown[0]?.certainty, "possible");
    });

  it("finds machines that are attached by reference, as many as there are", () => {
    const vms = ["a", "b"].map((name) => created("instance", name, { instance_type: LARGE }));
    const joined = (ids: unknown[]): ResourceChange =>
      created("as_attachment", "joined", { instance_ids: ids }, { references: { instance_ids: ["a", "b"] } });
    assert.deepEqual(figures(forecast([...vms, joined([UNKNOWN, UNKNOWN])])).unknown, []);
    for (const ids of [
      [UNKNOWN, UNKNOWN, UNKNOWN],
      [UNKNOWN, UNKNOWN, "ins-outside"],
    ])
      assert.deepEqual(figures(forecast([...vms, joined(ids)])).unknown, [["joined", "instanceType"]]);
  });

  it("does not know a machine that a service cluster takes", () => {
    const taken = created("tsf_instances_attachment", "taken", { cluster_id: "c", instance_id: "ins-b" });
    assert.deepEqual(figures(forecast([taken])).unknown, [["taken", "instanceType"]]);
  });
});

function camel(key: string): string {
  return key.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
}

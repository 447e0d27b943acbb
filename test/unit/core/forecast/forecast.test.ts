import assert from "node:assert/strict";
import {
  type Forecast,
  type ForecastAction,
  forecast,
  type ResourceChange,
} from "../../../../core/forecast/forecast";
import { UNKNOWN } from "../../../../core/forecast/properties";

type Properties = Record<string, unknown>;

/** How one source writes a resource: its type, and its properties from Terraform's. */
interface Spelling {
  readonly title: string;
  typeOf(resource: Pick<HostResource, "terraform" | "bridged">): string;
  propertiesOf(properties: Properties): Properties;
}

interface HostResource {
  readonly terraform: string;
  readonly bridged: string;
  readonly certainty: "certain" | "possible";
  /** Properties in Terraform's spelling, blocks as lists, for that number of machines of that type. */
  properties(count: unknown, type: unknown): Properties;
  /** The number of machines is always 1. */
  readonly isSingle?: true;
  /** The type is that of another resource, and its change is none of this one. */
  readonly keepsType?: true;
  /** Resources that exist already and tell the type. */
  others?(type: unknown): readonly {
    readonly terraform: string;
    readonly bridged: string;
    readonly properties: Properties;
  }[];
}

const camel = (key: string): string => key.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());

function camelized(value: unknown, ofBlock: (items: Properties[]) => unknown): unknown {
  if (Array.isArray(value))
    return value.every((item) => typeof item === "object" && item !== null)
      ? ofBlock(value.map((item) => camelized(item, ofBlock) as Properties))
      : value;
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [camel(key), camelized(each, ofBlock)]),
  );
}

const SPELLINGS: readonly Spelling[] = [
  {
    title: "Terraform",
    typeOf: ({ terraform }) => `tencentcloud_${terraform}`,
    propertiesOf: (properties) => properties,
  },
  {
    title: "Pulumi's bridged package",
    typeOf: ({ bridged }) => `tencentcloud:${bridged}`,
    // blocks of at most one are objects, and others have names in the plural
    propertiesOf: (properties) => {
      const found = camelized(properties, (items) => items[0]) as Properties;
      const { workerConfig, ...rest } = found;
      return workerConfig === undefined || "clusterId" in rest
        ? found
        : { ...rest, workerConfigs: [workerConfig] };
    },
  },
  {
    title: "a Terraform provider added to Pulumi",
    typeOf: ({ terraform }) => {
      const name = camel(terraform);
      return `tencentcloud:index/${name}:${name[0]?.toUpperCase()}${name.slice(1)}`;
    },
    propertiesOf: (properties) => camelized(properties, (items) => items) as Properties,
  },
];

const RESOURCES: readonly HostResource[] = [
  {
    terraform: "kubernetes_cluster",
    bridged: "Kubernetes/cluster:Cluster",
    certainty: "certain",
    properties: (count, instanceType) => ({
      worker_config: [{ count, instance_type: instanceType, password: "secret" }],
    }),
  },
  {
    terraform: "kubernetes_scale_worker",
    bridged: "Kubernetes/scaleWorker:ScaleWorker",
    certainty: "certain",
    properties: (count, instanceType) => ({
      cluster_id: "cls-a",
      worker_config: [{ count, instance_type: instanceType }],
    }),
  },
  {
    terraform: "kubernetes_node_pool",
    bridged: "Kubernetes/nodePool:NodePool",
    certainty: "certain",
    properties: (desiredCapacity, instanceType) => ({
      desired_capacity: desiredCapacity,
      min_size: 0,
      max_size: 10,
      auto_scaling_config: [{ instance_type: instanceType, password: "secret" }],
    }),
  },
  {
    terraform: "kubernetes_native_node_pool",
    bridged: "Kubernetes/nativeNodePool:NativeNodePool",
    certainty: "certain",
    properties: (replicas, type) => ({ native: [{ replicas, instance_types: [type] }] }),
  },
  {
    terraform: "instance",
    bridged: "Instance/instance:Instance",
    certainty: "possible",
    isSingle: true,
    properties: (_, instanceType) => ({ instance_type: instanceType }),
  },
  {
    terraform: "instance_set",
    bridged: "Instance/set:Set",
    certainty: "possible",
    properties: (instanceCount, instanceType) => ({
      instance_count: instanceCount,
      instance_type: instanceType,
    }),
  },
];

const SMALL = "S5.LARGE8"; // 4 cores
const LARGE = "S5.2XLARGE16"; // 8 cores

/** What each action should give for machines of 4 or 8 cores. */
const CASES: readonly {
  readonly title: string;
  readonly action: ForecastAction;
  readonly before?: readonly [count: unknown, type: unknown];
  readonly after?: readonly [count: unknown, type: unknown];
  readonly added: number;
  readonly removed: number;
  readonly unknown?: string;
  /** A resource of one machine has no count to change. */
  readonly isOfCount?: true;
}[] = [
  { title: "create", action: "create", after: [3, SMALL], added: 12, removed: 0 },
  {
    title: "growth",
    action: "update",
    before: [3, SMALL],
    after: [5, SMALL],
    added: 8,
    removed: 0,
    isOfCount: true,
  },
  {
    title: "shrinking",
    action: "update",
    before: [5, SMALL],
    after: [3, SMALL],
    added: 0,
    removed: 8,
    isOfCount: true,
  },
  { title: "a larger type", action: "update", before: [3, SMALL], after: [3, LARGE], added: 12, removed: 0 },
  { title: "replacement", action: "replace", before: [3, SMALL], after: [3, LARGE], added: 24, removed: 12 },
  { title: "delete", action: "delete", before: [3, SMALL], added: 0, removed: 12 },
  { title: "no change", action: "none", before: [3, SMALL], after: [3, SMALL], added: 0, removed: 0 },
  {
    title: "no change of an unknown type",
    action: "update",
    before: [3, "X.ODD"],
    after: [3, "X.ODD"],
    added: 0,
    removed: 0,
  },
  {
    title: "an unknown count",
    action: "create",
    after: [UNKNOWN, SMALL],
    added: 0,
    removed: 0,
    unknown: "count",
    isOfCount: true,
  },
  {
    title: "an unknown type",
    action: "create",
    after: [3, UNKNOWN],
    added: 0,
    removed: 0,
    unknown: "instanceType",
  },
  {
    title: "a type that nobody knows",
    action: "create",
    after: [3, "X.ODD"],
    added: 0,
    removed: 0,
    unknown: "instanceType",
  },
  {
    title: "a negative count",
    action: "create",
    after: [-1, SMALL],
    added: 0,
    removed: 0,
    unknown: "count",
    isOfCount: true,
  },
  {
    title: "a part of a machine",
    action: "create",
    after: [1.5, SMALL],
    added: 0,
    removed: 0,
    unknown: "count",
    isOfCount: true,
  },
  {
    title: "a count that is text",
    action: "create",
    after: ["many", SMALL],
    added: 0,
    removed: 0,
    unknown: "count",
    isOfCount: true,
  },
  { title: "a count as text", action: "create", after: ["3", SMALL], added: 12, removed: 0, isOfCount: true },
  {
    title: "nothing of an unknown type",
    action: "create",
    after: [0, UNKNOWN],
    added: 0,
    removed: 0,
    isOfCount: true,
  },
];

function sums(
  { added, removed, net }: Forecast,
  certainty: "certain" | "possible",
): [number, number, number] {
  return [added[certainty], removed[certainty], net[certainty]];
}

describe("forecast", () => {
  for (const spelling of SPELLINGS)
    describe(`of ${spelling.title}`, () => {
      for (const resource of RESOURCES)
        for (const { title, action, before, after, added, removed, unknown, isOfCount } of CASES) {
          if (resource.isSingle && isOfCount) continue;
          const isOfType = before !== undefined && after !== undefined && before[1] !== after[1];
          if (resource.keepsType && isOfType) continue;
          it(`${resource.terraform}: ${title}`, () => {
            const side = (given: readonly [unknown, unknown] | undefined): Properties | undefined =>
              given && spelling.propertiesOf(resource.properties(...given));
            const type = spelling.typeOf(resource);
            const others = (resource.others?.((after ?? before)?.[1]) ?? []).map((other): ResourceChange => {
              const properties = spelling.propertiesOf(other.properties);
              const sides = { before: properties, after: properties };
              return { type: spelling.typeOf(other), name: "other", action: "none", ...sides };
            });
            const found = forecast([
              ...others,
              { type, name: "web", action, before: side(before), after: side(after) },
            ]);
            const machines = resource.isSingle ? 3 : 1;
            assert.deepEqual(sums(found, resource.certainty), [
              added / machines,
              removed / machines,
              (added - removed) / machines,
            ]);
            assert.deepEqual(
              found.unknown.map(({ name, what }) => [name, what]),
              unknown === undefined ? [] : [["web", unknown]],
            );
            assert.doesNotMatch(JSON.stringify(found), /secret/);
          });
        }
    });

  const terraform = (
    type: string,
    name: string,
    after: Properties,
    more: Partial<ResourceChange> = {},
  ): ResourceChange => ({
    type: `tencentcloud_${type}`,
    name,
    action: "create",
    after,
    ...more,
  });

  describe("automatic scaling", () => {
    const pool = (properties: Properties): Forecast =>
      forecast([
        terraform("kubernetes_node_pool", "web", {
          auto_scaling_config: [{ instance_type: LARGE }],
          min_size: 1,
          max_size: 6,
          ...properties,
        }),
      ]);

    it("counts the desired number, and tells the maximum", () => {
      const { net } = pool({ desired_capacity: 2 });
      assert.deepEqual(net, { certain: 16, possible: 0, maximum: 48 });
    });

    it("counts the least without a desired number", () => {
      assert.deepEqual(pool({}).net, { certain: 8, possible: 0, maximum: 48 });
    });

    it("has no maximum where nothing scales", () => {
      assert.deepEqual(pool({ desired_capacity: 2, enable_auto_scale: false }).net, {
        certain: 16,
        possible: 0,
        maximum: 16,
      });
    });

    it("does not know the number where nothing scales and none is given", () => {
      assert.deepEqual(
        pool({ enable_auto_scale: false }).unknown.map(({ what }) => what),
        ["count"],
      );
    });

    it("takes the pool's type, and the largest of those that stand in for it as the most", () => {
      const { net, resources } = pool({
        desired_capacity: 2,
        auto_scaling_config: [{ instance_type: SMALL, backup_instance_types: [LARGE] }],
      });
      assert.deepEqual(net, { certain: 8, possible: 0, maximum: 48 });
      assert.equal(resources[0]?.after?.instanceType, SMALL);
    });
  });

  describe("resources that refer to others", () => {
    it("follows a scaling group to its configuration by reference, which is not known at creation", () => {
      const { net } = forecast([
        terraform("as_scaling_config", "config", { instance_types: [SMALL, LARGE] }),
        terraform(
          "as_scaling_group",
          "group",
          { configuration_id: UNKNOWN, desired_capacity: 2, min_size: 1, max_size: 3 },
          { references: { configuration_id: ["config"] } },
        ),
      ]);
      assert.deepEqual(net, { certain: 0, possible: 16, maximum: 24 });
    });

    it("counts a machine that is attached once, as a container host", () => {
      const { added, resources } = forecast([
        terraform("instance", "vm", { instance_type: LARGE }),
        terraform(
          "kubernetes_cluster_attachment",
          "node",
          { cluster_id: "cls-a", instance_id: UNKNOWN },
          { references: { instance_id: ["vm"] } },
        ),
      ]);
      assert.deepEqual(added, { certain: 8, possible: 0 });
      assert.deepEqual(
        resources.map(({ name }) => name),
        ["node"],
      );
    });

    it("finds an existing machine by its id, with the cores that it states", () => {
      const vm = { id: "ins-1", instance_type: "X.ODD", cpu: 6 };
      const { added, resources } = forecast([
        terraform("instance", "vm", vm, { action: "none", before: vm }),
        terraform("kubernetes_cluster_attachment", "node", { instance_id: "ins-1" }),
      ]);
      assert.deepEqual(added, { certain: 6, possible: 0 });
      assert.equal(resources[0]?.origin, "stated");
    });

    it("does not know a machine that is not in the plan", () => {
      const { unknown } = forecast([
        terraform("kubernetes_cluster_attachment", "node", { instance_id: "ins-elsewhere" }),
      ]);
      assert.deepEqual(unknown, [
        {
          name: "node",
          type: "tencentcloud_kubernetes_cluster_attachment",
          what: "instanceType",
          certainty: "certain",
          action: "create",
        },
      ]);
    });

    it("counts machines that join a cluster", () => {
      const { added } = forecast([
        terraform("instance", "vm", { id: "ins-1", instance_type: SMALL }),
        terraform("kubernetes_cluster", "cluster", {
          exist_instance: [{ instances_para: [{ instance_ids: ["ins-1"] }] }],
        }),
      ]);
      assert.deepEqual(added, { certain: 4, possible: 0 });
    });
  });

  it("tells that a node pool's machines outlive it, unless it is told not to keep them", () => {
    const pool = (deleteKeepInstance: unknown) =>
      forecast([
        {
          type: "tencentcloud_kubernetes_node_pool",
          name: "web",
          action: "delete",
          before: {
            desired_capacity: 2,
            auto_scaling_config: [{ instance_type: SMALL }],
            delete_keep_instance: deleteKeepInstance,
          },
        },
      ]);
    assert.equal(pool(undefined).resources[0]?.keepsInstances, true);
    assert.equal(pool(true).resources[0]?.keepsInstances, true);
    assert.equal(pool(false).resources[0]?.keepsInstances, undefined);
    assert.deepEqual(pool(undefined).removed, { certain: 8, possible: 0 });
  });

  it("does not know the cores of what never tells them", () => {
    const { added, unknown } = forecast([
      terraform("lighthouse_instance", "lh", { bundle_id: "bundle_x" }),
      terraform("kubernetes_serverless_node_pool", "pods", {}),
    ]);
    assert.deepEqual(added, { certain: 0, possible: 0 });
    assert.deepEqual(
      unknown.map(({ name, what }) => [name, what]),
      [
        ["lh", "cores"],
        ["pods", "cores"],
      ],
    );
  });

  it("names the clusters that protection is switched on for", () => {
    const { switchedOn, resources } = forecast([
      terraform("tcss_cluster_access", "access", { cluster_id: "cls-a", switch_on: true }),
      terraform("tcss_cluster_access", "other", { cluster_id: "cls-b", switch_on: false }),
    ]);
    assert.deepEqual(switchedOn, ["cls-a"]);
    assert.deepEqual(resources, []);
  });

  it("leaves out what creates no hosts", () => {
    const { resources, unknown } = forecast([
      terraform("vpc", "net", { cidr_block: "10.0.0.0/8" }),
      { type: "aws_instance", name: "aws", action: "create", after: { instance_type: LARGE } },
      { type: "kubernetes:core/v1:Pod", name: "pod", action: "create", after: {} },
    ]);
    assert.deepEqual([resources, unknown], [[], []]);
  });
});

import assert from "node:assert/strict";
import { type Forecast, type ForecastAction, forecast } from "../../../../core/forecast/forecast";
import { UNKNOWN } from "../../../../core/forecast/properties";
import { LARGE, type Properties, SMALL, SPELLINGS, type TypeNames } from "./spellings";

interface HostResource extends TypeNames {
  readonly certainty: "certain" | "possible";
  /** Properties in Terraform's spelling, blocks as lists, for that number of machines of that type. */
  properties(count: unknown, type: unknown): Properties;
  /** The number of machines is always 1. */
  readonly isSingle?: true;
}

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
          it(`${resource.terraform}: ${title}`, () => {
            const side = (given: readonly [unknown, unknown] | undefined): Properties | undefined =>
              given && spelling.propertiesOf(resource.properties(...given));
            const type = spelling.typeOf(resource);
            const found = forecast([{ type, name: "web", action, before: side(before), after: side(after) }]);
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
});

import assert from "node:assert/strict";
import { type Forecast, forecast } from "../../../../../core/forecast";
import { changesSeenByPolicy, type SeenResource } from "../../../../../core/forecast/plans/policy";

/** What @pulumi/policy throws where a value is read that is not known yet. */
class UnknownValueError extends Error {}

const UNKNOWN = Symbol("throws when it is read");

/** Properties as a policy has them: reading one that is not known yet throws. */
function seen(properties: Record<string, unknown>): object {
  const values = Object.entries(properties).map(([name, value]): [string, PropertyDescriptor] => {
    const isNested = typeof value === "object" && value !== null && !Array.isArray(value);
    const known = isNested ? seen(value as Record<string, unknown>) : value;
    const get = (): unknown => {
      if (known === UNKNOWN) throw new UnknownValueError(name);
      return known;
    };
    return [name, { get, enumerable: true }];
  });
  return Object.defineProperties({}, Object.fromEntries(values));
}

interface Sample {
  readonly type: string;
  /** What the program gives. */
  readonly inputs: Record<string, unknown>;
  /** What the cloud computes. */
  readonly computed: Record<string, unknown>;
}

function resource(name: string, { type, inputs, computed }: Sample): SeenResource {
  const urn = `urn:pulumi:dev::shop::${type}::${name}`;
  return { type, name, urn, inputs: seen(inputs), props: seen({ ...inputs, ...computed }) };
}

/** The same before it exists. */
function asNew({ computed, ...sample }: Sample): Sample {
  return { ...sample, computed: Object.fromEntries(Object.keys(computed).map((name) => [name, UNKNOWN])) };
}

function given(sample: Sample, inputs: Record<string, unknown>): Sample {
  return { ...sample, inputs: { ...sample.inputs, ...inputs } };
}

function forecastOf(...samples: Sample[]): Forecast {
  const resources = samples.map((sample, index) => resource(`r${index}`, sample));
  return forecast(changesSeenByPolicy(resources), {}, { seesRemovals: false });
}

/** Cores that are added, of both kinds. */
function added(...samples: Sample[]): number {
  const { added: cores, unknown } = forecastOf(...samples);
  assert.deepEqual(unknown, []);
  return cores.certain + cores.possible;
}

const POOL: Sample = {
  type: "tencentcloud:Kubernetes/nodePool:NodePool",
  inputs: {
    desiredCapacity: 3,
    minSize: 1,
    maxSize: 10,
    enableAutoScale: true,
    autoScalingConfig: { instanceType: "S5.2XLARGE16", password: "not-to-be-kept" },
  },
  computed: { id: "np-1", nodeCount: 3, status: "normal" },
};
const POOL_B: Sample = { ...POOL, type: "tencentcloud:index/kubernetesNodePool:KubernetesNodePool" };
const NATIVE: Sample = {
  type: "tencentcloud:Kubernetes/nativeNodePool:NativeNodePool",
  inputs: {
    native: {
      enableAutoscaling: true,
      instanceTypes: ["S5.LARGE8"],
      scaling: { minReplicas: 2, maxReplicas: 5 },
    },
  },
  computed: { id: "np-2", lifeState: "Running" },
};
const INSTANCE: Sample = {
  type: "tencentcloud:Instance/instance:Instance",
  inputs: { instanceType: "S5.LARGE8" },
  computed: { id: "ins-1", cpu: 4, instanceStatus: "RUNNING" },
};
const SET: Sample = {
  type: "tencentcloud:Instance/set:Set",
  inputs: { instanceType: "S5.LARGE8", instanceCount: 2 },
  computed: { id: "set-1", instanceIds: ["ins-1", "ins-2"] },
};
const WORKER: Sample = {
  type: "tencentcloud:Kubernetes/scaleWorker:ScaleWorker",
  inputs: { workerConfig: { count: 2, instanceType: "S5.LARGE8" } },
  computed: { id: "sw-1", workerInstancesLists: [{ instanceId: "ins-1" }] },
};
const CLUSTER: Sample = {
  type: "tencentcloud:Kubernetes/cluster:Cluster",
  inputs: { workerConfigs: [{ count: 2, instanceType: "S5.LARGE8" }] },
  computed: { id: "cls-1", clusterNodeNum: 2 },
};
const LIGHTHOUSE: Sample = {
  type: "tencentcloud:Lighthouse/instance:Instance",
  inputs: { bundleId: "bundle_gen_01" },
  computed: { id: "lhins-1" },
};

describe("the changes that a policy sees at the end of a preview", () => {
  for (const [what, sample, cores] of [
    ["a node pool", POOL, 24],
    ["a node pool of the other tokens", POOL_B, 24],
    ["a native node pool", NATIVE, 8],
    ["an instance", INSTANCE, 4],
    ["an instance set", SET, 8],
    ["a scale worker", WORKER, 8],
    ["a cluster with workers", CLUSTER, 8],
  ] as const)
    it(`count all of ${what} that is new, and nothing of one that exists`, () => {
      const isScaledByCloud = sample === NATIVE;
      const existing: Sample = isScaledByCloud
        ? {
            ...sample,
            computed: { ...sample.computed, native: { ...(sample.inputs["native"] as object), replicas: 3 } },
          }
        : sample;
      assert.equal(added(asNew(sample)), cores);
      assert.equal(added(existing), 0);
      assert.equal(forecastOf(asNew(sample)).resources[0]?.isAssumedNew, undefined);
    });

  it("never count what a Lighthouse instance that exists does not tell", () => {
    assert.deepEqual(forecastOf(LIGHTHOUSE).unknown, []);
    assert.equal(forecastOf(asNew(LIGHTHOUSE)).unknown[0]?.what, "cores");
  });

  for (const pool of [POOL, POOL_B])
    it(`count the growth of a ${pool.type} alone, by the nodes that it has`, () => {
      assert.equal(added(given(pool, { desiredCapacity: 5 })), 16);
      const shrinking = forecastOf(given(pool, { desiredCapacity: 1 }));
      assert.deepEqual([shrinking.added.certain, shrinking.seesRemovals], [0, false]);
    });

  it("count what a larger lower limit adds, where the number of nodes is left to automatic scaling", () => {
    const scaled = (minSize: number, nodeCount: number): Sample => {
      const { desiredCapacity: _, ...inputs } = POOL.inputs;
      const computed = { ...POOL.computed, nodeCount, desiredCapacity: 3 };
      return { ...POOL, inputs: { ...inputs, minSize }, computed };
    };
    assert.equal(added(scaled(1, 4)), 0);
    assert.equal(
      added(scaled(1, 2)),
      0,
      "the cloud brings it to the 3 that are desired, and not this deployment",
    );
    assert.equal(added(scaled(6, 4)), 16);
    // a new one's desired number is not known, and the least counts
    assert.equal(added(asNew(scaled(2, 0))), 16);
  });

  it("count the cores that a larger type adds to an instance", () => {
    assert.equal(added(given(INSTANCE, { instanceType: "S5.2XLARGE16" })), 4);
  });

  it("take what exists for new where nothing tells its size before, and mark it", () => {
    const { nodeCount: _, ...computed } = POOL.computed;
    const fixed = given(NATIVE, { native: { replicas: 3, instanceTypes: ["S5.LARGE8"] } });
    for (const [sample, cores] of [
      [{ ...POOL, computed }, 24],
      [{ ...POOL, computed: { ...computed, nodeCount: UNKNOWN } }, 24],
      [fixed, 12],
    ] as const) {
      const { added: found, resources } = forecastOf(sample);
      assert.deepEqual([found.certain, resources[0]?.isAssumedNew], [cores, true]);
    }
  });

  it("leave out a new one that the run leaves out: it has no properties", () => {
    const { resources, unknown } = forecastOf({ ...POOL, inputs: {}, computed: {} });
    assert.deepEqual([resources, unknown], [[], []]);
  });

  it("leave what depends on a new resource unknown, and never 0", () => {
    const { unknown, added: cores } = forecastOf(asNew(given(POOL, { desiredCapacity: UNKNOWN })));
    assert.deepEqual(
      unknown.map(({ name, what }) => [name, what]),
      [["r0", "count"]],
    );
    assert.equal(cores.certain, 0);
    assert.equal(forecastOf(given(POOL, { desiredCapacity: UNKNOWN })).unknown.length, 1);
  });

  it("find the types of a new group's machines by its configuration, and a new machine by the cluster that it joins", () => {
    const config: Sample = {
      type: "tencentcloud:As/scalingConfig:ScalingConfig",
      inputs: { instanceTypes: ["S5.LARGE8"] },
      computed: { id: UNKNOWN },
    };
    const group: Sample = {
      type: "tencentcloud:As/scalingGroup:ScalingGroup",
      inputs: { minSize: 2, maxSize: 5, configurationId: UNKNOWN },
      computed: { id: UNKNOWN, instanceCount: UNKNOWN },
    };
    const join: Sample = {
      type: "tencentcloud:Kubernetes/clusterAttachment:ClusterAttachment",
      inputs: { instanceId: UNKNOWN },
      computed: { id: UNKNOWN },
    };
    const [first, second, third, fourth] = [config, group, asNew(INSTANCE), join].map((sample) =>
      // names need not differ between types
      resource("web", sample),
    ) as [SeenResource, SeenResource, SeenResource, SeenResource];
    const found = forecast(
      changesSeenByPolicy([
        { ...second, propertyDependencies: { configurationId: [first.urn] } },
        { ...fourth, propertyDependencies: { instanceId: [third.urn] } },
        first,
        third,
      ]),
    );
    assert.deepEqual(found.unknown, []);
    assert.deepEqual(found.added, { certain: 4, possible: 8 });
  });

  it("keep no secret of a resource, and nothing of other providers", () => {
    const changes = changesSeenByPolicy([
      resource("web", POOL),
      { type: "aws:ec2/instance:Instance", name: "a", urn: "urn:a", props: { id: "i-1" } },
      { type: "pulumi:pulumi:Stack", name: "s", urn: "urn:s", props: {} },
    ]);
    assert.equal(changes.length, 1);
    assert.doesNotMatch(JSON.stringify(changes), /not-to-be-kept/);
  });
});

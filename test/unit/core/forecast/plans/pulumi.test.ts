import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Forecast, forecast } from "../../../../../core/forecast";
import { changesInPlan, changesSeenByPolicy } from "../../../../../core/forecast/plans";

const FOLDER = join(__dirname, "../../../../fixtures/plans");

function recorded(file: string): Forecast {
  return forecast(changesInPlan(readFileSync(join(FOLDER, file)), file).changes);
}

const sums = ({ added, removed }: Forecast) => [added.certain, added.possible, removed.certain];

describe("a preview of Pulumi, as it was recorded,", () => {
  for (const end of ["json", "jsonl"]) {
    describe(end === "json" ? "whole" : "streamed", () => {
      it("that creates", () => {
        const found = recorded(`pulumi-create.${end}`);
        const pools = found.resources.filter(({ type }) => /nodePool/i.test(type));
        assert.deepEqual(
          pools.map(({ name, added }) => [name, added]),
          [
            ["jobs", 8],
            ["web", 24],
          ],
        );
      });

      it("of what exists and does not change", () => {
        const found = recorded(`pulumi-unchanged.${end}`);
        assert.deepEqual(sums(found), [0, 0, 0]);
        assert.deepEqual(found.unknown, []);
      });

      it("that grows from 3 to 5 nodes, and replaces a pool", () => {
        const { resources } = recorded(`pulumi-change.${end}`);
        const of = (name: string, kind: RegExp) =>
          resources.find((each) => each.name === name && kind.test(each.type));
        assert.deepEqual(
          [of("web", /nodePool/i)?.added, of("jobs", /nodePool/i)?.action, of("jobs", /nodePool/i)?.removed],
          [16, "replace", 8],
        );
      });
    });
  }

  it("counts a machine that joins a cluster as a container host, once", () =>
    assert.deepEqual(
      recorded("pulumi-create.json")
        .resources.filter(({ name }) => name === "worker")
        .map(({ type, certainty, added }) => [type, certainty, added]),
      [["tencentcloud:Kubernetes/clusterAttachment:ClusterAttachment", "certain", 4]],
    ));
});

const URN = "urn:pulumi:dev::p::tencentcloud:Kubernetes/nodePool:NodePool::web";
const state = (desiredCapacity: unknown, more: object = {}) => ({
  urn: URN,
  custom: true,
  type: "tencentcloud:Kubernetes/nodePool:NodePool",
  inputs: {
    desiredCapacity,
    minSize: 1,
    maxSize: 6,
    autoScalingConfig: { instanceType: "S5.2XLARGE16", password: "hush-hush" },
  },
  ...more,
});
const preview = (...steps: object[]): Forecast =>
  forecast(changesInPlan(JSON.stringify({ steps, changeSummary: {} })).changes);

describe("a preview of Pulumi", () => {
  it("folds the steps of a replacement into one", () => {
    const [oldState, newState] = [state(2), state(3)];
    const found = preview(
      { op: "create-replacement", urn: URN, oldState, newState },
      { op: "replace", urn: URN, oldState, newState },
      { op: "delete-replaced", urn: URN, oldState },
    );
    assert.deepEqual([sums(found), found.resources.length], [[24, 0, 16], 1]);
  });

  it("removes nothing that is retained on deletion", () =>
    assert.deepEqual(
      sums(preview({ op: "delete", urn: URN, oldState: state(2, { retainOnDelete: true }) })),
      [0, 0, 0],
    ));

  for (const op of ["import", "read", "refresh", "same"])
    it(`adds nothing by ${op}`, () =>
      assert.deepEqual(sums(preview({ op, urn: URN, newState: state(2) })), [0, 0, 0]));

  for (const hidden of ["[secret]", "04da6b54-80e4-46f7-96ec-b56ff0331ba9"])
    it(`does not count ${hidden} machines`, () => {
      const found = preview({ op: "create", urn: URN, newState: state(hidden) });
      assert.deepEqual([sums(found), found.unknown[0]?.what], [[0, 0, 0], "count"]);
    });

  it("keeps no secret", () =>
    assert.doesNotMatch(JSON.stringify(preview({ op: "create", urn: URN, newState: state(2) })), /hush/));

  it("takes a computed count that is not known yet as not given", () =>
    assert.deepEqual(
      preview({
        op: "create",
        urn: URN,
        newState: state(undefined, { outputs: { desiredCapacity: "04da6b54-80e4-46f7-96ec-b56ff0331ba9" } }),
      }).net,
      { certain: 8, possible: 0, maximum: 48 },
    ));

  for (const type of [
    "tencentcloud:Kubernetes/nativeNodePool:NativeNodePool",
    "tencentcloud:index/kubernetesNativeNodePool:KubernetesNativeNodePool",
  ])
    for (const shape of ["an object", "a list"])
      it(`keeps the nodes of ${type} that scaling has made, with its block as ${shape}`, () => {
        const urn = `urn:pulumi:dev::p::${type}::web`;
        const native = (more: object) => {
          const block = {
            instanceTypes: ["S5.2XLARGE16"],
            enableAutoscaling: true,
            scaling: { minReplicas: 1, maxReplicas: 9 },
            ...more,
          };
          return { native: shape === "a list" ? [block] : block };
        };
        const of = (labels: string) => ({
          urn,
          custom: true,
          inputs: { ...native({}), labels },
          outputs: native({ replicas: 5 }),
        });
        const found = preview({ op: "update", urn, oldState: of("a"), newState: of("b") });
        assert.deepEqual([sums(found), found.resources[0]?.after?.count], [[0, 0, 0], 5]);
      });

  it("keeps the nodes of a node pool whose new number is not known yet", () => {
    const oldState = state(undefined, { outputs: { desiredCapacity: 4, nodeCount: 4 } });
    for (const outputs of [{ desiredCapacity: "04da6b54-80e4-46f7-96ec-b56ff0331ba9" }, undefined])
      assert.deepEqual(
        sums(preview({ op: "update", urn: URN, oldState, newState: state(undefined, { outputs }) })),
        [0, 0, 0],
      );
  });

  it("names the region of the configuration", () =>
    assert.deepEqual(
      changesInPlan(JSON.stringify({ config: { "tencentcloud:region": "ap-guangzhou" }, steps: [] })).regions,
      ["ap-guangzhou"],
    ));
});

describe("what a policy sees", () => {
  const throwing = (known: object): object =>
    new Proxy(known, {
      get(target, key) {
        if (Object.hasOwn(target, key)) return Reflect.get(target, key) as unknown;
        if (key === "toJSON") return undefined;
        throw new Error("unknown value");
      },
      ownKeys: (target) => [...Reflect.ownKeys(target), "desiredCapacity"],
      getOwnPropertyDescriptor: (target, key) =>
        Reflect.getOwnPropertyDescriptor(target, key) ?? { enumerable: true, configurable: true },
    });
  const pool = {
    minSize: 1,
    maxSize: 6,
    autoScalingConfig: { instanceType: "S5.2XLARGE16", password: "hush" },
  };
  const seen = (props: object, type = "tencentcloud:Kubernetes/nodePool:NodePool") => {
    const changes = changesSeenByPolicy([{ type, name: "web", urn: URN, props }]);
    return { changes, forecast: forecast(changes, {}, { seesRemovals: false }) };
  };

  it("counts a new node pool", () => {
    const found = seen({ ...pool, desiredCapacity: 2 });
    assert.deepEqual([found.forecast.added.certain, found.changes[0]?.action], [16, "create"]);
    assert.doesNotMatch(JSON.stringify(found), /hush/);
  });

  it("counts the growth of one that exists, by its computed size", () =>
    assert.equal(seen({ ...pool, id: "np-1", nodeCount: 3, desiredCapacity: 5 }).forecast.added.certain, 16));

  it("counts nothing of one that exists and does not grow", () =>
    assert.equal(seen({ ...pool, id: "np-1", nodeCount: 3, desiredCapacity: 3 }).forecast.added.certain, 0));

  it("does not know what throws on reading", () =>
    assert.deepEqual(
      seen(throwing(pool)).forecast.unknown.map(({ what }) => what),
      ["count"],
    ));

  it("counts as new what exists without telling its size, and marks it", () => {
    const type = "tencentcloud:Kubernetes/nativeNodePool:NativeNodePool";
    const found = seen({ id: "np-1", native: { replicas: 2, instanceTypes: ["S5.LARGE8"] } }, type);
    assert.deepEqual([found.forecast.added.certain, found.forecast.resources[0]?.isAssumedNew], [8, true]);
  });

  it("counts the growth of a machine by the cores that it states", () => {
    const type = "tencentcloud:Instance/instance:Instance";
    assert.equal(
      seen({ id: "ins-1", cpu: 4, instanceType: "S5.2XLARGE16" }, type).forecast.added.possible,
      4,
    );
  });

  it("leaves other resources out", () => assert.deepEqual(seen({}, "aws:ec2/instance:Instance").changes, []));
});

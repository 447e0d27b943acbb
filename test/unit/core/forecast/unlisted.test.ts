import assert from "node:assert/strict";
import { changesInPlan, changesSeenByPolicy, forecast } from "../../../../core/forecast";
import { terraformTypeOf } from "../../../../core/forecast/resourceTypes";
import { unlistedHosts } from "../../../../core/forecast/unlisted";

const TYPE = { instance_type: "S5.LARGE8" };

function of(type: string, properties: unknown): "certain" | "possible" | undefined {
  return unlistedHosts(`tencentcloud_${type}`, [properties]);
}

describe("a resource type that is not listed", () => {
  it("may make container hosts for certain where it is of clusters and names machines", () => {
    assert.equal(of("kubernetes_super_node_pool", {}), "certain");
    assert.equal(of("kubernetes_external_node", { cluster_id: "cls-1" }), "certain");
    assert.equal(of("eks_worker", {}), "certain");
    assert.equal(of("kubernetes_fleet", { template: [{ ...TYPE }] }), "certain");
    assert.equal(of("kubernetes_fleet", { machine_types: ["ODD"] }), "certain");
    assert.equal(of("kubernetes_join", { instance_id: "ins-1" }), "certain");
    assert.equal(of("kubernetes_join", { instance_ids: [] }), undefined);
  });

  it("may make machines where it holds the name of an instance type, however deep", () => {
    assert.equal(of("emr_cluster", { groups: [{ core: { instanceType: "BMI5" } }] }), "possible");
    assert.equal(of("batch_fleet", { backup_instance_types: ["ODD", "S5.LARGE8"] }), "possible");
    assert.equal(of("tcr_instance", { instance_type: "basic" }), undefined);
    assert.equal(of("ckafka_instance", { instance_type: 1 }), undefined);
    assert.equal(of("vpc", { cidr_block: "10.0.0.0/8" }), undefined);
  });

  it("makes none where it only says what machines would be, and is left to the table where that has it", () => {
    for (const type of ["cvm_launch_template", "reserved_instance", "as_scaling_config", "instance"])
      assert.equal(of(type, TYPE), undefined, type);
  });

  it("makes none of what clusters have besides", () => {
    for (const type of ["kubernetes_addon", "kubernetes_auth_attachment", "kubernetes_log_config"])
      assert.equal(of(type, { cluster_id: "cls-1", name: "a" }), undefined, type);
  });

  it("is not of another provider", () => {
    for (const type of ["aws_instance", "kubernetes_node_pool", "kubernetes:core/v1:Node"])
      assert.equal(unlistedHosts(type, [TYPE]), undefined, type);
  });

  it("ends within what is nested without end", () => {
    const circle: Record<string, unknown> = {};
    circle["self"] = circle;
    assert.equal(of("vpc", circle), undefined);
  });

  const plan = (actions: string[], change: object): string =>
    JSON.stringify({
      format_version: "1.2",
      resource_changes: [
        {
          address: "tencentcloud_emr_cluster.big",
          mode: "managed",
          type: "tencentcloud_emr_cluster",
          change: { actions, before: null, after: null, ...change },
        },
      ],
    });
  const unknownIn = (text: string) => {
    const { unknown, added } = forecast(changesInPlan(text).changes);
    assert.deepEqual(added, { certain: 0, possible: 0 });
    return unknown.map(({ name, what, certainty }) => [name, what, certainty]);
  };
  const BIG = ["tencentcloud_emr_cluster.big", "resourceType", "possible"];

  it("is unknown by name in a plan of Terraform, wherever it changes", () => {
    assert.deepEqual(unknownIn(plan(["create"], { after: TYPE })), [BIG]);
    assert.deepEqual(unknownIn(plan(["update"], { before: TYPE, after: TYPE })), [BIG]);
    assert.deepEqual(unknownIn(plan(["no-op"], { before: TYPE, after: TYPE })), []);
    const later = { after: {}, after_unknown: { group: [{ instance_type: true }] } };
    assert.deepEqual(unknownIn(plan(["create"], later)), [BIG]);
  });

  it("is unknown by name in a plan of Pulumi", () => {
    const step = (inputs: object) =>
      JSON.stringify({
        steps: [
          {
            op: "create",
            urn: "urn:pulumi:dev::shop::tencentcloud:Emr/cluster:Cluster::big",
            newState: { custom: true, inputs },
          },
        ],
      });
    assert.deepEqual(unknownIn(step({ node: { instanceType: "S5.LARGE8", password: "hush" } })), [
      ["big", "resourceType", "possible"],
    ]);
    assert.deepEqual(unknownIn(step({ name: "big" })), []);
  });

  it("is unknown to a policy where it is new", () => {
    const type = "tencentcloud:index/kubernetesSuperNodePool:KubernetesSuperNodePool";
    const seen = (props: object) =>
      forecast(changesSeenByPolicy([{ type, name: "super", urn: "urn:a", props }])).unknown.map(
        ({ name, what }) => [name, what],
      );
    const later = Object.defineProperty({ name: "super" }, "instanceId", {
      enumerable: true,
      get: () => {
        throw new Error("not known yet");
      },
    });
    assert.deepEqual(seen(later), [["super", "resourceType"]]);
    assert.deepEqual(seen({ id: "np-1", name: "super" }), []);
  });
});

describe("the type of a resource in Terraform", () => {
  const cases = {
    "tencentcloud:Kubernetes/nodePool:NodePool": "kubernetes_node_pool",
    "tencentcloud:index/kubernetesNodePool:KubernetesNodePool": "kubernetes_node_pool",
    "tencentcloud:index/containerCluster:ContainerCluster": "container_cluster",
    "tencentcloud:index/eksContainerInstance:EksContainerInstance": "eks_container_instance",
    "tencentcloud:Instance/instance:Instance": "instance",
    "tencentcloud:Instance/set:Set": "instance_set",
    "tencentcloud:As/scaleOutInstances:ScaleOutInstances": "as_scale_out_instances",
    "tencentcloud:Lighthouse/instance:Instance": "lighthouse_instance",
    "tencentcloud:Tcss/clusterAccess:ClusterAccess": "tcss_cluster_access",
    tencentcloud_as_attachment: "as_attachment",
    "tencentcloud:odd": undefined,
    "tencentcloud:Instance/getTypes:getTypes": undefined,
    "aws:ec2/instance:Instance": undefined,
  };
  for (const [type, terraform] of Object.entries(cases))
    it(`of ${type} is ${terraform}`, () => assert.equal(terraformTypeOf(type), terraform));
});

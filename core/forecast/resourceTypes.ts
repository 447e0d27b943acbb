// One resource type in three spellings: Terraform's, and two of Pulumi's.

/** Tokens of the bridged package, without `tencentcloud:`, by Terraform's type without `tencentcloud_`. */
const BRIDGED: Readonly<Record<string, string>> = {
  kubernetes_cluster: "Kubernetes/cluster:Cluster",
  kubernetes_scale_worker: "Kubernetes/scaleWorker:ScaleWorker",
  kubernetes_node_pool: "Kubernetes/nodePool:NodePool",
  kubernetes_native_node_pool: "Kubernetes/nativeNodePool:NativeNodePool",
  kubernetes_cluster_attachment: "Kubernetes/clusterAttachment:ClusterAttachment",
  kubernetes_cluster_master_attachment: "Kubernetes/clusterMasterAttachment:ClusterMasterAttachment",
  kubernetes_serverless_node_pool: "Kubernetes/serverlessNodePool:ServerlessNodePool",
  instance: "Instance/instance:Instance",
  instance_set: "Instance/set:Set",
  as_scaling_group: "As/scalingGroup:ScalingGroup",
  as_scaling_config: "As/scalingConfig:ScalingConfig",
  lighthouse_instance: "Lighthouse/instance:Instance",
  tcss_cluster_access: "Tcss/clusterAccess:ClusterAccess",
};

const TERRAFORM_BY_BRIDGED = new Map(Object.entries(BRIDGED).map(([terraform, token]) => [token, terraform]));

const TERRAFORM_START = "tencentcloud_";
const PULUMI_START = "tencentcloud:";

/**
 * Terraform's type of a resource without `tencentcloud_`, from Terraform's type or a token of Pulumi's: of the bridged
 * package (`tencentcloud:Kubernetes/nodePool:NodePool`) or of `pulumi package add terraform-provider`
 * (`tencentcloud:index/kubernetesNodePool:KubernetesNodePool`).
 * @returns undefined for a type of another provider.
 */
export function terraformTypeOf(type: string): string | undefined {
  if (type.startsWith(TERRAFORM_START)) return type.slice(TERRAFORM_START.length);
  if (!type.startsWith(PULUMI_START)) return undefined;
  const token = type.slice(PULUMI_START.length);
  const bridged = TERRAFORM_BY_BRIDGED.get(token);
  if (bridged !== undefined) return bridged;
  const added = /^index\/([a-z]\w*):[A-Z]\w*$/.exec(token)?.[1];
  return added?.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

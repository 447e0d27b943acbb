import * as pulumi from "@pulumi/pulumi";

export interface NodePoolArgs {
  clusterId: pulumi.Input<string>;
  vpcId: pulumi.Input<string>;
  subnetIds: pulumi.Input<pulumi.Input<string>[]>;
  minSize: pulumi.Input<number>;
  maxSize: pulumi.Input<number>;
  /** Nodes that the pool starts with. */
  desiredCapacity: pulumi.Input<number>;
  autoScalingConfig: pulumi.Input<{
    /** Such as `S5.2XLARGE16`: the gate takes the cores of a node from it. */
    instanceType: pulumi.Input<string>;
    systemDiskType?: pulumi.Input<string>;
    systemDiskSize?: pulumi.Input<number>;
  }>;
}

/**
 * A node pool of TKE. It registers what `tencentcloud.kubernetes.NodePool` of the package @tencentcloud_iac/pulumi does:
 * take that one in a program of yours.
 */
export class NodePool extends pulumi.CustomResource {
  constructor(name: string, args: NodePoolArgs, opts?: pulumi.CustomResourceOptions) {
    super("tencentcloud:Kubernetes/nodePool:NodePool", name, { ...args }, opts);
  }
}

import * as pulumi from "@pulumi/pulumi";
import { NodePool } from "./nodePool";

const config = new pulumi.Config();

// Nothing here knows of TCSS: the gate is the policy pack's, and tcss.gate.yaml tells it to stop.
new NodePool("web", {
  clusterId: config.require("clusterId"),
  vpcId: config.require("vpcId"),
  subnetIds: [config.require("subnetId")],
  minSize: 1,
  maxSize: 10,
  desiredCapacity: config.requireNumber("nodes"),
  autoScalingConfig: {
    instanceType: "S5.2XLARGE16",
    systemDiskType: "CLOUD_PREMIUM",
    systemDiskSize: 50,
  },
});

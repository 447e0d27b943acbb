import * as pulumi from "@pulumi/pulumi";

// Reads what another stack has exported, so that this one needs neither Tencent Cloud's credentials nor this
// project's packages. The values are as old as the other stack's last update.
const purchase = new pulumi.StackReference(new pulumi.Config().require("purchaseStack"));

/** An output of the other stack, and an error that names it when that stack does not export it. */
const undefendedCores = purchase.requireOutput("undefendedCores") as pulumi.Output<number>;

export const protectionStatus = purchase.requireOutput("protectionStatus");

/** Whether this stack should take on workloads that must be watched. */
export const acceptsSensitiveWorkloads = pulumi
  .all([protectionStatus, undefendedCores])
  .apply(([status, undefended]) => status === "active" && undefended === 0);

export const advice = undefendedCores.apply((cores) =>
  cores === 0 ? "Every core is protected." : `Protect ${cores} cores first.`,
);

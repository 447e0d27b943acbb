/**
 * The least that an identity needs in CAM (Tencent Cloud's access management) to read the purchase state: one
 * action, which changes nothing. docs/permissions.md shows the same JSON and how to attach it.
 *
 * Nothing else is needed: `resolveAccountId` and the lists of account ids ask STS `GetCallerIdentity`, for which
 * Tencent's documents name no permission. Only an identity that assumes a role needs `sts:AssumeRole` on that role, too; the role
 * then holds this policy.
 */
export const CAM_POLICY = {
  version: "2.0",
  statement: [
    {
      effect: "allow",
      action: ["tcss:DescribePurchaseStateInfo"],
      resource: ["*"],
    },
  ],
} as const;

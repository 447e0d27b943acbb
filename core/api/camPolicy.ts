import { ACTIONS } from "./actions";

/** A policy of CAM (Tencent Cloud's access management). */
export interface CamPolicy {
  readonly version: "2.0";
  readonly statement: readonly {
    readonly effect: "allow";
    readonly action: readonly string[];
    readonly resource: readonly string[];
  }[];
}

/**
 * The least that an identity needs in CAM to be read with: the actions of TCSS that are called. They change nothing.
 * docs/permissions.md shows the same JSON and how to attach it.
 *
 * Nothing else is needed: `resolveAccountId` and the lists of account ids ask STS `GetCallerIdentity`, for which
 * Tencent's documents name no permission. Only an identity that assumes a role also needs `sts:AssumeRole` on that
 * role; the role then holds this policy.
 */
export const CAM_POLICY: CamPolicy = {
  version: "2.0",
  statement: [
    {
      effect: "allow",
      action: ACTIONS.flatMap(({ service, camAction }) =>
        service.product === "tcss" && camAction !== undefined ? [camAction] : [],
      ),
      resource: ["*"],
    },
  ],
};

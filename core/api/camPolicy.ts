import type { ApiAction } from "./action";
import { ASSET_LISTS } from "./actions";
import { describeAssetSuperNodeList } from "./actions/describeAssetSuperNodeList";
import { describePurchaseStateInfo } from "./actions/describePurchaseStateInfo";

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
export const CAM_POLICY: CamPolicy = policyFor([describePurchaseStateInfo]);

/**
 * The same for an identity that reads the coverage as well: who is undefended. The lists change nothing.
 * @param hasSuperNodes whether the site lists super nodes: the international one has no such action, and CAM may refuse a
 * policy that names it.
 */
export function coverageCamPolicy(hasSuperNodes: boolean): CamPolicy {
  const lists = ASSET_LISTS.filter((list) => hasSuperNodes || list.name !== describeAssetSuperNodeList.name);
  return policyFor([describePurchaseStateInfo, ...lists]);
}

function policyFor(actions: readonly ApiAction[]): CamPolicy {
  return {
    version: "2.0",
    statement: [
      {
        effect: "allow",
        action: actions.flatMap(({ camAction }) => (camAction === undefined ? [] : [camAction])),
        resource: ["*"],
      },
    ],
  };
}

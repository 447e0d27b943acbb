import type { ApiAction } from "../action";
import { assumeRole } from "./assumeRole";
import { assumeRoleWithWebIdentity } from "./assumeRoleWithWebIdentity";
import { describePurchaseStateInfo } from "./describePurchaseStateInfo";
import { getCallerIdentity } from "./getCallerIdentity";

/** Every action that is called. */
export const ACTIONS: readonly ApiAction[] = [
  describePurchaseStateInfo,
  getCallerIdentity,
  assumeRole,
  assumeRoleWithWebIdentity,
];

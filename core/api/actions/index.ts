import type { ApiAction } from "../action";
import { assumeRole } from "./assumeRole";
import { assumeRoleWithWebIdentity } from "./assumeRoleWithWebIdentity";
import { describeAssetHostList } from "./describeAssetHostList";
import { describeAssetSuperNodeList } from "./describeAssetSuperNodeList";
import { describePurchaseStateInfo } from "./describePurchaseStateInfo";
import { describeUserCluster } from "./describeUserCluster";
import { describeZoneInstanceConfigInfos } from "./describeZoneInstanceConfigInfos";
import { getCallerIdentity } from "./getCallerIdentity";

/** The lists of assets, which the coverage needs beside the purchase state. The mainland site alone has the last. */
export const ASSET_LISTS: readonly ApiAction[] = [
  describeUserCluster,
  describeAssetHostList,
  describeAssetSuperNodeList,
];

/** Every action that is called. */
export const ACTIONS: readonly ApiAction[] = [
  describePurchaseStateInfo,
  ...ASSET_LISTS,
  getCallerIdentity,
  describeZoneInstanceConfigInfos,
  assumeRole,
  assumeRoleWithWebIdentity,
];

import { clusterIn, hostIn, type ListedAsset } from "../../../../core/model/assets";
import { type Coverage, coverageOf } from "../../../../core/model/coverage";
import { LIST_PRICES } from "../../../../core/model/prices";
import type { PurchaseState } from "../../../../core/model/purchaseState";

/** A cluster of the list, with states that fit its cores. */
export const cluster = (
  id: string | undefined,
  cores: number,
  charged: number,
  more: object = {},
): ListedAsset =>
  clusterIn({
    ClusterId: id,
    ClusterName: `name of ${id}`,
    Region: "ap-guangzhou",
    ClusterNodeNum: 4,
    CoresCnt: cores,
    ChargeCoresCnt: charged,
    DefenderStatus: charged === 0 ? "UnDefended" : charged < cores ? "PartDefened" : "Defended",
    AccessedStatus: charged === 0 ? "AccessedInstalled" : "AccessedDefended",
    ...more,
  });

/** A host of the list, likewise. */
export const host = (
  id: string | undefined,
  cores: number,
  charged: number,
  more: object = {},
): ListedAsset =>
  hostIn({
    HostID: id,
    HostName: `name of ${id}`,
    RegionID: 1,
    CoresCnt: cores,
    ChargeCoresCnt: charged,
    DefendStatus: charged === 0 ? "UnDefended" : "Defended",
    Status: "ONLINE",
    ...more,
  });

/** What the lists say beside a purchase state that counts their sum, in cores. */
export function coverage(assets: ListedAsset[], state: PurchaseState = {}, more: object = {}): Coverage {
  const allCoresCnt = assets.reduce((sum, { listedCores = 0 }) => sum + listedCores, 0);
  return coverageOf({
    assets,
    purchaseState: { allCoresCnt, ...state },
    prices: LIST_PRICES.international,
    ...more,
  });
}

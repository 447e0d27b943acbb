import type { AssetKind } from "../model/assets";

/** The field of the reply that holds the list of each kind of asset. */
export const ASSET_LISTS = {
  cluster: "ClusterInfoList",
  host: "List",
  superNode: "List",
} as const satisfies Readonly<Record<AssetKind, string>>;

import { assetMatcher } from "../../../core/base/assetPatterns";
import { clusterIn, hostIn, type ListedAsset } from "../../../core/model/assets";
import { type Coverage, coverageOf } from "../../../core/model/coverage";
import { parsePurchaseState } from "../../../core/model/parse";
import { LIST_PRICES } from "../../../core/model/prices";
import type { ApiServer } from "./apiServer";
import { EXAMPLE } from "./replies";

/** A cluster as the API lists it, in milli-cores. */
export function clusterItem(id: string, cores: number, protectedCores: number, more: object = {}): object {
  return {
    ClusterId: `cls-${id}`,
    ClusterName: id,
    ClusterNodeNum: 1,
    CoresCnt: cores * 1000,
    ChargeCoresCnt: protectedCores * 1000,
    DefenderStatus: protectedCores >= cores ? "Defended" : "UnDefended",
    AccessedStatus: "AccessedInstalled",
    ...more,
  };
}

/** A host outside clusters as the API lists it, in milli-cores. */
export function hostItem(id: string, cores: number, protectedCores: number, more: object = {}): object {
  return {
    HostID: `host-${id}`,
    HostName: id,
    CoresCnt: cores * 1000,
    ChargeCoresCnt: protectedCores * 1000,
    DefendStatus: protectedCores >= cores ? "Defended" : "UnDefended",
    Status: "ONLINE",
    ...more,
  };
}

export function cluster(...item: Parameters<typeof clusterItem>): ListedAsset {
  return clusterIn(clusterItem(...item));
}

export function host(...item: Parameters<typeof hostItem>): ListedAsset {
  return hostIn(hostItem(...item));
}

/** The lists of an account from now on. */
export function answerAssets(server: ApiServer, clusters: readonly object[], hosts: readonly object[]): void {
  const RequestId = "e40cad09-f295-42a8-914d-ea84767fb6f1";
  server.answerTo("DescribeUserCluster", {
    TotalCount: clusters.length,
    ClusterInfoList: clusters,
    RequestId,
  });
  server.answerTo("DescribeAssetHostList", { TotalCount: hosts.length, List: hosts, RequestId });
}

/** From now on the identity may not read the lists. */
export function refuseAssets(server: ApiServer): void {
  for (const action of ["DescribeUserCluster", "DescribeAssetHostList"])
    server.answerTo(action, {
      Error: { Code: "UnauthorizedOperation", Message: `no permission for ${action}` },
      RequestId: "e40cad09-f295-42a8-914d-ea84767fb6f1",
    });
}

/** Assets that add up to the API document's example: 68 of 154 cores are protected. */
export const EXAMPLE_ASSETS: readonly ListedAsset[] = [
  cluster("shop", 88, 48),
  cluster("data", 30, 0),
  host("web-1", 20, 20),
  host("web-2", 16, 0, { Tags: [{ TagKey: "env", TagValue: "test" }] }),
];

/** What assets say beside the API document's example, or beside it with changes. */
export function coverageWith(
  assets: readonly ListedAsset[] = EXAMPLE_ASSETS,
  { exempt = [], changes = {} }: { readonly exempt?: readonly string[]; readonly changes?: object } = {},
): Coverage {
  return coverageOf({
    assets,
    purchaseState: parsePurchaseState({ ...EXAMPLE, ...changes }),
    prices: LIST_PRICES.international,
    isExempt: assetMatcher(exempt),
  });
}

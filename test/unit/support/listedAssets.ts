import type { ApiServer } from "./apiServer";

/** An undefended item of `ClusterInfoList` that could be protected at once, unless `more` says otherwise. Milli-cores. */
export function clusterItem(id: string, cores: number, more: object = {}): Record<string, unknown> {
  return {
    ClusterId: id,
    ClusterName: `name of ${id}`,
    Region: "ap-singapore",
    ClusterNodeNum: 4,
    CoresCnt: cores,
    ChargeCoresCnt: 0,
    DefenderStatus: "UnDefended",
    AccessedStatus: "AccessedInstalled",
    ...more,
  };
}

/** A protected item of the list of hosts outside clusters, unless `more` says otherwise. Milli-cores. */
export function hostItem(id: string, cores: number, more: object = {}): Record<string, unknown> {
  return {
    HostID: id,
    HostName: `name of ${id}`,
    RegionID: 1,
    CoresCnt: cores,
    ChargeCoresCnt: cores,
    DefendStatus: "Defended",
    Status: "ONLINE",
    Tags: [],
    ...more,
  };
}

/**
 * Assets beside the API document's example: 154 cores, 68 of them protected, 79 idle. Of 86 undefended cores the plan
 * covers 78 (`cls-a` and `cls-b`); 8 remain (`cls-c`).
 */
export const CLUSTERS = [
  clusterItem("cls-a", 64_000, { AccessedStatus: "AccessedNone" }),
  clusterItem("cls-b", 62_000, {
    ChargeCoresCnt: 48_000,
    DefenderStatus: "PartDefened",
    AccessedStatus: "AccessedPartialDefence",
  }),
  clusterItem("cls-c", 8_000),
];
export const HOSTS = [hostItem("host-1", 20_000, { Tags: [{ TagKey: "stage", TagValue: "prod" }] })];

/** Makes the server list these assets. */
export function list(
  server: ApiServer,
  { clusters = CLUSTERS, hosts = HOSTS }: { clusters?: readonly object[]; hosts?: readonly object[] } = {},
): void {
  server.answerTo("DescribeUserCluster", {
    ClusterInfoList: clusters,
    TotalCount: clusters.length,
    RequestId: "r-clusters",
  });
  server.answerTo("DescribeAssetHostList", { List: hosts, TotalCount: hosts.length, RequestId: "r-hosts" });
}

import type { Action, Call } from "../action";
import { beijingTime } from "../scenarios/beijingTime";
import type { Fields } from "../scenarios/purchaseStates";
import type { Asset, AssetKind } from "./asset";
import { clusterItem, hostItem, superNodeItem } from "./items";
import { LIST_PARAMETERS, type ListRules, select } from "./page";
import { twistItems, twistPage } from "./traps";

const VERSION = "2020-11-01";
/** How many of the lists' units make a core: no document names the unit, all examples of clusters are milli-cores. */
const MILLI_CORES = 1000;
/** No document says how many clusters one page may hold; the other lists are documented. */
const MAX_LIMIT = 100;
const HOUR = 3_600_000;

const CLUSTERS: ListRules = {
  defaultLimit: 20,
  maxLimit: MAX_LIMIT,
  filters: {
    ClusterName: { field: "ClusterName" },
    ClusterId: { field: "ClusterId" },
    ClusterType: { field: "ClusterType", exact: true },
    Region: { field: "Region", exact: true },
    ClusterCheckMode: { field: "ClusterCheckMode", exact: true },
    ClusterAutoCheck: { field: "ClusterAutoCheck", exact: true },
  },
};

const HOSTS: ListRules = {
  defaultLimit: 10,
  maxLimit: MAX_LIMIT,
  filters: {
    HostName: { field: "HostName" },
    Group: { field: "Group" },
    HostIP: { field: "HostIP" },
    HostID: { field: "HostID" },
    DockerVersion: { field: "DockerVersion" },
    ClusterID: { field: "ClusterID" },
    ClusterName: { field: "ClusterName" },
    InstanceID: { field: "InstanceID" },
    Uuid: { field: "Uuid" },
  },
  special: {
    Status: anyOrEqual("Status"),
    MachineType: anyOrEqual("MachineType"),
    NonClusterNode: (item, values) => values.includes(String(item["ClusterID"] === "")),
    DockerStatus: (_, values) =>
      values.some((value) => value === "ALL" || value === "INSTALL" || value === ""),
    ProjectID: (item, values) =>
      values.includes(String((item["Project"] as Fields | undefined)?.["ProjectID"])),
    Tag: hasTag,
  },
};

const SUPER_NODES: ListRules = {
  defaultLimit: 10,
  maxLimit: MAX_LIMIT,
  filters: {
    NodeID: { field: "NodeID" },
    NodeUniqueID: { field: "NodeUniqueID" },
    NodeName: { field: "NodeName" },
    SubnetName: { field: "SubNetName" },
    ClusterID: { field: "ClusterID" },
    ClusterName: { field: "ClusterName" },
    AgentStatus: { field: "AgentStatus", exact: true },
  },
};

/** The actions that list what an account has. */
export const ASSET_ACTIONS: Record<string, Action> = {
  DescribeUserCluster: list("cluster", "ClusterInfoList", ({ settings }) => ({
    ...CLUSTERS,
    maxLimit: settings.clusterLimit ?? CLUSTERS.maxLimit,
  })),
  DescribeAssetHostList: list("host", "List", () => HOSTS),
  DescribeAssetSuperNodeList: {
    ...list("superNode", "List", () => SUPER_NODES),
    site: "mainland",
  },
  DescribeAssetSyncLastTime: {
    service: "tcss",
    version: VERSION,
    parameters: [],
    perSecond: 20,
    // assets are synchronized every hour
    run: ({ now }) => ({
      AssetSyncLastTime: beijingTime(new Date(Math.floor(now.getTime() / HOUR) * HOUR)),
      TaskStatus: "PROCESSED",
      TaskProcess: 100,
      FailedHostCount: 0,
      TaskId: 1002,
    }),
  },
};

function list(kind: AssetKind, name: string, rulesOf: (call: Call) => ListRules): Action {
  return {
    service: "tcss",
    version: VERSION,
    parameters: LIST_PARAMETERS,
    perSecond: 20,
    run(call) {
      const { assets } = call.accounts.stateOf(call.caller?.accountId ?? call.accounts.mainAccountId);
      const items = twistItems(itemsOf(kind, assets, unitsPerCore(kind, call)), kind, call.trap);
      const { total, page } = twistPage(select(items, call.params, rulesOf(call)), kind, call.trap);
      return { [name]: page, TotalCount: total };
    },
  };
}

function unitsPerCore(kind: AssetKind, { settings }: Call): number {
  const { unitsPerCore: all = MILLI_CORES, hostUnitsPerCore = all } = settings;
  return kind === "host" ? hostUnitsPerCore : all;
}

/** Items of assets that have not changed: ten thousand are asked for in a hundred pages. */
const made = new WeakMap<readonly Asset[], Map<string, readonly Fields[]>>();

function itemsOf(kind: AssetKind, assets: readonly Asset[], units: number): readonly Fields[] {
  const known = made.get(assets) ?? new Map<string, readonly Fields[]>();
  made.set(assets, known);
  const key = `${kind} ${units}`;
  const items = known.get(key) ?? makeItems(kind, assets, units);
  // a setting that changes all the time must not fill the memory
  if (known.size >= 10) known.clear();
  known.set(key, items);
  return items;
}

function makeItems(kind: AssetKind, assets: readonly Asset[], units: number): readonly Fields[] {
  const clusters = new Map(
    assets.filter((asset) => asset.kind === "cluster").map((asset) => [asset.id, asset]),
  );
  return assets
    .filter((asset) => asset.kind === kind)
    .map((asset) => {
      if (kind === "cluster") return clusterItem(asset, units);
      const cluster = asset.clusterId === undefined ? undefined : clusters.get(asset.clusterId);
      return kind === "host" ? hostItem(asset, units, cluster) : superNodeItem(asset, units, cluster);
    });
}

function anyOrEqual(field: string) {
  return (item: Fields, values: readonly string[]): boolean =>
    values.some((value) => value === "ALL" || value === item[field]);
}

/** `KEY` or `KEY:VALUE`. */
function hasTag(item: Fields, values: readonly string[]): boolean {
  const tags = (item["Tags"] ?? []) as readonly { TagKey: string; TagValue: string }[];
  return tags.some(
    ({ TagKey, TagValue }) => values.includes(TagKey) || values.includes(`${TagKey}:${TagValue}`),
  );
}

import { createHash } from "node:crypto";
import type { Fields } from "../scenarios/purchaseStates";
import type { Asset, AssetAccess } from "./asset";

/** How the API numbers its regions in the list of hosts. */
const REGION_IDS: Readonly<Record<string, number>> = {
  "ap-guangzhou": 1,
  "ap-shanghai": 4,
  "ap-hongkong": 5,
  "na-toronto": 6,
  "ap-beijing": 8,
  "ap-singapore": 9,
  "na-siliconvalley": 15,
  "ap-chengdu": 16,
  "eu-frankfurt": 17,
  "ap-seoul": 18,
  "ap-chongqing": 19,
  "ap-mumbai": 21,
  "na-ashburn": 22,
  "ap-bangkok": 23,
  "ap-tokyo": 25,
};

const DEFAULT_REGION = "ap-singapore";

const HOST_STATUS: Readonly<Record<AssetAccess, string>> = {
  ok: "ONLINE",
  needed: "UNINSTALL",
  trouble: "OFFLINE",
};

const SUPER_NODE_AGENT: Readonly<Record<AssetAccess, string>> = {
  ok: "INSTALLED",
  needed: "UNINSTALL",
  trouble: "INSTALLING",
};

/** An item of `DescribeUserCluster`, with every documented field. */
export function clusterItem(asset: Asset, unitsPerCore: number): Fields {
  const { cores, protectedCores = 0, access = "ok", nodes = Math.max(1, Math.ceil(cores / 8)) } = asset;
  return whole(asset, {
    ClusterId: asset.id,
    ClusterCAMD5: "",
    ClusterName: asset.name ?? "",
    ClusterVersion: "1.30.0",
    ClusterOs: "tlinux3.1x86_64",
    ClusterType: "MANAGED_CLUSTER",
    ClusterNodeNum: nodes,
    Region: asset.region ?? DEFAULT_REGION,
    DefenderStatus: stateOf(asset, "PartDefened"),
    ClusterStatus: "CSR_RUNNING",
    ClusterSubStatus: "",
    ClusterCheckMode: "Cluster_Normal",
    ClusterAutoCheck: false,
    DefenderErrorReason: "",
    UnreadyNodeNum: 0,
    SeriousRiskCount: 0,
    HighRiskCount: 0,
    MiddleRiskCount: 0,
    HintRiskCount: 0,
    CheckFailReason: "",
    CheckStatus: "Uncheck",
    TaskCreateTime: "",
    AccessedStatus: accessedStatus(asset),
    AccessedSubStatus: access === "trouble" ? "AccessedSubResourceException" : "AccessedSubNone",
    AccessedErrorReason: access === "trouble" ? (asset.accessReason ?? "deployment not exists") : "",
    NodeCount: nodes,
    OffLineNodeCount: 0,
    UnInstallAgentNodeCount: access === "ok" ? 0 : nodes,
    ChargeCoresCnt: units(protectedCores, unitsPerCore),
    MasterAddresses: [],
    CoresCnt: units(cores, unitsPerCore),
    ClusterAuditStatus: "Closed",
    ClusterAuditFailedInfo: "",
    OwnerName: "",
  });
}

/** An item of `DescribeAssetHostList`, with every documented field. */
export function hostItem(asset: Asset, unitsPerCore: number, cluster: Asset | undefined): Fields {
  const { id, region = DEFAULT_REGION, access = "ok" } = asset;
  const address = digest(asset);
  return whole(asset, {
    HostID: id,
    HostIP: `10.${address[0]}.${address[1]}.${address[2]}`,
    HostName: asset.name ?? "",
    Group: "",
    DockerVersion: "24.0.7",
    DockerFileSystemDriver: "overlay2",
    ImageCnt: 4,
    ContainerCnt: 8,
    Status: HOST_STATUS[access],
    IsContainerd: true,
    MachineType: "CVM",
    PublicIp: "",
    Uuid: id ?? "",
    InstanceID: `ins-${address.toString("hex", 0, 4)}`,
    RegionID: REGION_IDS[region] ?? 0,
    Project: { ProjectName: "Default Project", ProjectID: 0 },
    Tags: Object.entries(asset.tags ?? {}).map(([TagKey, TagValue]) => ({ TagKey, TagValue })),
    ...clusterFields(asset, cluster),
    ChargeCoresCnt: units(asset.protectedCores ?? 0, unitsPerCore),
    DefendStatus: stateOf(asset, "Defended"),
    CoresCnt: units(asset.cores, unitsPerCore),
    LastOnlineTime: "",
  });
}

/** An item of `DescribeAssetSuperNodeList`: it has no cores, only those that are billed. */
export function superNodeItem(asset: Asset, unitsPerCore: number, cluster: Asset | undefined): Fields {
  const { id, region = DEFAULT_REGION, access = "ok" } = asset;
  return whole(asset, {
    NodeID: id && `eklet-${id}`,
    NodeName: asset.name ?? "",
    ...clusterFields(asset, cluster),
    Status: "Running",
    SubNetID: "subnet-emulator",
    SubNetName: "emulator",
    SubNetCidr: "10.0.1.0/24",
    ZoneID: `${region}-1`,
    Zone: region,
    CreateTime: "2026-01-05 10:40:41",
    RelatePodCount: 1,
    RelateContainerCount: 1,
    AgentStatus: SUPER_NODE_AGENT[access],
    NodeUniqueID: id,
    ChargeCoresCnt: units(asset.protectedCores ?? 0, unitsPerCore),
    DefendStatus: stateOf(asset, "Defended"),
  });
}

/** What a node says of its cluster. */
function clusterFields({ clusterId }: Asset, cluster: Asset | undefined): Fields {
  return {
    ClusterID: clusterId ?? "",
    ClusterName: cluster?.name ?? "",
    ClusterAccessedStatus: cluster ? accessedStatus(cluster) : "",
    ClusterAccessedSubStatus: "",
    ClusterAccessedErrorReason: "",
  };
}

function accessedStatus(asset: Asset): string {
  const { cores, protectedCores = 0, access = "ok" } = asset;
  if (access === "needed") return "AccessedNone";
  if (access === "trouble") return "AccessedException";
  if (protectedCores === 0) return "AccessedInstalled";
  return protectedCores < cores ? "AccessedPartialDefence" : "AccessedDefended";
}

/** @param partly what is said of an asset that is partly protected: no document knows that of hosts */
function stateOf({ cores, protectedCores = 0 }: Asset, partly: string): string {
  if (protectedCores === 0) return "UnDefended";
  return protectedCores < cores ? partly : "Defended";
}

function units(cores: number, unitsPerCore: number): number {
  return Math.round(cores * unitsPerCore * 1000) / 1000;
}

function digest({ id, name }: Asset): Buffer {
  return createHash("sha256").update(`${id} ${name}`).digest();
}

function whole({ fields }: Asset, item: Fields): Fields {
  return Object.fromEntries(
    Object.entries({ ...item, ...fields }).filter(([, value]) => value !== undefined),
  );
}

import type { Asset } from "../assets/asset";

const cluster = assetOf("cluster");
const host = assetOf("host");

/**
 * What the API document's reply may belong to: 48 protected cores of clusters, 20 of hosts, 86 undefended ones. Of those
 * the 79 idle cores can cover all but the cluster of 7 cores; taking the largest first covers 78.
 */
export const EXAMPLE: readonly Asset[] = [
  cluster("cls-7f2k9q1a", "shop-prod", 32, 32, { nodes: 4 }),
  cluster("cls-b3x8w5me", "shop-staging", 40, 16, { nodes: 5 }),
  cluster("cls-q9d4t6zc", "analytics", 20, 0, { nodes: 5, access: "needed", region: "ap-tokyo" }),
  cluster("cls-2m7c1p8r", "batch", 15, 0, { nodes: 4 }),
  cluster("cls-h5v0n3yk", "edge", 7, 0, { nodes: 2, region: "ap-frankfurt" }),
  ...nodesOf("cls-7f2k9q1a", "shop-prod", 4, 8, 8),
  ...nodesOf("cls-b3x8w5me", "shop-staging", 2, 8, 8),
  ...nodesOf("cls-b3x8w5me", "shop-staging-new", 3, 8, 0),
  host("4f1d2c3b-0001", "builder-1", 16, 16, { tags: { team: "platform", env: "prod" } }),
  host("4f1d2c3b-0002", "registry", 4, 4, { tags: { team: "platform", env: "prod" } }),
  host("4f1d2c3b-0003", "builder-2", 12, 0, { tags: { team: "platform", env: "test" } }),
  host("4f1d2c3b-0004", "legacy-api", 6, 0, { tags: { team: "shop", env: "prod" } }),
  host("4f1d2c3b-0005", "sandbox", 2, 0, { tags: { team: "lab", env: "sandbox" } }),
  superNode("8c1b7a60-0001", "batch-serverless", "cls-2m7c1p8r"),
];

/** Everything is protected: 96 cores of clusters and 32 of hosts. */
export const PROTECTED: readonly Asset[] = [
  cluster("cls-4n8k2w6t", "web", 64, 64, { nodes: 8 }),
  cluster("cls-9r1m5x3v", "data", 32, 32, { nodes: 4 }),
  ...nodesOf("cls-9r1m5x3v", "data", 4, 8, 8),
  host("7a9e6b10-0001", "builder-1", 16, 16),
  host("7a9e6b10-0002", "builder-2", 16, 16),
];

/** As `PROTECTED`, and two node pools joined that no bought core is left for: 32 cores. */
export const NEW_NODES: readonly Asset[] = [
  ...PROTECTED,
  cluster("cls-6t3d8q0z", "web-blue", 24, 0, { nodes: 3 }),
  host("7a9e6b10-0003", "builder-3", 8, 0),
];

/** As `PROTECTED`, after protection has ended. */
export const UNPROTECTED: readonly Asset[] = PROTECTED.map(({ protectedCores: _, ...asset }) => asset);

/** As `UNPROTECTED`, where no agent was ever installed. */
export const NEVER_ACCESSED: readonly Asset[] = UNPROTECTED.map((asset) => ({ ...asset, access: "needed" }));

/** Ten thousand: 4,000 clusters and 6,000 hosts outside clusters, of which every third is undefended. */
export const MANY: readonly Asset[] = Array.from({ length: 10_000 }, (_, index) => {
  const cores = 2 + (index % 31);
  const protectedCores = index % 3 === 0 ? 0 : cores;
  const number = String(index).padStart(5, "0");
  return index < 4_000
    ? cluster(`cls-many${number}`, `cluster-${number}`, cores, protectedCores)
    : host(`host-many${number}`, `host-${number}`, cores, protectedCores);
});

const RED = "\u001b[31m";

/** The example's assets with what real lists may hold: the same sums, but names, states and ids that mislead. */
export const TRICKY: readonly Asset[] = EXAMPLE.map((asset): Asset => {
  switch (asset.id) {
    case "cls-b3x8w5me":
      return { ...asset, fields: { DefenderStatus: "UnDefended" } };
    case "cls-2m7c1p8r":
      return {
        ...asset,
        access: "trouble",
        accessReason: 'roles.rbac.authorization.k8s.io "tcss-admin" is forbidden',
      };
    case "cls-h5v0n3yk":
      return { ...asset, name: `${RED}edge\u001b[0m\u202e` };
    case "4f1d2c3b-0001":
      return { ...asset, fields: { DefendStatus: "DEFENDED" } };
    case "4f1d2c3b-0002":
      return { ...asset, fields: { DefendStatus: "running" } };
    case "4f1d2c3b-0005":
      return { ...asset, fields: { HostID: null } };
    default:
      return asset;
  }
});

function assetOf(kind: Asset["kind"]) {
  return (
    id: string,
    name: string,
    cores: number,
    protectedCores: number,
    more: Partial<Asset> = {},
  ): Asset => ({ kind, id, name, cores, protectedCores, ...more });
}

/** Nodes of a cluster: the list of hosts has them as well, unless it is asked for others only. */
function nodesOf(
  clusterId: string,
  name: string,
  count: number,
  cores: number,
  protectedCores: number,
): Asset[] {
  return Array.from({ length: count }, (_, index) =>
    host(`${clusterId}-${name}-${index + 1}`, `${name}-${index + 1}`, cores, protectedCores, { clusterId }),
  );
}

function superNode(id: string, name: string, clusterId: string): Asset {
  return { kind: "superNode", id, name, clusterId, cores: 4, protectedCores: 0 };
}

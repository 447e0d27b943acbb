// What protection is switched for: clusters, hosts outside clusters, and super nodes, as the API lists them.
import { isRecord, type JsonRecord } from "../base/record";

/** Kinds of assets. */
export const AssetKind = {
  /** A cluster with its nodes. */
  Cluster: "cluster",
  /** A host outside any cluster. */
  Host: "host",
  /** A super node: serverless capacity of a cluster. Only the mainland site lists them. */
  SuperNode: "superNode",
} as const;
export type AssetKind = (typeof AssetKind)[keyof typeof AssetKind];

/** How far an asset is protected. */
export const AssetStatus = {
  /** All of its cores are protected. */
  Defended: "defended",
  /** Some of its cores are protected. */
  Partial: "partial",
  /** None of its cores is protected. */
  Undefended: "undefended",
  /** The API gives no state that it documents, or nothing to tell by. Never counted as protected. */
  Unknown: "unknown",
} as const;
export type AssetStatus = (typeof AssetStatus)[keyof typeof AssetStatus];

/** Whether an asset can be protected now. */
export const AssetAccess = {
  /** Its protection can be switched on. */
  Ok: "ok",
  /** No agent is installed: that comes first. */
  Needed: "needed",
  /** Its agent is offline, or installing or removing it has failed or is under way. */
  Trouble: "trouble",
  /** The API gives no state that it documents. */
  Unknown: "unknown",
} as const;
export type AssetAccess = (typeof AssetAccess)[keyof typeof AssetAccess];

/**
 * Why the license may not count the cores of a host that is listed: it counts online hosts that run containers, and
 * whether it counts machines of other vendors is not documented.
 */
export type LicenseDoubt = "offline" | "noContainer" | "otherMachine";

/** An asset as one of the lists has it. Cores are in the unit of the list, which no document names. */
export interface ListedAsset {
  readonly kind: AssetKind;
  /** Absent where the list gives none. */
  readonly id: string | undefined;
  readonly name: string | undefined;
  readonly region: string | undefined;
  /** Absent where the list gives none (super nodes), or something that is no count. */
  readonly listedCores: number | undefined;
  /** What is billed, which is what is protected. Absent likewise. */
  readonly listedProtectedCores: number | undefined;
  /** The cluster that a host or super node says it belongs to. Absent for clusters, and where it names none. */
  readonly clusterId: string | undefined;
  /** Why the license may not count it. Empty for all but hosts. */
  readonly licenseDoubts: readonly LicenseDoubt[];
  /** Nodes of a cluster. Absent for all others. */
  readonly nodes: number | undefined;
  /** What the API says of the protection. Absent where it says nothing that it documents. */
  readonly statedStatus: Exclude<AssetStatus, "unknown"> | undefined;
  /** True where it is `defended`, but another state, the agent or a number of cores that is none denies it. Else absent. */
  readonly isDenied?: true;
  readonly access: AssetAccess;
  /** Why access is in trouble, in the API's words. */
  readonly accessReason: string | undefined;
  /** Tags, `KEY=VALUE`. Empty where the list gives none. */
  readonly tags: readonly string[];
  /** Names of the API's fields that hold something that is not documented: a count that is none, a state that is new. */
  readonly notUnderstood: readonly string[];
}

/** An asset and how far it is protected. Texts are as the API gives them: make them visible before you print them. */
export interface Asset {
  /** What it is. */
  readonly kind: AssetKind;
  /** Id of the cluster (`cls-…`), host or super node. Absent where the API gives none. */
  readonly id?: string;
  /** Name that users gave it. Absent where the API gives none. */
  readonly name?: string;
  /** Region as the API names it: a name for clusters, a number for hosts. Absent where it gives none. */
  readonly region?: string;
  /** Cores that TCSS counts. Unit: cores, possibly parts of one. Absent where the list gives none, or no unit fits. */
  readonly cores?: number;
  /** Cores that are protected, which are those that are billed. Unit and absence as for `cores`. */
  readonly protectedCores?: number;
  /** `cores` less `protectedCores`: an inference. Unit and absence as for `cores`. */
  readonly undefendedCores?: number;
  /** How far it is protected, by its cores where they are known: the API's own states disagree with each other. */
  readonly status: AssetStatus;
  /** Whether it can be protected now. */
  readonly access: AssetAccess;
  /** Why access is in trouble, in the API's words. Absent otherwise. */
  readonly accessReason?: string;
  /** Tags, `KEY=VALUE`. Absent where the API gives none. */
  readonly tags?: readonly string[];
  /** True where the settings exempt it: it is in no total of cores and no plan. Absent otherwise. */
  readonly exempt?: true;
  /**
   * False where the account's cores leave it out, by comparison with `AllCoresCnt`: a host that is offline, runs no
   * container or is not Tencent Cloud's. It needs no license: it is in no total of cores and no plan. Absent otherwise.
   */
  readonly counted?: false;
}

/** States of protection by the API's texts, compared without case. `PartDefened` is the API's own spelling. */
const STATUSES: Readonly<Record<string, Exclude<AssetStatus, "unknown">>> = {
  defended: "defended",
  accesseddefended: "defended",
  undefended: "undefended",
  partdefened: "partial",
  partdefended: "partial",
};

/** States of a cluster's access, compared without case. */
const CLUSTER_ACCESS: Readonly<Record<string, AssetAccess>> = {
  accessednone: "needed",
  accessedinstalled: "ok",
  accesseddefended: "ok",
  accessedpartialdefence: "ok",
  accessedexception: "trouble",
  accesseduninstallexception: "trouble",
  accessedinstalling: "trouble",
  accesseduninstalling: "trouble",
};

/** States of a host's agent, compared without case. */
const HOST_ACCESS: Readonly<Record<string, AssetAccess>> = {
  online: "ok",
  offline: "trouble",
  uninstall: "needed",
};

/** States of a super node's agent, compared without case. */
const SUPER_NODE_ACCESS: Readonly<Record<string, AssetAccess>> = {
  installed: "ok",
  uninstall: "needed",
  installing: "trouble",
};

/** An item of `ClusterInfoList`, the reply of `DescribeUserCluster`. */
export function clusterIn(item: unknown): ListedAsset {
  const fields = new Fields(item);
  const access = fields.state("AccessedStatus", CLUSTER_ACCESS) ?? "unknown";
  return {
    kind: "cluster",
    id: fields.text("ClusterId"),
    name: fields.text("ClusterName"),
    region: fields.text("Region"),
    listedCores: fields.count("CoresCnt"),
    listedProtectedCores: fields.count("ChargeCoresCnt"),
    clusterId: undefined,
    licenseDoubts: [],
    nodes: fields.count("ClusterNodeNum") ?? fields.count("NodeCount"),
    statedStatus: fields.state("DefenderStatus", STATUSES),
    ...denial(fields, "DefenderStatus", ALL_DEFENDED.test(fields.text("AccessedStatus") ?? "")),
    access,
    accessReason:
      access === "trouble"
        ? fields.reason("AccessedErrorReason", "AccessedSubStatus", "AccessedStatus")
        : undefined,
    tags: [],
    notUnderstood: fields.notUnderstood,
  };
}

/** An item of `List`, the reply of `DescribeAssetHostList`. */
export function hostIn(item: unknown): ListedAsset {
  const fields = new Fields(item);
  const access = fields.state("Status", HOST_ACCESS) ?? "unknown";
  return {
    kind: "host",
    id: fields.text("HostID"),
    name: fields.text("HostName"),
    region: fields.text("RegionID"),
    listedCores: fields.count("CoresCnt"),
    listedProtectedCores: fields.count("ChargeCoresCnt"),
    clusterId: fields.text("ClusterID"),
    licenseDoubts: doubtsIn(fields),
    nodes: undefined,
    statedStatus: fields.state("DefendStatus", STATUSES),
    ...denial(fields, "DefendStatus", access === "ok"),
    access,
    accessReason: access === "trouble" ? fields.reason("Status") : undefined,
    tags: fields.tags("Tags"),
    notUnderstood: fields.notUnderstood,
  };
}

/** An item of `List`, the reply of `DescribeAssetSuperNodeList`. It tells no cores, only those that are billed. */
export function superNodeIn(item: unknown): ListedAsset {
  const fields = new Fields(item);
  const access = fields.state("AgentStatus", SUPER_NODE_ACCESS) ?? "unknown";
  return {
    kind: "superNode",
    id: fields.text("NodeUniqueID") ?? fields.text("NodeID"),
    name: fields.text("NodeName"),
    region: fields.text("Zone"),
    listedCores: undefined,
    listedProtectedCores: fields.count("ChargeCoresCnt"),
    clusterId: fields.text("ClusterID"),
    licenseDoubts: [],
    nodes: undefined,
    statedStatus: fields.state("DefendStatus", STATUSES),
    ...denial(fields, "DefendStatus", access === "ok"),
    access,
    accessReason: access === "trouble" ? fields.reason("AgentStatus") : undefined,
    tags: [],
    notUnderstood: fields.notUnderstood,
  };
}

const ALL_DEFENDED = /^\s*AccessedDefended\s*$/i;

/** Whether something denies that all is defended. @param agrees whether the item's other state agrees with that. */
function denial(fields: Fields, state: string, agrees: boolean): Pick<ListedAsset, "isDenied"> {
  if (fields.state(state, STATUSES) !== "defended") return {};
  const isCounted = !["CoresCnt", "ChargeCoresCnt"].some((name) => fields.notUnderstood.includes(name));
  return agrees && isCounted ? {} : { isDenied: true };
}

/** What `AccessedSubStatus` says where nothing is wrong. */
const NO_REASON = "AccessedSubNone";

/** A host that tells nothing of this is taken to count. */
function doubtsIn(fields: Fields): LicenseDoubt[] {
  const is = (name: string, text: string): boolean => fields.text(name)?.trim().toLowerCase() === text;
  return [
    ...(is("Status", "offline") ? ["offline" as const] : []),
    ...(fields.count("ContainerCnt") === 0 ? ["noContainer" as const] : []),
    ...(is("MachineType", "other") ? ["otherMachine" as const] : []),
  ];
}

/** The fields of one item, by their API names. What is not of its documented kind is absent, and noted. */
class Fields {
  readonly #item: JsonRecord;
  readonly #notUnderstood = new Set<string>();

  /** @param item what is not an object has no field, and is noted as `item`. */
  constructor(item: unknown) {
    this.#item = isRecord(item) ? item : {};
    if (!isRecord(item)) this.#notUnderstood.add("item");
  }

  get notUnderstood(): string[] {
    return [...this.#notUnderstood];
  }

  /** A text, or a number as one: ids of regions are numbers in one list and texts in the other. */
  text(name: string): string | undefined {
    const value = this.#item[name];
    if (typeof value === "number" && Number.isSafeInteger(value)) return String(value);
    if (typeof value === "string") return value.trim() === "" ? undefined : value;
    return this.#absent(name, value);
  }

  /** Cores may be parts of one. */
  count(name: string): number | undefined {
    const value = this.#item[name];
    if (typeof value === "number" && value >= 0 && value <= Number.MAX_SAFE_INTEGER) return value;
    return this.#absent(name, value);
  }

  state<State>(name: string, states: Readonly<Record<string, State>>): State | undefined {
    const value = this.text(name);
    if (value === undefined) return undefined;
    const key = value.trim().toLowerCase();
    if (Object.hasOwn(states, key)) return states[key];
    this.#notUnderstood.add(name);
    return undefined;
  }

  /** The first of these that says something. */
  reason(...names: readonly string[]): string | undefined {
    for (const name of names) {
      const value = this.text(name);
      if (value !== undefined && value !== NO_REASON) return value;
    }
    return undefined;
  }

  tags(name: string): string[] {
    const value = this.#item[name];
    if (!Array.isArray(value)) {
      this.#absent(name, value);
      return [];
    }
    return value.flatMap((tag) => {
      const { TagKey: key, TagValue: text } = Object(tag) as Record<string, unknown>;
      if (typeof key === "string" && typeof text === "string") return [`${key}=${text}`];
      this.#notUnderstood.add(name);
      return [];
    });
  }

  #absent(name: string, value: unknown): undefined {
    if (value !== undefined && value !== null) this.#notUnderstood.add(name);
    return undefined;
  }
}

// Who refers to whom in a plan: machines that join a cluster, configurations of scaling groups, defended clusters.
import type { HostGroup, HostType } from "./hostGroups";
import { hostTypeOf, switchesOn } from "./hostTypes";
import type { Certainty, ResourceChange } from "./model";
import { property, text, UNKNOWN } from "./properties";
import { terraformTypeOf } from "./resourceTypes";

/** Types that others refer to by id. */
const REFERRED: ReadonlySet<string | undefined> = new Set([
  "instance",
  "as_scaling_config",
  "as_scaling_group",
  "kubernetes_cluster",
]);

export class PlanIndex {
  readonly #byKey = new Map<string, ResourceChange>();
  readonly #byId = new Map<string, ResourceChange>();
  readonly #joining = new Set<ResourceChange>();
  readonly #defended = new Set<string>();

  /** @param changes all resources of the plan. */
  constructor(changes: readonly ResourceChange[]) {
    for (const change of changes) {
      this.#byKey.set(keyOf(change), change);
      // others may have the id of what they belong to
      if (REFERRED.has(terraformTypeOf(change.type)))
        for (const id of idsOf(change)) this.#byId.set(id, change);
      // a node pool has a scaling group of its own
      if (terraformTypeOf(change.type) === "kubernetes_node_pool")
        for (const id of idsOf(change, "auto_scaling_group_id")) this.#byId.set(id, change);
    }
    for (const change of changes) {
      for (const machine of this.#joinedBy(change)) this.#joining.add(machine);
      if (isSwitchingOn(change)) for (const cluster of this.#clustersOf(change)) this.#defended.add(cluster);
    }
  }

  /** Ids and keys of the clusters that the plan switches protection on for. */
  get defended(): readonly string[] {
    return [...this.#defended];
  }

  /** Whether the machine joins a cluster by another resource, where it is counted, once. */
  isJoining(change: ResourceChange): boolean {
    return this.#joining.has(change);
  }

  /** Whether a machine that `change` makes a container host changes itself. */
  changesMachines(change: ResourceChange): boolean {
    return this.#joinedBy(change).some(({ action }) => action !== "none");
  }

  /** That of the type; `certain` where the machines are those of a resource that makes container hosts for certain. */
  certaintyOf(change: ResourceChange, { certainty }: HostType): Certainty {
    const isOfHosts = groupsOf(change)
      .flatMap((group) => this.machinesOf(change, group) ?? [])
      .some(({ type }) => hostTypeOf(type)?.certainty === "certain");
    return isOfHosts ? "certain" : certainty;
  }

  #joinedBy(change: ResourceChange): ResourceChange[] {
    return groupsOf(change)
      .filter(({ isOnlyOutside }) => !isOnlyOutside)
      .flatMap((group) => this.machinesOf(change, group) ?? [])
      .filter(({ type }) => terraformTypeOf(type) === "instance");
  }

  /** Whether the machines of `change` are in a cluster that the plan switches protection on for. */
  isInDefended(change: ResourceChange): boolean {
    if (this.#defended.size === 0) return false;
    const own = terraformTypeOf(change.type) === "kubernetes_cluster";
    const clusters = own ? [...idsOf(change), keyOf(change)] : this.#clustersOf(change);
    return clusters.some((cluster) => this.#defended.has(cluster));
  }

  /**
   * The resources that a group's machines come from: by id, or by the references of the plan.
   * @returns undefined where the plan does not have all of them.
   */
  machinesOf({ references }: ResourceChange, { machines }: HostGroup): ResourceChange[] | undefined {
    if (machines === undefined) return undefined;
    const known = machines.ids.filter((id) => typeof id === "string");
    if (known.length === machines.ids.length && known.length > 0) {
      const found = known.flatMap((id) => this.#byId.get(id) ?? []);
      return found.length === known.length ? found : undefined;
    }
    const found = (references?.[machines.property] ?? []).flatMap((key) => this.#byKey.get(key) ?? []);
    return found.length === 0 || found.length < machines.ids.length ? undefined : found;
  }

  /** Ids and keys of the clusters that `cluster_id` stands for. */
  #clustersOf({ before, after, references }: ResourceChange): string[] {
    const id = property(after ?? before ?? {}, "cluster_id");
    const named = references?.["cluster_id"] ?? [];
    const byId = typeof id === "string" ? [id] : [];
    return [
      ...byId,
      ...byId.flatMap((each) => {
        const cluster = this.#byId.get(each);
        return cluster === undefined ? [] : [keyOf(cluster)];
      }),
      // a known id tells exactly; references may name more than the cluster
      ...(id === undefined || id === UNKNOWN ? named : []),
    ].filter((each) => {
      const cluster = this.#byKey.get(each);
      return cluster === undefined || terraformTypeOf(cluster.type) === "kubernetes_cluster";
    });
  }
}

function keyOf({ key, name }: ResourceChange): string {
  return key ?? name;
}

function isSwitchingOn({ type, after }: ResourceChange): boolean {
  return after !== undefined && terraformTypeOf(type) === "tcss_cluster_access" && switchesOn(after);
}

function idsOf({ before, after }: ResourceChange, name = "id"): string[] {
  return [before, after].flatMap((properties) => {
    const id = properties === undefined ? undefined : text(properties, name);
    return typeof id === "string" ? [id] : [];
  });
}

function groupsOf({ type, before, after }: ResourceChange): readonly HostGroup[] {
  const hostType = hostTypeOf(type);
  if (hostType === undefined) return [];
  return [
    ...(before === undefined ? [] : hostType.hosts(before, "before")),
    ...(after === undefined ? [] : hostType.hosts(after, "after")),
  ];
}

// Cores of container hosts that a deployment adds and removes, from what a plan says of its resources. Pure.
import {
  clusterSwitchedOn,
  type HostGroup,
  type HostType,
  hostTypeOf,
  instanceTypesOfScalingConfig,
  terraformTypeOf,
} from "./hostTypes";
import { type CoresOrigin, coresOfType, type InstanceTypeCatalog } from "./instanceTypes";
import { count, flag, type PlannedProperties, text, UNKNOWN, type Unknown } from "./properties";

/** One resource of a plan. */
export interface ResourceChange {
  /** Terraform's type, or Pulumi's token. */
  readonly type: string;
  /** What people know the resource by: Terraform's address, or Pulumi's name. */
  readonly name: string;
  /** What there is. Absent: nothing, the resource is created. */
  readonly before?: PlannedProperties | undefined;
  /** What there will be. Absent: nothing, the resource is deleted. */
  readonly after?: PlannedProperties | undefined;
  /** What happens to it. */
  readonly action: ForecastAction;
  /** Names of the resources that a property refers to, by its name in Terraform; for values that are not known yet. */
  readonly references?: Readonly<Record<string, readonly string[]>>;
}

export type ForecastAction = "create" | "update" | "replace" | "delete" | "none";

/** A resource's machines at one time. */
export interface PlannedHosts {
  /** Machines. Null where the plan does not tell. */
  readonly count: number | null;
  /** Their type; of several the one that is counted. Null where the plan does not tell. */
  readonly instanceType: string | null;
  /** Unit: cores. Null where count or type is unknown. */
  readonly cores: number | null;
}

/** What a resource adds or removes. */
export interface ResourceForecast {
  readonly name: string;
  readonly type: string;
  readonly action: ForecastAction;
  /** Null where there is nothing. */
  readonly before: PlannedHosts | null;
  readonly after: PlannedHosts | null;
  /** `certain`: container hosts. `possible`: only if they run containers. */
  readonly certainty: "certain" | "possible";
  /** Where the cores of a machine come from. Null where they are unknown. */
  readonly origin: CoresOrigin | null;
  /** True for a node pool that is deleted while its machines stay. Absent otherwise. */
  readonly keepsInstances?: true;
}

/** Cores. Unit: cores. */
export interface Cores {
  /** Of container hosts. */
  readonly certain: number;
  /** Of machines that may run containers. */
  readonly possible: number;
}

/** A resource whose cores are unknown: they are in no sum. */
export interface UnknownHosts {
  readonly name: string;
  readonly type: string;
  /** `count` or `instanceType`, whichever the plan does not tell; `cores`, where no plan can. */
  readonly what: "count" | "instanceType" | "cores";
  /** The instance type whose cores are unknown. Absent where the type itself is. */
  readonly instanceType?: string;
}

export interface Forecast {
  readonly added: Cores;
  readonly removed: Cores;
  readonly net: Cores & {
    /** The most that it may come to, where everything scales to its maximum and takes its largest type. */
    readonly maximum: number;
  };
  readonly resources: readonly ResourceForecast[];
  readonly unknown: readonly UnknownHosts[];
  /** Ids of clusters that the deployment switches protection on for (`tcss_cluster_access`). */
  readonly switchedOn: readonly string[];
}

/**
 * Sums what the changes add and remove. Resources that create no hosts are left out.
 * @param changes all resources of the plan, since some refer to others.
 */
export function forecast(changes: readonly ResourceChange[], catalog: InstanceTypeCatalog = {}): Forecast {
  const plan = new Plan(changes, catalog);
  const found = changes.flatMap((change) => plan.forecastOf(change) ?? []);
  const sum = (certainty: ResourceForecast["certainty"], of: (each: Counted) => number): number =>
    found.reduce((total, each) => (each.resource.certainty === certainty ? total + of(each) : total), 0);
  const cores = (of: (each: Counted) => number): Cores => ({
    certain: sum("certain", of),
    possible: sum("possible", of),
  });
  const net = cores(({ added, removed }) => added - removed);
  return {
    added: cores(({ added }) => added),
    removed: cores(({ removed }) => removed),
    net: { ...net, maximum: found.reduce((total, { most }) => total + most, 0) },
    resources: found.map(({ resource }) => resource),
    unknown: found.flatMap(({ unknown }) => unknown),
    switchedOn: changes.flatMap(({ type, after }) =>
      after !== undefined && terraformTypeOf(type) === "tcss_cluster_access"
        ? (clusterSwitchedOn(after) ?? [])
        : [],
    ),
  };
}

/** A resource's part of the sums. Unit: cores. */
interface Counted {
  readonly resource: ResourceForecast;
  readonly added: number;
  readonly removed: number;
  /** The most that it may add. */
  readonly most: number;
  readonly unknown: readonly UnknownHosts[];
}

/** The machines of a resource at one time. */
interface Side {
  readonly shown: PlannedHosts;
  readonly maximumCores: number;
  readonly origin: CoresOrigin | null;
  readonly unknown: readonly Omit<UnknownHosts, "name" | "type">[];
}

class Plan {
  readonly #catalog: InstanceTypeCatalog;
  readonly #byName = new Map<string, ResourceChange>();
  readonly #byId = new Map<string, ResourceChange>();
  /** Machines that join a cluster by another resource: they are counted there, once. */
  readonly #joining = new Set<ResourceChange>();

  constructor(changes: readonly ResourceChange[], catalog: InstanceTypeCatalog) {
    this.#catalog = catalog;
    for (const change of changes) {
      this.#byName.set(change.name, change);
      for (const properties of [change.before, change.after]) {
        const id = properties === undefined ? undefined : text(properties, "id");
        if (typeof id === "string") this.#byId.set(id, change);
      }
    }
    for (const change of changes)
      for (const group of groupsOf(change))
        for (const machine of this.#machinesOf(change, group))
          if (hostTypeOf(machine.type)?.terraform === "instance") this.#joining.add(machine);
  }

  forecastOf(change: ResourceChange): Counted | undefined {
    const hostType = hostTypeOf(change.type);
    if (hostType === undefined || this.#joining.has(change)) return undefined;
    const [before, after] = [
      this.#sideOf(change, hostType, change.before),
      this.#sideOf(change, hostType, change.after),
    ];
    const { name, type, action } = change;
    const [was, willBe] = [before?.shown.cores ?? 0, after?.shown.cores ?? 0];
    const growth = willBe - was;
    const isWhole = action !== "update";
    // what stays as it is adds nothing, whatever it is
    const isUnchanged = action === "none" || (action === "update" && isSame(before, after));
    const isKnown = before?.shown.cores !== null && after?.shown.cores !== null;
    return {
      resource: {
        name,
        type,
        action,
        before: before?.shown ?? null,
        after: after?.shown ?? null,
        certainty: hostType.certainty,
        origin: after?.origin ?? before?.origin ?? null,
        ...(action === "delete" && keepsInstances(change) ? { keepsInstances: true } : {}),
      },
      added: !isKnown || isUnchanged ? 0 : isWhole ? willBe : Math.max(0, growth),
      removed: !isKnown || isUnchanged ? 0 : isWhole ? was : Math.max(0, -growth),
      most: !isKnown || isUnchanged ? 0 : (after?.maximumCores ?? 0) - was,
      unknown: isUnchanged
        ? []
        : distinct([...(before?.unknown ?? []), ...(after?.unknown ?? [])]).map((each) => ({
            name,
            type,
            ...each,
          })),
    };
  }

  #sideOf(
    change: ResourceChange,
    hostType: HostType,
    properties: PlannedProperties | undefined,
  ): Side | undefined {
    if (properties === undefined) return undefined;
    if (hostType.unknownBecause !== undefined)
      return {
        shown: { count: null, instanceType: null, cores: null },
        maximumCores: 0,
        origin: null,
        unknown: [{ what: "cores" }],
      };
    const sides = hostType.hosts(properties).map((group) => this.#groupSide(change, group));
    const counts = sides.map(({ shown }) => shown.count);
    const cores = sides.map(({ shown }) => shown.cores);
    const types = [...new Set(sides.map(({ shown }) => shown.instanceType))];
    return {
      shown: {
        count: total(counts),
        instanceType: types.length === 1 ? (types[0] ?? null) : null,
        cores: total(cores),
      },
      maximumCores: sides.reduce((sum, { maximumCores }) => sum + maximumCores, 0),
      origin: sides[0]?.origin ?? null,
      unknown: sides.flatMap(({ unknown }) => unknown),
    };
  }

  #groupSide(change: ResourceChange, group: HostGroup): Side {
    const each = this.#coresOfMachines(change, group);
    const counted = group.count === UNKNOWN ? null : (group.count as number);
    const shown = { count: counted, instanceType: each.instanceType ?? null };
    // nothing of an unknown type is nothing
    if (counted === 0 && each.usual === undefined)
      return { shown: { ...shown, cores: 0 }, maximumCores: 0, origin: null, unknown: [] };
    const unknown: Omit<UnknownHosts, "name" | "type">[] = [
      ...(counted === null ? [{ what: "count" as const }] : []),
      ...(each.usual === undefined
        ? [
            {
              what: "instanceType" as const,
              ...(each.unknownType === undefined ? {} : { instanceType: each.unknownType }),
            },
          ]
        : []),
    ];
    if (counted === null || each.usual === undefined)
      return { shown: { ...shown, cores: null }, maximumCores: 0, origin: each.origin ?? null, unknown };
    const maximum = group.maximum === UNKNOWN ? counted : (group.maximum as number);
    return {
      shown: { ...shown, cores: counted * each.usual },
      maximumCores: maximum * (each.most ?? each.usual),
      origin: each.origin ?? null,
      unknown,
    };
  }

  /** Cores of one machine of a group: the usual, and the most. */
  #coresOfMachines(change: ResourceChange, group: HostGroup): CoresOfMachine {
    if (group.statedCores !== undefined)
      return {
        usual: group.statedCores,
        origin: "stated",
        ...(group.instanceTypes !== UNKNOWN
          ? { instanceType: (group.instanceTypes as readonly string[])[0] }
          : {}),
      };
    if (group.machines === undefined) return this.#coresOfTypes(group.instanceTypes, group.takes);
    const machines = this.#machinesOf(change, group);
    if (machines.length === 0) return {};
    const found = machines.map((machine) => this.#coresOfOther(machine));
    const usual = found.map((each) => each.usual);
    if (usual.includes(undefined)) return found.find((each) => each.usual === undefined) ?? {};
    // several machines of different types: their mean, so that count × cores is their sum
    const sum = (usual as number[]).reduce((a, b) => a + b, 0);
    const most = Math.max(...found.map((each) => each.most ?? each.usual ?? 0));
    return { ...found[0], usual: sum / usual.length, most };
  }

  /** Cores of a machine that another resource makes. */
  #coresOfOther({ type, before, after }: ResourceChange): CoresOfMachine {
    const properties = after ?? before ?? {};
    if (terraformTypeOf(type) === "as_scaling_config")
      return this.#coresOfTypes(instanceTypesOfScalingConfig(properties), "any");
    const cpu = count(properties, "cpu");
    const instanceType = text(properties, "instance_type");
    if (typeof cpu === "number" && cpu > 0)
      return { usual: cpu, origin: "stated", ...(typeof instanceType === "string" ? { instanceType } : {}) };
    return typeof instanceType === "string" ? this.#coresOfTypes([instanceType], "any") : {};
  }

  #coresOfTypes(types: readonly string[] | Unknown, takes: HostGroup["takes"]): CoresOfMachine {
    if (types === UNKNOWN) return {};
    const known = types as readonly string[];
    const found = known.map((type) => ({ type, cores: coresOfType(type, this.#catalog) }));
    const unknown = found.find(({ cores }) => cores === undefined);
    if (unknown !== undefined) return { unknownType: unknown.type, instanceType: unknown.type };
    const [first] = found;
    if (first?.cores === undefined) return {};
    const largest = found.reduce((a, b) => ((b.cores?.cores ?? 0) > (a.cores?.cores ?? 0) ? b : a), first);
    const usual = takes === "first" ? first : largest;
    return {
      usual: usual.cores?.cores,
      most: largest.cores?.cores,
      origin: usual.cores?.origin,
      instanceType: usual.type,
    };
  }

  /** The resources that a group's machines come from: by id, or by the references of the plan. */
  #machinesOf({ references }: ResourceChange, { machines }: HostGroup): ResourceChange[] {
    if (machines === undefined) return [];
    const byId = machines.ids.flatMap((id) => this.#byId.get(id) ?? []);
    if (byId.length === machines.ids.length && byId.length > 0) return byId;
    if (machines.ids.length > 0) return [];
    return (references?.[machines.property] ?? []).flatMap((name) => this.#byName.get(name) ?? []);
  }
}

interface CoresOfMachine {
  /** Absent where they are unknown. */
  readonly usual?: number | undefined;
  readonly most?: number | undefined;
  readonly origin?: CoresOrigin | undefined;
  readonly instanceType?: string | undefined;
  /** The type whose cores are unknown. */
  readonly unknownType?: string | undefined;
}

function groupsOf({ type, before, after }: ResourceChange): readonly HostGroup[] {
  const hostType = hostTypeOf(type);
  if (hostType === undefined) return [];
  return [before, after].flatMap((properties) =>
    properties === undefined ? [] : hostType.hosts(properties),
  );
}

/** A node pool that is deleted keeps its machines unless it is told not to. */
function keepsInstances({ type, before }: ResourceChange): boolean {
  if (before === undefined || terraformTypeOf(type) !== "kubernetes_node_pool") return false;
  return flag(before, "delete_keep_instance") !== false;
}

/** Whether machines of whatever kind are the same, as far as the plan tells. */
function isSame(before: Side | undefined, after: Side | undefined): boolean {
  const [was, willBe] = [before?.shown, after?.shown];
  return (
    was !== undefined &&
    willBe !== undefined &&
    was.count !== null &&
    was.count === willBe.count &&
    was.instanceType !== null &&
    was.instanceType === willBe.instanceType &&
    was.cores === willBe.cores
  );
}

function distinct<T extends object>(items: readonly T[]): T[] {
  return [...new Map(items.map((item) => [JSON.stringify(item), item])).values()];
}

/** A sum, or null where a part of it is unknown. */
function total(parts: readonly (number | null)[]): number | null {
  return parts.includes(null) ? null : (parts as readonly number[]).reduce((sum, part) => sum + part, 0);
}

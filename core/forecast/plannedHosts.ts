// The machines of a resource at one time, and their cores.
import type { HostGroup, HostType } from "./hostGroups";
import { hostTypeOf, instanceTypesOfScalingConfig } from "./hostTypes";
import { type CoresOrigin, coresOfType, type InstanceTypeCatalog } from "./instanceTypes";
import type { PlannedHosts, ResourceChange, UnknownHosts } from "./model";
import type { PlanIndex } from "./planIndex";
import { count, type PlannedProperties, text, UNKNOWN, type Unknown } from "./properties";
import { terraformTypeOf } from "./resourceTypes";

/** What is unknown of the machines. */
export type UnknownPart = Pick<UnknownHosts, "what" | "instanceType">;

/** The machines of a resource at one time. */
export interface HostsAt {
  readonly shown: PlannedHosts;
  /** Cores of each of the resource's groups of machines. Null: unknown. */
  readonly parts: readonly (number | null)[];
  /** The most cores that those which are known may come to. */
  readonly maximumCores: number;
  /** True where the plan does not tell how far they may scale: {@link maximumCores} is then the number that is counted. */
  readonly isMaximumUnknown?: boolean;
  readonly origin: CoresOrigin | null;
  readonly unknown: readonly UnknownPart[];
}

/** One group of machines at one time. */
type GroupAt = Omit<HostsAt, "parts">;

/** Cores of one machine of a group. */
interface CoresOfMachine {
  /** Absent where they are unknown. */
  readonly usual?: number | undefined;
  readonly most?: number | undefined;
  readonly origin?: CoresOrigin | undefined;
  readonly instanceType?: string | undefined;
  /** The type whose cores are unknown. */
  readonly unknownType?: string | undefined;
}

/** Counts machines and their cores by what a plan and the catalog tell. */
export class HostCounter {
  readonly #catalog: InstanceTypeCatalog;
  readonly #index: PlanIndex;

  constructor(index: PlanIndex, catalog: InstanceTypeCatalog) {
    this.#index = index;
    this.#catalog = catalog;
  }

  /** @returns undefined where the resource is not there at that time. */
  hostsAt(change: ResourceChange, hostType: HostType, time: "before" | "after"): HostsAt | undefined {
    const properties = change[time];
    if (properties === undefined) return undefined;
    if (hostType.neverTellsCores)
      return unknownHosts({ what: change.unlisted === undefined ? "cores" : "resourceType" });
    const groups = hostType
      .hosts(properties, time)
      .filter((group) => !group.isOnlyOutside || this.#index.machinesOf(change, group) === undefined)
      .map((group) => this.#groupOf(change, group, time));
    const types = [...new Set(groups.map(({ shown }) => shown.instanceType))];
    const parts = groups.map(({ shown }) => shown.cores);
    const [cores, knownCores] = [total(parts), knownIn(parts)];
    return {
      shown: {
        count: total(groups.map(({ shown }) => shown.count)),
        instanceType: types.length === 1 ? (types[0] ?? null) : null,
        cores,
        ...(cores === null && knownCores > 0 ? { knownCores } : {}),
      },
      parts,
      maximumCores: groups.reduce((sum, { maximumCores }) => sum + maximumCores, 0),
      isMaximumUnknown: groups.some(({ isMaximumUnknown }) => isMaximumUnknown),
      origin: groups.find(({ origin }) => origin !== null)?.origin ?? null,
      unknown: groups.flatMap(({ unknown }) => unknown),
    };
  }

  #groupOf(change: ResourceChange, group: HostGroup, time: "before" | "after"): GroupAt {
    const each = this.#coresOfMachine(change, group, time);
    const counted = group.count === UNKNOWN ? null : (group.count as number);
    const shown = { count: counted, instanceType: each.instanceType ?? null };
    const origin = each.origin ?? null;
    const maximum = this.#maximumOf(change, group, time);
    // nothing of an unknown type is nothing, as long as it does not scale
    if (counted === 0 && each.usual === undefined)
      return {
        shown: { ...shown, cores: 0 },
        maximumCores: 0,
        isMaximumUnknown: maximum !== 0,
        origin: null,
        unknown: [],
      };
    const unknown: UnknownPart[] = counted === null ? [{ what: "count" }] : [];
    if (each.usual === undefined)
      unknown.push({
        what: "instanceType",
        ...(each.unknownType === undefined ? {} : { instanceType: each.unknownType }),
      });
    if (counted === null || each.usual === undefined)
      return { shown: { ...shown, cores: null }, maximumCores: 0, origin, unknown };
    return {
      shown: { ...shown, cores: counted * each.usual },
      maximumCores: (maximum === UNKNOWN ? counted : (maximum as number)) * (each.most ?? each.usual),
      isMaximumUnknown: maximum === UNKNOWN,
      origin,
      unknown,
    };
  }

  /** The most machines that the group may come to; of a limit of another resource, those beyond its own. */
  #maximumOf(change: ResourceChange, group: HostGroup, time: "before" | "after"): number | Unknown {
    const { maximum } = group;
    const [other] = group.isLimitOfOther ? (this.#index.machinesOf(change, group) ?? []) : [];
    if (maximum === UNKNOWN || other === undefined) return maximum;
    const [own] = hostTypeOf(other.type)?.hosts(other.after ?? {}, time) ?? [];
    if (own === undefined || own.maximum === UNKNOWN) return UNKNOWN;
    return Math.max(0, (maximum as number) - (own.maximum as number));
  }

  #coresOfMachine(change: ResourceChange, group: HostGroup, time: "before" | "after"): CoresOfMachine {
    if (group.givenCores !== undefined) return { usual: group.givenCores, origin: "stated" };
    if (group.statedCores !== undefined && (time === "before" || isTypeKept(change))) {
      const [instanceType] = group.instanceTypes === UNKNOWN ? [] : (group.instanceTypes as string[]);
      return { usual: group.statedCores, origin: "stated", instanceType };
    }
    if (group.machines === undefined) return this.#coresOfTypes(group.instanceTypes, group.takes);
    const machines = this.#index.machinesOf(change, group);
    if (machines === undefined) return {};
    const found = machines.map((machine) => this.#coresOfOther(machine, time, change));
    const unknown = found.find(({ usual }) => usual === undefined);
    if (unknown !== undefined) return unknown;
    // machines of different types: their mean, so that count × cores is their sum
    const sum = found.reduce((part, { usual = 0 }) => part + usual, 0);
    const most = Math.max(...found.map(({ most: own, usual = 0 }) => own ?? usual));
    const isOneType = new Set(found.map(({ instanceType }) => instanceType)).size === 1;
    return {
      ...found[0],
      usual: sum / found.length,
      most,
      ...(isOneType ? {} : { instanceType: undefined }),
    };
  }

  /**
   * Cores of a machine that another resource makes.
   * @param of the resource that takes its machines from there.
   */
  #coresOfOther(change: ResourceChange, time: "before" | "after", of: ResourceChange): CoresOfMachine {
    const { before, after } = change;
    const type = terraformTypeOf(change.type);
    // machines that are there keep their type when the configuration of their group changes
    if (type === "as_scaling_config")
      return this.#coresOfTypes(instanceTypesOfScalingConfig(after ?? before ?? {}), "any");
    // a group has machines of its own configuration, and leads no further
    if (type !== undefined && GROUPS.has(type) && !GROUPS.has(terraformTypeOf(of.type) ?? "")) {
      const [group] = hostTypeOf(change.type)?.hosts(after ?? before ?? {}, "after") ?? [];
      return group === undefined ? {} : this.#coresOfMachine(change, group, "after");
    }
    const properties = change[time] ?? after ?? before ?? {};
    const cpu = count(properties, "cpu");
    const instanceType = text(properties, "instance_type");
    const isStated = properties === before || isTypeKept(change);
    if (typeof cpu === "number" && cpu > 0 && isStated)
      return { usual: cpu, origin: "stated", ...(typeof instanceType === "string" ? { instanceType } : {}) };
    return typeof instanceType === "string" ? this.#coresOfTypes([instanceType], "any") : {};
  }

  #coresOfTypes(types: readonly string[] | Unknown, takes: HostGroup["takes"]): CoresOfMachine {
    if (types === UNKNOWN) return {};
    const found = (types as readonly string[]).map((type) => ({
      type,
      known: coresOfType(type, this.#catalog),
    }));
    const unknown = found.find(({ known }) => known === undefined);
    if (unknown !== undefined) return { unknownType: unknown.type, instanceType: unknown.type };
    const [first] = found;
    if (first?.known === undefined) return {};
    const largest = found.reduce((a, b) => ((b.known?.cores ?? 0) > (a.known?.cores ?? 0) ? b : a), first);
    const usual = takes === "first" ? first : largest;
    return {
      usual: usual.known?.cores,
      most: largest.known?.cores,
      origin: usual.known?.origin,
      instanceType: usual.type,
    };
  }
}

/**
 * Whether the machine keeps its type, so that the cores which it states are still true: on an update a plan keeps the
 * old figure beside the new type.
 */
function isTypeKept({ before, after }: ResourceChange): boolean {
  if (before === undefined || after === undefined) return false;
  const [was, willBe] = [before, after].map((properties: PlannedProperties) =>
    text(properties, "instance_type"),
  );
  return was !== UNKNOWN && was === willBe;
}

/** Types of resources whose machines a scaling group makes. */
const GROUPS: ReadonlySet<string> = new Set(["as_scaling_group", "kubernetes_node_pool"]);

/** Machines of which nothing is known but that they are there. */
export function unknownHosts(...unknown: UnknownPart[]): HostsAt {
  return {
    shown: { count: null, instanceType: null, cores: null },
    parts: [null],
    maximumCores: 0,
    origin: null,
    unknown,
  };
}

/** A sum, or null where a part of it is unknown. */
function total(parts: readonly (number | null)[]): number | null {
  return parts.includes(null) ? null : (parts as readonly number[]).reduce((sum, part) => sum + part, 0);
}

/** The sum of the parts that are known. */
export function knownIn(parts: readonly (number | null)[]): number {
  return parts.reduce<number>((sum, part) => sum + (part ?? 0), 0);
}

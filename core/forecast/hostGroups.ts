// Machines as resource types describe them: what they have in common.
import {
  blocks,
  count,
  items,
  type Planned,
  type PlannedProperties,
  text,
  UNKNOWN,
  type Unknown,
} from "./properties";

/** Machines of one kind that a resource has at one time. */
export interface HostGroup {
  /** How many are counted. Unknown: the plan does not tell. */
  readonly count: number | Unknown;
  /** The most that automatic scaling may make of them. Equals `count` where nothing scales. */
  readonly maximum: number | Unknown;
  /** Types that the machines may have. Empty or unknown: not in the plan. */
  readonly instanceTypes: readonly string[] | Unknown;
  /** Of several types: `first`, where the others stand in when it is sold out; `any`, where the plan does not tell which. */
  readonly takes: "first" | "any";
  /** Cores of each machine, where the resource itself states them. Unit: cores. */
  readonly statedCores?: number | undefined;
  /** Cores of each machine, where the program gives them. Unit: cores. */
  readonly givenCores?: number | undefined;
  /** The machines of another resource, by the ids that this one names, or by its reference to them. */
  readonly machines?: { readonly ids: readonly (string | Unknown)[]; readonly property: string };
  /** Machines of the plan are counted where they are made: only those from outside it are this resource's. */
  readonly isOnlyOutside?: true;
  /** `maximum` is a limit of the resource that the machines are of: only what goes beyond that one's own is counted. */
  readonly isLimitOfOther?: true;
}

/** What a resource type says about hosts. */
export interface HostType {
  /** Type in Terraform. */
  readonly terraform: string;
  /** `certain`: the machines are container hosts. `possible`: only if they run containers. */
  readonly certainty: "certain" | "possible";
  /** The machines by the resource's properties at one time: figures that the cloud computes tell the time before. */
  hosts(properties: PlannedProperties, time: "before" | "after"): readonly HostGroup[];
  /** True where no plan tells the cores. */
  readonly neverTellsCores?: true;
}

/** The value, or the default where the plan has none. */
export function or<T>(value: Planned<T>, otherwise: T | Unknown): T | Unknown {
  return value === undefined ? otherwise : value;
}

export function typesOf(...types: readonly Planned<string>[]): readonly string[] | Unknown {
  if (types.includes(UNKNOWN)) return UNKNOWN;
  return types.filter((type): type is string => typeof type === "string");
}

export function fixed(number: number | Unknown, instanceTypes: readonly string[] | Unknown): HostGroup {
  return { count: number, maximum: number, instanceTypes, takes: "any" };
}

/**
 * The number of machines between the limits of automatic scaling: the desired one, else the least. A plan keeps the
 * desired number that the cloud has computed beside a lower limit that goes beyond it; the cloud then raises it.
 */
export function scaled(
  time: "before" | "after",
  wanted: Planned<number>,
  least: Planned<number>,
  most: Planned<number>,
  isScaling: boolean | Unknown,
): Pick<HostGroup, "count" | "maximum"> {
  const desired =
    time === "after" && typeof wanted === "number" && typeof least === "number"
      ? Math.max(wanted, least)
      : wanted;
  const counted = desired !== undefined ? desired : isScaling === true ? or(least, UNKNOWN) : UNKNOWN;
  const maximum = isScaling === false ? counted : or(most, UNKNOWN);
  if (typeof counted === "number" && typeof maximum === "number")
    return { count: counted, maximum: Math.max(counted, maximum) };
  return { count: counted, maximum };
}

/** The desired number of machines; of those that are there, the counted one where no number is desired. */
export function numberAt(
  time: "before" | "after",
  properties: PlannedProperties,
  counted: string,
): Planned<number> {
  const desired = count(properties, "desired_capacity");
  return desired === undefined && time === "before" ? count(properties, counted) : desired;
}

/** Machines in blocks, each with its count and type. */
export function inBlocks(properties: PlannedProperties, name: string): HostGroup[] {
  const found = blocks(properties, name);
  if (found === UNKNOWN) return [fixed(UNKNOWN, UNKNOWN)];
  return (found as readonly PlannedProperties[]).map((block) =>
    fixed(or(count(block, "count"), 1), typesOf(text(block, "instance_type"))),
  );
}

export function firstBlock(properties: PlannedProperties, name: string): PlannedProperties | Unknown {
  const found = blocks(properties, name);
  if (found === UNKNOWN) return UNKNOWN;
  return (found as readonly PlannedProperties[])[0] ?? {};
}

/**
 * Machines that a list of ids names: each one whose id is known, and together those whose ids are not, which are found
 * by reference.
 * @param property the property that refers to them.
 */
export function listed(properties: PlannedProperties, list: string, property = list): HostGroup[] {
  const found = items(properties, list);
  if (found === UNKNOWN) return [fixed(UNKNOWN, UNKNOWN)];
  const ids = found as readonly (string | Unknown)[];
  const of = (some: readonly (string | Unknown)[]): HostGroup => ({
    ...fixed(some.length, []),
    machines: { ids: some, property },
  });
  const unknown = ids.filter((id) => typeof id !== "string");
  const known = ids.filter((id) => typeof id === "string").map((id) => of([id]));
  return unknown.length === 0 ? known : [...known, of(unknown)];
}

/** The resource whose machines count, by its id. */
export function machinesOfId(properties: PlannedProperties, property: string): Pick<HostGroup, "machines"> {
  const id = text(properties, property);
  return { machines: { ids: typeof id === "string" ? [id] : [], property } };
}

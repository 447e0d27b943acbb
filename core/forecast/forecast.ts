// Cores of container hosts that a deployment adds and removes, from what a plan says of its resources. Pure.
import { without } from "../base/defined";
import type { HostType } from "./hostGroups";
import { hostTypeOf } from "./hostTypes";
import type { InstanceTypeCatalog } from "./instanceTypes";
import { keepsInstances, withKeptSize } from "./keptSize";
import type {
  Certainty,
  Cores,
  Forecast,
  ForecastAction,
  ResourceChange,
  ResourceForecast,
  UnknownHosts,
} from "./model";
import { PlanIndex } from "./planIndex";
import { HostCounter, type HostsAt, knownIn, unknownHosts } from "./plannedHosts";
import { holdsUnknown, type PlannedProperties } from "./properties";
import { unlistedHostType } from "./unlisted";

export type { Forecast, ForecastAction, ResourceChange };

/** What is known besides the changes. */
export interface ForecastOptions {
  /** Whether the changes hold what is removed. Default: true. */
  readonly seesRemovals?: boolean;
  /** Name of a plan that leaves changes for a later run. Absent: the plan is complete. */
  readonly incompletePlan?: string | undefined;
}

/**
 * Sums what the changes of one plan add and remove. Resources that create no hosts are left out.
 * @param planned all resources of the plan, since some refer to others.
 */
export function forecast(
  planned: readonly ResourceChange[],
  catalog: InstanceTypeCatalog = {},
  { seesRemovals = true, incompletePlan }: ForecastOptions = {},
): Forecast {
  const changes = planned.map(withKeptSize);
  const index = new PlanIndex(changes);
  const counter = new HostCounter(index, catalog);
  const found = changes.flatMap((change) => {
    const hostType = typeOf(change);
    if (hostType === undefined || index.isJoining(change)) return [];
    return countedOf(change, hostType, index, counter);
  });
  const incomplete: UnknownHosts[] =
    incompletePlan === undefined
      ? []
      : [{ name: incompletePlan, type: "plan", what: "plan", certainty: "certain", action: "create" }];
  const cores = (of: (each: Counted) => number): Cores => ({
    certain: sumOf(found, "certain", of),
    possible: sumOf(found, "possible", of),
  });
  const net = cores(({ resource }) => resource.added - resource.removed);
  const maximum = cores(({ most }) => most);
  return {
    added: cores(({ resource }) => resource.added),
    removed: cores(({ resource }) => resource.removed),
    net: { ...net, maximum: maximum.certain + maximum.possible },
    maximum,
    resources: found.map(({ resource }) => resource),
    unknown: [...found.flatMap(({ unknown }) => unknown), ...incomplete],
    unknownMaximum: found.flatMap(({ unknownMaximum }) => unknownMaximum),
    switchedOn: index.defended,
    seesRemovals,
  };
}

/** Several forecasts as one: plans that are carried out together. */
export function addedForecasts(forecasts: readonly Forecast[]): Forecast {
  const sum = (of: (each: Forecast) => number): number =>
    forecasts.reduce((total, each) => total + of(each), 0);
  const cores = (of: (each: Forecast) => Cores): Cores => ({
    certain: sum((each) => of(each).certain),
    possible: sum((each) => of(each).possible),
  });
  return {
    added: cores(({ added }) => added),
    removed: cores(({ removed }) => removed),
    net: { ...cores(({ net }) => net), maximum: sum(({ net }) => net.maximum) },
    maximum: cores(({ maximum }) => maximum),
    resources: forecasts.flatMap(({ resources }) => resources),
    unknown: forecasts.flatMap(({ unknown }) => unknown),
    unknownMaximum: forecasts.flatMap(({ unknownMaximum }) => unknownMaximum),
    switchedOn: [...new Set(forecasts.flatMap(({ switchedOn }) => switchedOn))],
    seesRemovals: forecasts.every(({ seesRemovals }) => seesRemovals),
  };
}

/** What is known of the resource's type. Undefined: it makes no hosts, as far as the plan tells. */
function typeOf({ type, unlisted, action }: ResourceChange): HostType | undefined {
  const listed = hostTypeOf(type);
  if (listed !== undefined || unlisted === undefined || action === "none") return listed;
  return unlistedHostType(type, unlisted);
}

/** A resource's part of the sums. */
interface Counted {
  readonly resource: ResourceForecast;
  /** The most that it may add. Unit: cores. */
  readonly most: number;
  readonly unknown: readonly UnknownHosts[];
  readonly unknownMaximum: readonly UnknownHosts[];
}

function sumOf(found: readonly Counted[], certainty: Certainty, of: (each: Counted) => number): number {
  return found.reduce((sum, each) => (each.resource.certainty === certainty ? sum + of(each) : sum), 0);
}

function countedOf(
  change: ResourceChange,
  hostType: HostType,
  index: PlanIndex,
  counter: HostCounter,
): Counted {
  const { name, type, isAssumedNew, isDeferred } = change;
  // a machine in a cluster may change where what attaches it does not
  const action = change.action === "none" && index.changesMachines(change) ? "update" : change.action;
  const certainty = index.certaintyOf(change, hostType);
  const at = (time: "before" | "after"): HostsAt | undefined =>
    isDeferred && change[time] !== undefined
      ? unknownHosts({ what: "deferred" })
      : counter.hostsAt(change, hostType, time);
  const [before, after] = [at("before"), at("after")];
  // what stays as it is adds nothing, even where its cores are unknown
  const isUnchanged = !isDeferred && (action === "none" || (action === "update" && isSame(change, hostType)));
  const { added, removed, most } = isUnchanged
    ? { added: 0, removed: 0, most: isLimitKept(before, after) ? 0 : mostOf(before, after) }
    : differenceOf(action, before, after);
  const isMaximumUnknown = !isUnchanged && after?.isMaximumUnknown === true;
  return {
    resource: {
      name,
      type,
      action,
      before: before?.shown ?? null,
      after: after?.shown ?? null,
      certainty,
      origin: after?.origin ?? before?.origin ?? null,
      added,
      removed,
      ...(action === "delete" && keepsInstances(change) ? { keepsInstances: true } : {}),
      ...(index.isInDefended(change) ? { joinsDefended: true } : {}),
      ...(isAssumedNew ? { isAssumedNew } : {}),
    },
    most,
    unknownMaximum: isMaximumUnknown ? [{ name, type, what: "count", certainty, action }] : [],
    unknown: isUnchanged
      ? []
      : distinct([...(before?.unknown ?? []), ...(after?.unknown ?? [])]).map((part) => ({
          name,
          type,
          ...part,
          certainty,
          action,
        })),
  };
}

/** Cores that a change adds and removes, as far as they are known. */
function differenceOf(
  action: ForecastAction,
  before: HostsAt | undefined,
  after: HostsAt | undefined,
): Pick<Counted, "most"> & Pick<ResourceForecast, "added" | "removed"> {
  const [was, willBe] = knownOnBothSides(before, after);
  const isKnown = before?.shown.cores !== null && after?.shown.cores !== null;
  const isOneSided = before === undefined || after === undefined;
  const most = isKnown || isOneSided ? mostOf(before, after) : willBe - was;
  // an update changes machines in place: only the difference counts
  return action === "update"
    ? { added: Math.max(0, willBe - was), removed: Math.max(0, was - willBe), most }
    : { added: willBe, removed: was, most };
}

/** Cores before and after of those groups of machines that are known at both times, where there are two. */
function knownOnBothSides(
  before: HostsAt | undefined,
  after: HostsAt | undefined,
): [was: number, willBe: number] {
  if (before === undefined || after === undefined)
    return [knownIn(before?.parts ?? []), knownIn(after?.parts ?? [])];
  const [were, willBe] = [before.parts, after.parts];
  if (!were.includes(null) && !willBe.includes(null)) return [knownIn(were), knownIn(willBe)];
  // which of them is which is known by their order alone
  if (were.length !== willBe.length) return [0, 0];
  const isKnown = (_: unknown, at: number): boolean => were[at] !== null && willBe[at] !== null;
  return [knownIn(were.filter(isKnown)), knownIn(willBe.filter(isKnown))];
}

/** The most machines after it, without those that are there before it. */
function mostOf(before: HostsAt | undefined, after: HostsAt | undefined): number {
  return (after?.maximumCores ?? 0) - knownIn(before?.parts ?? []);
}

/** Whether count and type of the machines stay as they are, as far as the plan tells. */
function isSame({ before, after }: ResourceChange, { hosts }: HostType): boolean {
  if (before === undefined || after === undefined) return false;
  const groupsAt = (properties: PlannedProperties, time: "before" | "after") =>
    hosts(properties, time).map((group) => without(group, "statedCores", "maximum"));
  const [was, willBe] = [groupsAt(before, "before"), groupsAt(after, "after")];
  if (holdsUnknown(was) || holdsUnknown(willBe)) return false;
  // without a type nothing is known to be the same
  if (willBe.some(({ machines, instanceTypes }) => machines === undefined && isEmpty(instanceTypes)))
    return false;
  return JSON.stringify(was) === JSON.stringify(willBe);
}

/** Whether automatic scaling keeps its limit: growth within it is not the deployment's. */
function isLimitKept(before: HostsAt | undefined, after: HostsAt | undefined): boolean {
  return before?.maximumCores === after?.maximumCores;
}

function isEmpty(list: unknown): boolean {
  return Array.isArray(list) && list.length === 0;
}

function distinct<T extends object>(items: readonly T[]): T[] {
  return [...new Map(items.map((item) => [JSON.stringify(item), item])).values()];
}

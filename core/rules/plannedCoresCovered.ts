import { onlyDefined } from "../base/defined";
import type { Cores, Forecast, ResourceForecast, UnknownHosts } from "../forecast";
import { type CorePrices, costOf, LIST_PRICES } from "../model/prices";
import type { PurchaseState } from "../model/purchaseState";
import { countsWith, type ForecastSettings } from "./evidence";
import { countIn, type FieldFacts, type FieldProblem } from "./fields";
import { problemOfSources } from "./idleCores";
import { type ElasticFacts, elasticIn } from "./noUndefendedCores";
import { type Rule, unverifiable, violated } from "./rule";

export interface PlannedCoresCoveredSettings {
  /** Planned cores without free ones that are accepted. */
  readonly maxUncoveredCores: number;
}

/** A resource that adds machines. */
export interface AddingFacts {
  readonly name: string;
  readonly type: string;
  /** Machines that it adds. Absent where the plan gives cores alone. */
  readonly count?: number | undefined;
  readonly instanceType?: string | undefined;
  /** Unit: cores. */
  readonly cores: number;
}

/** A resource, for a message. */
export type NamedResourceFacts = Pick<ResourceForecast, "name" | "type">;

/** What the deployment does, as far as it is known. */
export interface PlannedFacts {
  /** Cores that it adds. With `useMaximum`, at most, and less those removed. */
  readonly addedCores: number;
  /** Cores that it removes. Absent where the source of the plan does not show them, and with `useMaximum`. */
  readonly removedCores?: number | undefined;
  /** Added less removed ones: those that need free cores. */
  readonly plannedCores: number;
  readonly instances: ForecastSettings["instances"];
  readonly useMaximum: boolean;
  /** The resources that add most, at most {@link SHOWN_RESOURCES} of them. */
  readonly resources: readonly AddingFacts[];
  /** How many more there are. */
  readonly moreResources: number;
  /** What is in no sum, because its count or type is unknown; at most {@link SHOWN_RESOURCES}. */
  readonly unknown: readonly UnknownFacts[];
  readonly moreUnknown: number;
  /** Resources that exist already and count as new, because the source does not tell their size before. */
  readonly assumedNew: readonly NamedResourceFacts[];
  /** The cores of all of them, which are part of {@link addedCores}: they may be there already. */
  readonly assumedCores: number;
  /** Node pools that are deleted while their machines stay. */
  readonly keptInstances: readonly NamedResourceFacts[];
}

export type UnknownFacts = Pick<UnknownHosts, "name" | "type" | "what" | "instanceType">;

export interface PlannedCoresCoveredFacts {
  /** A count of the reply is missing. */
  readonly unknown: FieldFacts;
  /** It is unknown how much the deployment adds. */
  readonly unknownHosts: PlannedFacts;
  readonly uncovered: PlannedFacts & {
    readonly maxUncoveredCores: number;
    readonly idleKind: "bought" | "trial";
    /** An upper bound. */
    readonly idleCores: number;
    readonly undefendedCores: number;
    /** Idle cores that no undefended one needs. */
    readonly freeCores: number;
    /** Room within the limit of elastic billing that counts as free. Absent: it does not count. */
    readonly elasticRoomCores?: number | undefined;
    /** Planned cores that nothing free covers. */
    readonly uncoveredCores: number;
    /** How many of the added cores are in clusters that the same plan switches protection on for. */
    readonly switchedOnCores: number;
    readonly elastic: ElasticFacts;
    /** What {@link uncoveredCores} cost by elastic billing. */
    readonly elasticDay: { readonly amount: number; readonly currency: string; readonly asOf: string };
  };
}

const SHOWN_RESOURCES = 5;

type Counting = Pick<ForecastSettings, "instances" | "useMaximum">;

const FORECAST_DEFAULTS: Counting = { instances: "certain", useMaximum: false };

export const plannedCoresCovered: Rule<PlannedCoresCoveredSettings, PlannedCoresCoveredFacts> = {
  id: "TCSS010",
  name: "planned-cores-covered",
  title: "A deployment must not add more cores than are free",
  rationale:
    "Protection usually lapses because a deployment adds nodes and nobody buys cores for them. What is not covered by an idle core stays undefended, or is billed elastically from its first hour.",
  severity: "medium",
  defaultLevel: "advisory",
  remediation: [
    "Buy the missing cores before the deployment, or raise the limit of elastic billing.",
    "Where elastic billing may cover new nodes, set forecast.countElastic in tcss.gate.yaml, or maxUncoveredCores to the cores that are accepted.",
    "Where the cores of an instance type are unknown, give them under forecast.instanceTypes in tcss.gate.yaml.",
    "To count what is removed as well, judge the plan before the deployment: tcss check --plan FILE.",
  ],
  settings: {
    maxUncoveredCores: {
      type: "integer",
      default: 0,
      minimum: 0,
      description: "Planned cores without free ones that are accepted. Unit: cores.",
    },
  },
  skippedWhenInactive: true,
  needs: "forecast",
  isInUse: ({ isPlanJudged = true }) => isPlanJudged,
  evaluate(
    { reading, forecast, forecastSettings = {}, prices = LIST_PRICES.international },
    { maxUncoveredCores },
  ) {
    if (forecast === undefined) return undefined;
    const planned = plannedIn(forecast, { ...FORECAST_DEFAULTS, ...forecastSettings });
    const isKnown = planned.unknown.length === 0;
    if (planned.plannedCores <= maxUncoveredCores)
      return isKnown ? undefined : unverifiable("unknownHosts", planned);
    const { countElastic = false } = forecastSettings;
    const cover = coverIn(reading, countElastic);
    if ("problem" in cover) return unverifiable("unknown", cover);
    const { idleCores, undefendedCores, freeCores, elasticRoomCores } = cover;
    const uncoveredCores = Math.max(0, planned.plannedCores - freeCores - (elasticRoomCores ?? 0));
    if (uncoveredCores <= maxUncoveredCores)
      return isKnown ? undefined : unverifiable("unknownHosts", planned);
    // what may be there already proves no lack of cores
    if (uncoveredCores - planned.assumedCores <= maxUncoveredCores)
      return unverifiable("unknownHosts", planned);
    return violated("uncovered", {
      ...planned,
      maxUncoveredCores,
      idleKind: reading.authorizedCoresCnt === 0 ? ("trial" as const) : ("bought" as const),
      idleCores,
      undefendedCores,
      freeCores,
      elasticRoomCores,
      uncoveredCores,
      switchedOnCores: switchedOnIn(forecast, planned.instances),
      elastic: elasticIn(reading),
      elasticDay: priceOf(uncoveredCores, prices),
    });
  },
};

function priceOf(cores: number, prices: CorePrices) {
  const { currency, asOf } = prices;
  return { amount: costOf(cores, "elasticCoreDay", prices), currency, asOf };
}

function plannedIn(forecast: Forecast, { instances, useMaximum }: Counting): PlannedFacts {
  const counts = countsWith(instances);
  const coresOf = ({ certain, possible }: Cores): number =>
    instances === "possible" ? certain + possible : certain;
  const resources = forecast.resources.filter(({ certainty }) => counts(certainty));
  const adding = resources.filter(({ added }) => added > 0).sort((a, b) => b.added - a.added);
  const assumed = adding.filter(({ isAssumedNew }) => isAssumedNew);
  // what is unknown of a resource that goes can only make less of it
  const unknown = [...forecast.unknown, ...(useMaximum ? forecast.unknownMaximum : [])].filter(
    ({ certainty, action }) => counts(certainty) && action !== "delete",
  );
  const plannedCores = useMaximum ? coresOf(forecast.maximum) : coresOf(forecast.net);
  const named = ({ name, type }: ResourceForecast): NamedResourceFacts => ({ name, type });
  return {
    addedCores: useMaximum ? plannedCores : coresOf(forecast.added),
    ...(forecast.seesRemovals && !useMaximum ? { removedCores: coresOf(forecast.removed) } : {}),
    plannedCores,
    instances,
    useMaximum,
    resources: adding.slice(0, SHOWN_RESOURCES).map(addingFacts),
    moreResources: Math.max(0, adding.length - SHOWN_RESOURCES),
    unknown: unknown
      .slice(0, SHOWN_RESOURCES)
      .map(({ name, type, what, instanceType }) => onlyDefined({ name, type, what, instanceType })),
    moreUnknown: Math.max(0, unknown.length - SHOWN_RESOURCES),
    assumedNew: assumed.slice(0, SHOWN_RESOURCES).map(named),
    assumedCores: assumed.reduce((sum, { added }) => sum + added, 0),
    keptInstances: resources
      .filter(({ keepsInstances }) => keepsInstances)
      .slice(0, SHOWN_RESOURCES)
      .map(named),
  };
}

/** The machines that a resource adds: of an update that keeps the type, the growth alone. */
function addingFacts({ name, type, action, before, after, added }: ResourceForecast): AddingFacts {
  const { count = null, instanceType = null } = after ?? {};
  const kept = action === "update" ? before : null;
  const isOtherType = kept !== null && kept.instanceType !== instanceType;
  const machines = count === null || isOtherType ? undefined : count - (kept?.count ?? 0);
  return onlyDefined({
    name,
    type,
    // a larger type adds cores, and no machine
    count: (machines ?? 0) > 0 ? machines : undefined,
    instanceType: instanceType ?? undefined,
    cores: added,
  });
}

/** Cores that are free, or the count of the reply that is missing. */
function coverIn(
  reading: PurchaseState,
  countElastic: boolean,
):
  | { readonly problem: FieldProblem }
  | {
      readonly idleCores: number;
      readonly undefendedCores: number;
      readonly freeCores: number;
      readonly elasticRoomCores?: number | undefined;
    } {
  const undefendedCores = countIn(reading, "undefendCoresCnt");
  if (typeof undefendedCores !== "number") return { problem: undefendedCores };
  const { idleCoresCnt: idleCores } = reading;
  if (idleCores === undefined) return { problem: problemOfSources(reading) };
  const freeCores = Math.max(0, idleCores - undefendedCores);
  if (!countElastic) return { idleCores, undefendedCores, freeCores };
  const [limit, used] = (["flexibleCoresLimit", "currentFlexibleCoresCnt"] as const).map((field) =>
    countIn(reading, field),
  );
  if (typeof limit !== "number") return { problem: limit as FieldProblem };
  if (typeof used !== "number") return { problem: used as FieldProblem };
  return { idleCores, undefendedCores, freeCores, elasticRoomCores: Math.max(0, limit - used) };
}

function switchedOnIn({ resources }: Forecast, instances: ForecastSettings["instances"]): number {
  const counts = countsWith(instances);
  return resources
    .filter(({ certainty, joinsDefended }) => joinsDefended && counts(certainty))
    .reduce((sum, { added }) => sum + added, 0);
}

import {
  type Cores,
  counted,
  type Forecast,
  figure,
  onlyDefined,
  type PlannedHosts,
  type ResourceForecast,
  type UnknownHosts,
} from "pulumi-tcss/internal";

/** A forecast as report.schema.json describes it. */
export interface PublishedForecast {
  readonly added: Cores;
  readonly removed: Cores;
  readonly net: Forecast["net"];
  readonly resources: readonly Pick<
    ResourceForecast,
    "name" | "type" | "action" | "before" | "after" | "certainty" | "origin"
  >[];
  readonly unknown: readonly Pick<UnknownHosts, "name" | "type" | "what" | "instanceType">[];
}

export function publishedForecast({ added, removed, net, resources, unknown }: Forecast): PublishedForecast {
  return {
    added,
    removed,
    net,
    resources: resources.map(({ name, type, action, before, after, certainty, origin }) => ({
      name,
      type,
      action,
      before,
      after,
      certainty,
      origin,
    })),
    unknown: unknown.map(({ name, type, what, instanceType }) =>
      onlyDefined({ name, type, what, instanceType }),
    ),
  };
}

/** Heads of the columns of {@link resourceCells}. */
export const RESOURCE_COLUMNS = ["Resource", "Action", "Before", "After", "Cores", "Hosts", "From"] as const;

/** One resource, a text for each column. */
export function resourceCells(resource: ResourceForecast): string[] {
  const { name, action, before, after, added, removed, certainty, origin } = resource;
  return [
    name,
    action,
    hostsText(before),
    hostsText(after),
    [
      added > 0 ? `+${figure(added)}` : "",
      removed > 0 ? `-${figure(removed)}` : "",
      isUnknown(resource) ? "unknown" : "",
    ]
      .filter(Boolean)
      .join(" ") || "0",
    certainty,
    origin ?? "–",
  ];
}

function isUnknown({ before, after, action }: ResourceForecast): boolean {
  return action !== "none" && (before?.cores === null || after?.cores === null);
}

function hostsText(hosts: PlannedHosts | null): string {
  if (hosts === null) return "–";
  const { count, instanceType, cores, knownCores } = hosts;
  const machines = count === null ? "unknown number" : figure(count);
  const type = instanceType ?? (cores === null ? "unknown type" : "several types");
  if (cores !== null) return `${machines} × ${type} = ${counted(cores, "core")}`;
  return knownCores === undefined
    ? `${machines} × ${type}`
    : `${machines} × ${type}, at least ${counted(knownCores, "core")}`;
}

/** What the deployment adds and removes, in sentences. */
export function forecastSentences(forecast: Forecast): string[] {
  const { added, removed, net, unknown, switchedOn, resources, seesRemovals } = forecast;
  const kept = resources.filter(({ keepsInstances }) => keepsInstances);
  return [
    `Adds ${unknown.length > 0 ? "at least " : ""}${counted(added.certain, "core")} of container hosts${possible(added)}, removes ${figure(removed.certain)}${possible(removed)}: ${signed(net.certain)} in all${net.possible === 0 ? "" : ` (${signed(net.possible)} possible)`}, at most ${signed(net.maximum)}.`,
    ...(seesRemovals ? [] : ["Removals are not in this plan: they are not counted."]),
    ...(kept.length === 0
      ? []
      : [
          `The machines of ${names(kept)} stay after the deletion of the node pool: they count as removed from the cluster.`,
        ]),
    ...(switchedOn.length === 0
      ? []
      : [
          "The plan switches protection on for a cluster: new machines there are protected, and need free cores.",
        ]),
    ...unknown.slice(0, MAX_NAMES).map(unknownSentence),
    ...(unknown.length > MAX_NAMES ? [`${figure(unknown.length - MAX_NAMES)} more are unknown.`] : []),
  ];
}

const MAX_NAMES = 10;

function possible({ possible: cores }: Cores): string {
  return cores === 0 ? "" : ` (and ${figure(cores)} of machines that may run containers)`;
}

function signed(cores: number): string {
  return cores > 0 ? `+${figure(cores)}` : cores < 0 ? `-${figure(-cores)}` : "0";
}

function names(resources: readonly ResourceForecast[]): string {
  const shown = resources.slice(0, MAX_NAMES).map(({ name }) => name);
  const left = resources.length - shown.length;
  return [...shown, ...(left > 0 ? [`${figure(left)} more`] : [])].join(", ");
}

function unknownSentence({ name, what, instanceType }: UnknownHosts): string {
  const reason = {
    count: "the plan does not tell the number of machines",
    instanceType:
      instanceType === undefined
        ? "the plan does not tell the instance type"
        : `the cores of ${instanceType} are unknown (forecast.instanceTypes in tcss.gate.yaml, or --lookup-types)`,
    cores: "no plan tells its cores",
    resourceType: "a type of resource that this version does not count, and that may make container hosts",
    deferred: "the plan leaves it for a later run",
    plan: "the plan is not complete: more changes come in a later run",
  }[what];
  return `Unknown, in no sum: ${name}: ${reason}.`;
}

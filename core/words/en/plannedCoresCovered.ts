import { terraformTypeOf } from "../../forecast/resourceTypes";
import type {
  AddingFacts,
  NamedResourceFacts,
  PlannedCoresCoveredFacts,
  PlannedFacts,
  UnknownFacts,
} from "../../rules/plannedCoresCovered";
import type { WordsFor } from "../sentences";
import { unverified } from "./fields";
import { accepted, counted, figure, money } from "./numbers";

type Uncovered = PlannedCoresCoveredFacts["uncovered"];

export const plannedCoresCovered: WordsFor<PlannedCoresCoveredFacts> = {
  unknown: unverified("Whether free cores cover the deployment"),
  unknownHosts: (facts) => ({
    message: `How many cores of ${machines(facts)} this deployment adds cannot be verified: ${list([...facts.unknown.map(unknownPart), ...facts.assumedNew.map(assumedPart)], facts.moreUnknown)}.`,
    advice: [howToTell(facts), ...notes(facts)].join(" "),
  }),
  uncovered: (facts) => ({
    message: `${headline(facts)} ${cover(facts)}`,
    advice: [
      "Buy the missing cores before the deployment, or reduce what it adds.",
      ...(facts.unknown.length === 0
        ? []
        : [`More is unknown and not counted: ${list(facts.unknown.map(unknownPart), facts.moreUnknown)}.`]),
      ...notes(facts),
    ].join(" "),
  }),
};

/** "This deployment adds 16 cores of container hosts (node pool web: 2 × S5.2XLARGE16)." */
function headline(facts: PlannedFacts): string {
  const { addedCores, removedCores = 0, plannedCores, useMaximum, resources, moreResources } = facts;
  const which = resources.length === 0 ? "" : ` (${list(resources.map(addingPart), moreResources, "; ")})`;
  const removed =
    removedCores === 0 ? "" : ` and removes ${figure(removedCores)}: ${figure(plannedCores)} more in all`;
  const most = useMaximum ? "up to " : facts.unknown.length > 0 ? "at least " : "";
  return `This deployment adds ${most}${counted(addedCores, "core")} of ${machines(facts)}${which}${removed}.`;
}

function machines({ instances }: PlannedFacts): string {
  return instances === "possible" ? "machines that may run containers" : "container hosts";
}

function addingPart({ name, type, count, instanceType, cores }: AddingFacts): string {
  const what = instanceType ?? counted(cores, "core");
  const size = count === undefined ? `${counted(cores, "core")} more` : `${figure(count)} × ${what}`;
  return `${named({ name, type })}: ${instanceType === undefined && count !== undefined ? counted(cores, "core") : size}`;
}

/** "No bought core is idle: 16 cores would be undefended, or billed elastically at about 4.00 USD a day." */
function cover(facts: Uncovered): string {
  const { uncoveredCores, maxUncoveredCores, plannedCores } = facts;
  const all = uncoveredCores === plannedCores;
  const cores = all ? counted(uncoveredCores, "core") : `the other ${figure(uncoveredCores)}`;
  return `${free(facts)}: ${cores} would be ${fate(facts)}${accepted(maxUncoveredCores)}.`;
}

/** What is free, as the start of a sentence. */
function free({ idleKind, idleCores, undefendedCores, freeCores, elasticRoomCores = 0 }: Uncovered): string {
  const elastic =
    elasticRoomCores === 0 ? "" : ` and elastic billing has room for ${figure(elasticRoomCores)}`;
  if (idleCores === 0) return `No ${idleKind} core is idle${elastic}`;
  const idle =
    idleCores === 1
      ? `At most 1 ${idleKind} core is idle`
      : `Up to ${figure(idleCores)} ${idleKind} cores are idle`;
  if (undefendedCores === 0) return `${idle}${elastic}`;
  const others = `${counted(undefendedCores, "other core waits", "other cores wait")} for protection`;
  return freeCores === 0
    ? `${idle}, but ${others}${elastic}`
    : `${idle} and ${others}, which leaves ${figure(freeCores)}${elastic}`;
}

function fate({ uncoveredCores, switchedOnCores, elastic, elasticDay, elasticRoomCores }: Uncovered): string {
  const { limitCores, freeCores } = elastic;
  // room that counts as free is taken already
  const room = freeCores === undefined ? undefined : Math.max(0, freeCores - (elasticRoomCores ?? 0));
  if (limitCores === 0) return "undefended (elastic billing has no limit set, so it covers none)";
  if (room === 0) return "undefended (elastic billing has no room left)";
  const price = `billed elastically at about ${money(elasticDay.amount, elasticDay.currency)} a day`;
  if (room !== undefined && room < uncoveredCores)
    return `undefended, or for up to ${figure(room)} of them billed elastically`;
  return switchedOnCores >= uncoveredCores
    ? `${price}, because the plan switches protection on for their clusters`
    : `undefended, or ${price}`;
}

function unknownPart({ name, type, what, instanceType }: UnknownFacts): string {
  switch (what) {
    case "count":
      return `${named({ name, type })} (number of machines unknown)`;
    case "instanceType":
      return instanceType === undefined
        ? `${named({ name, type })} (instance type unknown)`
        : `${named({ name, type })} (cores of ${instanceType} unknown)`;
    case "cores":
      return `${named({ name, type })} (no plan tells its cores)`;
    case "resourceType":
      return `${named({ name, type })} (a type of resource that this version does not count, and that may make container hosts)`;
    case "deferred":
      return `${named({ name, type })} (left for a later run)`;
    case "plan":
      return `${name} (the plan is not complete: more changes come in a later run)`;
  }
}

/** A resource of unknown size before, which counts as new. */
function assumedPart(resource: NamedResourceFacts): string {
  return `${named(resource)} (size before the deployment unknown)`;
}

function howToTell({ unknown }: PlannedFacts): string {
  if (unknown.length === 0)
    return "Judge the plan, which tells the size before: pulumi preview --json | tcss check --plan -.";
  const isTypeUnknown = unknown.some(
    ({ what, instanceType }) => what === "instanceType" && instanceType !== undefined,
  );
  if (isTypeUnknown)
    return "Give the cores of the type under forecast.instanceTypes in tcss.gate.yaml, or let Tencent Cloud be asked: forecast.lookup there, or --lookup-types of tcss check.";
  return unknown.every(({ what }) => what === "resourceType" || what === "cores")
    ? "Find out how many cores it adds, see that as many are free, and waive the rule for this deployment."
    : "Give count and instance type in the configuration, so that the plan tells them.";
}

/** What else a reader should know of the figures. */
function notes({ removedCores, useMaximum, assumedNew, keptInstances }: PlannedFacts): string[] {
  return [
    ...(assumedNew.length === 0
      ? []
      : [
          `${list(assumedNew.map(named), 0)} may exist already, in whole or in part; the size before is unknown, so that all of it counts as new.`,
        ]),
    ...(keptInstances.length === 0
      ? []
      : [
          `The machines of ${list(keptInstances.map(named), 0)} stay after its deletion: they count as removed from the cluster.`,
        ]),
    ...(removedCores === undefined && !useMaximum
      ? [
          "Cores that the deployment removes are not counted: a policy cannot see them, tcss check --plan can.",
        ]
      : []),
  ];
}

/** `node pool web`. */
function named({ name, type }: NamedResourceFacts): string {
  const terraform = terraformTypeOf(type) ?? type;
  // Terraform's address repeats the type
  const short = name.replace(`tencentcloud_${terraform}.`, "");
  return `${KINDS[terraform] ?? terraform.replaceAll("_", " ")} ${short}`;
}

const KINDS: Readonly<Record<string, string>> = {
  kubernetes_cluster: "cluster",
  kubernetes_scale_worker: "scale worker",
  kubernetes_node_pool: "node pool",
  kubernetes_native_node_pool: "native node pool",
  kubernetes_serverless_node_pool: "serverless node pool",
  kubernetes_cluster_attachment: "cluster attachment",
  kubernetes_cluster_master_attachment: "master attachment",
  as_scaling_group: "scaling group",
  lighthouse_instance: "Lighthouse instance",
};

function list(parts: readonly string[], more: number, separator = ", "): string {
  return [...parts, ...(more === 0 ? [] : [`and ${figure(more)} more`])].join(separator);
}

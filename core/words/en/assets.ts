// Sentences about an account's assets.
import { printable, statementOf } from "../../base/errors";
import type { AssetKind, AssetStatus } from "../../model/assets";
import type {
  AssetFacts,
  PlanFacts,
  PlannedAssetFacts,
  UndefendedAssetsFacts,
  UnreadAssetsFacts,
} from "../../rules/assetFacts";
import { counted, figure, money } from "./numbers";

const KINDS: Readonly<Record<AssetKind, string>> = {
  cluster: "cluster",
  host: "host",
  superNode: "super node",
};

const STATUSES: Readonly<Record<AssetStatus, string>> = {
  defended: "defended",
  partial: "partly protected",
  undefended: "undefended",
  unknown: "protection unknown",
};

const MAX_NAME = 60;

/** An asset by its name and id, with what is known of its protection. */
function asset(
  { kind, id, name }: Pick<AssetFacts, "kind" | "id" | "name">,
  details: readonly string[],
): string {
  const names = [name, id].flatMap((text) => (text === undefined ? [] : printable(text, MAX_NAME)));
  const [first = "without an id", ...others] = names;
  const inBrackets = [...others, ...details];
  return `${KINDS[kind]} ${first}${inBrackets.length === 0 ? "" : ` (${inBrackets.join(", ")})`}`;
}

/** `cluster shop (cls-1, 40 cores)`; where cores are unknown, how far it is protected. */
function undefendedAsset({ undefendedCores, status, ...names }: AssetFacts): string {
  const cores = undefendedCores === undefined ? STATUSES[status] : counted(rounded(undefendedCores), "core");
  return asset(names, [cores]);
}

/** `cluster shop (cls-1, partly protected, 8 cores undefended)`. */
function assetWithStatus({ undefendedCores = 0, status, isRepeated, ...names }: AssetFacts): string {
  const cores = undefendedCores === 0 ? [] : [`${counted(rounded(undefendedCores), "core")} undefended`];
  const doubts = isRepeated ? ["listed several times with different values"] : [];
  return asset(names, [...new Set([STATUSES[status], ...cores, ...doubts])]);
}

/** Milli-cores have three digits; a sentence shows one. */
function rounded(cores: number): number {
  return Math.max(0.1, Math.round(cores * 10) / 10);
}

/** `a, b and 3 more`. */
export function listed(texts: readonly string[], more: number): string {
  const all = more === 0 ? texts : [...texts, `${figure(more)} more`];
  const last = all.at(-1) ?? "";
  return all.length < 2 ? last : `${all.slice(0, -1).join(", ")} and ${last}`;
}

/** `a, b and 3 more`, of assets and how far each is protected. */
export function assetsWithStatus({ worst, more }: Pick<UndefendedAssetsFacts, "worst" | "more">): string {
  return listed(worst.map(assetWithStatus), more);
}

/** Which assets are undefended; undefined where the lists show none. */
export function worstAssets({ worst, more }: UndefendedAssetsFacts): string | undefined {
  return worst.length === 0 ? undefined : `Undefended: ${listed(worst.map(undefendedAsset), more)}.`;
}

/** Which assets' cores are in doubt; undefined for none. */
export function repeatedAssets({
  repeated = [],
  moreRepeated = 0,
}: UndefendedAssetsFacts): string | undefined {
  if (repeated.length === 0) return undefined;
  const assets = listed(
    repeated.map((each) => asset(each, [])),
    moreRepeated,
  );
  return `The lists gave assets several times with different values, of which the last count: ${assets}.`;
}

/** What to switch on at no cost, and what the rest costs. */
export function planSentence(plan: PlanFacts): string {
  const { switchOn, moreToSwitchOn, coveredCores, remainingCores, needAccess } = plan;
  const rest = remainingCores === 0 ? "" : restOf(plan);
  if (switchOn.length === 0) return rest === "" ? "" : `${rest}.`;
  const agents =
    needAccess === 0
      ? ""
      : `, once the agent is installed on ${needAccess === 1 ? "one of them" : `${figure(needAccess)} of them`}`;
  const assets = listed(switchOn.map(plannedAsset), moreToSwitchOn);
  return `Cheapest cover by whole clusters and hosts: switch protection on for ${assets}, which covers ${counted(coveredCores, "core")} at no cost${agents}${rest === "" ? "" : `; ${lowerFirst(rest)}`}.`;
}

function plannedAsset({ cores, ...names }: PlannedAssetFacts): string {
  return asset(names, [counted(cores, "core")]);
}

function restOf({ switchOn, remainingCores, currency, elasticPerDay, prepaidPerMonth }: PlanFacts): string {
  const cores = `${switchOn.length === 0 ? "All" : "The other"} ${counted(remainingCores, "core")}`;
  const prices =
    currency === undefined
      ? []
      : [
          elasticPerDay === undefined
            ? undefined
            : `about ${money(elasticPerDay, currency)} a day by elastic billing`,
          prepaidPerMonth === undefined
            ? undefined
            : `about ${money(prepaidPerMonth, currency)} a month bought in advance`,
        ].filter((price) => price !== undefined);
  const verb = remainingCores === 1 ? ["needs", "costs"] : ["need", "cost"];
  return prices.length === 0
    ? `${cores} ${verb[0]} elastic billing or a purchase`
    : `${cores} ${verb[1]} ${prices.join(", or ")}`;
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

/** Why assets are unknown, as a sentence, and what to do about it. */
export function unreadAssets({ error }: UnreadAssetsFacts): string {
  if (error === undefined)
    return "The assets are known only of an account that is asked itself, and these values come from elsewhere.";
  if (error.permission !== undefined) return `${statementOf(error)} ${permissionAdvice(error.permission)}`;
  return [statementOf(error), error.nextStep].filter((text) => text !== undefined).join(" ");
}

/** What to say in place of names. */
export function unnamedAssets({ error }: UnreadAssetsFacts): string | undefined {
  if (error === undefined) return undefined;
  return error.permission === undefined
    ? `Which assets they are could not be read: ${statementOf(error)}`
    : `The permission ${error.permission} would name the assets: tcss policy-json --coverage prints all that it takes.`;
}

function permissionAdvice(permission: string): string {
  return `Allow ${permission} to this key's user or role in CAM: tcss policy-json --coverage prints all that it takes.`;
}

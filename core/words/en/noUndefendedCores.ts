import type { ElasticFacts, NoUndefendedCoresFacts } from "../../rules/noUndefendedCores";
import type { WordsFor } from "../sentences";
import { planSentence, repeatedAssets, unnamedAssets, unreadAssets, worstAssets } from "./assets";
import { unverified } from "./fields";
import { accepted, counted, figure, isAre } from "./numbers";

type Undefended = NoUndefendedCoresFacts["undefended"];

export const noUndefendedCores: WordsFor<NoUndefendedCoresFacts> = {
  unknown: unverified("Coverage"),
  exemptUnknown: ({ unread, ...facts }, { vocabulary: { property } }) => ({
    message: `Whether all ${counted(facts.undefendedCores, "undefended core")} belong to exempt assets cannot be verified${
      typeof unread === "string"
        ? `. ${DOUBTS[unread]}`
        : `${unread.error === undefined ? "." : ":"} ${unreadAssets(unread)}`
    }`,
    ...(typeof unread === "object" && unread.error !== undefined
      ? {}
      : {
          advice: `Judge the account itself, or use ${property("maxUndefendedCores")} in the place of assets.exempt.`,
        }),
  }),
  inactive: (facts) => ({
    message: headline(facts),
    advice: sentences(
      facts.assets && worstAssets(facts.assets),
      facts.assets && repeatedAssets(facts.assets),
      "None can be defended before protection is in effect again.",
      facts.unread && unnamedAssets(facts.unread),
    ),
  }),
  undefended: (facts) => ({
    message: headline(facts),
    advice: sentences(
      facts.assets && worstAssets(facts.assets),
      facts.assets && repeatedAssets(facts.assets),
      cover(facts),
      facts.assets?.plan && planSentence(facts.assets.plan),
      facts.unread && unnamedAssets(facts.unread),
    ),
  }),
};

const DOUBTS = {
  noUnit: "The cores of the assets do not fit the account's in any unit.",
  unknownCores: "The cores of other assets are unknown, or a list of assets is incomplete.",
  repeated: "The lists gave assets several times, with different values.",
} as const;

function sentences(...texts: readonly (string | undefined)[]): string {
  return texts.filter((text) => text !== undefined && text !== "").join(" ");
}

function headline({
  undefendedCores,
  allCores,
  maxUndefendedCores,
  exemptCores = 0,
}: NoUndefendedCoresFacts["inactive"]): string {
  const cores =
    allCores === undefined
      ? counted(undefendedCores, "core")
      : `${figure(undefendedCores)} of ${counted(allCores, "core")}`;
  const exempt = exemptCores === 0 ? "" : `, ${figure(exemptCores)} of exempt assets not counted`;
  return `${cores} ${isAre(undefendedCores)} undefended${exempt}${accepted(maxUndefendedCores)}.`;
}

/** How the undefended cores can be covered: by idle ones first, then by elastic billing or a purchase. */
function cover({ undefendedCores, idleKind, idleCores, elastic }: Undefended): string {
  if (idleCores === undefined)
    return `How many bought cores are idle and could cover them cannot be determined from this reply; ${them(undefendedCores)} may need ${elasticOrPurchase(elastic, undefendedCores)}.`;
  if (idleCores === 0)
    return `No ${idleKind} core is idle: ${them(undefendedCores)} ${needs(undefendedCores)} ${elasticOrPurchase(elastic, undefendedCores)}.`;
  const idle =
    idleCores === 1
      ? `1 ${idleKind} core may be idle and could cover`
      : `Up to ${figure(idleCores)} ${idleKind} cores are idle and could cover`;
  const left = undefendedCores - idleCores;
  if (left <= 0)
    return `${idle} ${undefendedCores === 1 ? "it" : "all of them"} at no cost: switch protection on.`;
  return `${idle} ${idleCores === 1 ? "one of them" : "them"} at no cost; the other ${figure(left)} ${needs(left)} ${elasticOrPurchase(elastic, left)}.`;
}

function them(count: number): string {
  return count === 1 ? "it" : `all ${figure(count)}`;
}

function needs(count: number): "needs" | "need" {
  return count === 1 ? "needs" : "need";
}

function elasticOrPurchase({ limitCores, usedCores, freeCores }: ElasticFacts, cores: number): string {
  if (limitCores === undefined) return "elastic billing or a purchase";
  if (limitCores === 0) return "a purchase (elastic billing has no limit set, so it covers none)";
  if (usedCores === undefined || freeCores === undefined)
    return `elastic billing (limit ${figure(limitCores)}) or a purchase`;
  const use = `limit ${figure(limitCores)}, ${usedCores === 0 ? "none" : figure(usedCores)} in use`;
  if (freeCores === 0) return `a purchase (elastic billing is used up: ${use})`;
  return freeCores < cores
    ? `elastic billing (${use}: room for ${figure(freeCores)}) and a purchase`
    : `elastic billing (${use}) or a purchase`;
}

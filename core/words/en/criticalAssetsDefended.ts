import { printable } from "../../base/text";
import type { Vocabulary } from "../../base/vocabulary";
import type { CriticalAssetsDefendedFacts } from "../../rules/criticalAssetsDefended";
import type { WordsFor } from "../sentences";
import { assetsWithStatus, listed, unreadAssets } from "./assets";
import { counted, figure, isAre } from "./numbers";

type Open = CriticalAssetsDefendedFacts["unknown"];

export const criticalAssetsDefended: WordsFor<CriticalAssetsDefendedFacts> = {
  undefended: (facts, { vocabulary }) => ({
    message: [openSentence(facts), notFoundSentence(facts, vocabulary)]
      .filter((text) => text !== "")
      .join(" "),
    advice: [
      facts.assets.worst.length === 0 ? "" : SWITCH_ON,
      facts.notFound.length === 0
        ? ""
        : `Where an asset has another name or is gone, correct ${vocabulary.gateSetting("assets.mustBeDefended")}.`,
    ]
      .filter((text) => text !== "")
      .join(" "),
  }),
  unknown: (facts) => ({
    message: `Whether assets that must be defended are protected cannot be verified: ${assetsWithStatus(facts.assets)}.`,
    advice: unknownAdvice(facts),
  }),
  notRead: (facts) => ({
    message: `Whether the assets that must be defended are protected cannot be verified${facts.error === undefined ? "." : ":"} ${unreadAssets(facts)}`,
    ...(facts.error === undefined
      ? {
          advice: "Judge the account itself: it is one of the gate's accounts, or tcss check --live asks it.",
        }
      : {}),
  }),
};

const SWITCH_ON =
  "Switch protection on for them in the TCSS console, or by the commands that tcss coverage prints.";

function unknownAdvice({ assets: { worst } }: Open): string {
  const repeated = worst.filter(({ isRepeated }) => isRepeated).length;
  if (repeated === 0)
    return "The API states nothing that it documents for them: look at them in the TCSS console.";
  const others = repeated === worst.length ? "" : " Look at the others in the TCSS console.";
  return `Try again: the lists of assets changed while they were read.${others}`;
}

function openSentence({ named, assets }: Open): string {
  const count = assets.worst.length + assets.more;
  if (count === 0) return "";
  const which = `${figure(count)} of ${counted(named, "asset")} that must be defended ${isAre(count)} not fully protected`;
  return `${which}: ${assetsWithStatus(assets)}.`;
}

function notFoundSentence(
  { notFound, moreNotFound }: Pick<CriticalAssetsDefendedFacts["undefended"], "notFound" | "moreNotFound">,
  { property }: Vocabulary,
): string {
  if (notFound.length === 0) return "";
  const patterns = listed(
    notFound.map((pattern) => printable(pattern, 100)),
    moreNotFound,
  );
  return `No asset of the account has a name or id that assets.${property("mustBeDefended")} gives: ${patterns}.`;
}

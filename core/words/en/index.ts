import type { FactsByPolicy } from "../../rules";
import type { WordsFor } from "../sentences";
import { automaticRenewal } from "./automaticRenewal";
import { criticalAssetsDefended } from "./criticalAssetsDefended";
import { elasticHeadroom } from "./elasticHeadroom";
import { expiringSoon } from "./expiringSoon";
import { idleCores } from "./idleCores";
import { imagesLicensed } from "./imagesLicensed";
import { noTrial } from "./noTrial";
import { noUndefendedCores } from "./noUndefendedCores";
import { plannedCoresCovered } from "./plannedCoresCovered";
import { protectionActive } from "./protectionActive";
import { purchaseStateAvailable } from "./purchaseStateAvailable";
import { replyConsistent } from "./replyConsistent";

// The compiler compares this list with that of the rules.
// jscpd:ignore-start
/** The English words for the results of the rules, by policy name. */
export const EN: { readonly [Name in keyof FactsByPolicy]: WordsFor<FactsByPolicy[Name]> } = {
  "purchase-state-available": purchaseStateAvailable,
  "protection-active": protectionActive,
  "no-undefended-cores": noUndefendedCores,
  "expiring-soon": expiringSoon,
  "automatic-renewal": automaticRenewal,
  "no-trial": noTrial,
  "images-licensed": imagesLicensed,
  "elastic-headroom": elasticHeadroom,
  "idle-cores": idleCores,
  "reply-consistent": replyConsistent,
  "planned-cores-covered": plannedCoresCovered,
  "critical-assets-defended": criticalAssetsDefended,
};
// jscpd:ignore-end

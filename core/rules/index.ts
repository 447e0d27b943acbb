import { automaticRenewal } from "./automaticRenewal";
import { elasticHeadroom } from "./elasticHeadroom";
import { expiringSoon } from "./expiringSoon";
import { idleCores } from "./idleCores";
import { imagesLicensed } from "./imagesLicensed";
import { noTrial } from "./noTrial";
import { noUndefendedCores } from "./noUndefendedCores";
import { protectionActive } from "./protectionActive";
import { purchaseStateAvailable } from "./purchaseStateAvailable";
import { replyConsistent } from "./replyConsistent";
import type { Rule } from "./rule";

const byName = {
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
} as const satisfies Record<string, Rule>;

/** The settings of each rule, by policy name. */
export type SettingsByPolicy = {
  readonly [Name in keyof typeof byName]: (typeof byName)[Name] extends Rule<infer Settings>
    ? Settings
    : never;
};

/**
 * Every rule, by id. The policy pack, the report and the documentation are made from this list.
 */
export const rules: readonly Rule[] = Object.values(byName);

export { protectionActive, purchaseStateAvailable };

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
import type { Rule } from "./rule";

/** The settings of each rule, by policy name. */
export interface SettingsByPolicy {
  /** TCSS000: the account's TCSS purchase state must be readable. It speaks for the rules that could not be evaluated. Default: `mandatory`. */
  readonly "purchase-state-available": object;
  /** TCSS001: TCSS protection must be in effect. Default: `mandatory`. */
  readonly "protection-active": SettingsOf<typeof protectionActive>;
  /** TCSS002: every core that runs containers must be protected. Setting: `maxUndefendedCores`. Default: `mandatory`. */
  readonly "no-undefended-cores": SettingsOf<typeof noUndefendedCores>;
  /** TCSS003: protection must not end soon. Setting: `minDaysLeft`. Default: `advisory`. */
  readonly "expiring-soon": SettingsOf<typeof expiringSoon>;
  /** TCSS004: automatic renewal should be on. Default: `advisory`. */
  readonly "automatic-renewal": SettingsOf<typeof automaticRenewal>;
  /** TCSS005: protection should not rest on a trial. Default: `advisory`. */
  readonly "no-trial": SettingsOf<typeof noTrial>;
  /** TCSS006: every image should have a license. Setting: `maxUnlicensedImages`. Default: `advisory`. */
  readonly "images-licensed": SettingsOf<typeof imagesLicensed>;
  /** TCSS007: elastic billing should have room left. Setting: `maxElasticUse`. Default: `advisory`. */
  readonly "elastic-headroom": SettingsOf<typeof elasticHeadroom>;
  /** TCSS008: bought cores should not be idle while cores are undefended. Default: `advisory`. */
  readonly "idle-cores": SettingsOf<typeof idleCores>;
  /** TCSS009: the reply should not contradict itself or its documentation. Default: `advisory`. */
  readonly "reply-consistent": SettingsOf<typeof replyConsistent>;
  /** TCSS010: a deployment must not add more cores than are free. Setting: `maxUncoveredCores`. Default: `advisory`. */
  readonly "planned-cores-covered": SettingsOf<typeof plannedCoresCovered>;
  /** TCSS011: assets that `assets.mustBeDefended` names must be fully protected. Default: `mandatory`. */
  readonly "critical-assets-defended": SettingsOf<typeof criticalAssetsDefended>;
}

/** The facts of each rule by key, by policy name. */
export interface FactsByPolicy {
  readonly "purchase-state-available": FactsOf<typeof purchaseStateAvailable>;
  readonly "protection-active": FactsOf<typeof protectionActive>;
  readonly "no-undefended-cores": FactsOf<typeof noUndefendedCores>;
  readonly "expiring-soon": FactsOf<typeof expiringSoon>;
  readonly "automatic-renewal": FactsOf<typeof automaticRenewal>;
  readonly "no-trial": FactsOf<typeof noTrial>;
  readonly "images-licensed": FactsOf<typeof imagesLicensed>;
  readonly "elastic-headroom": FactsOf<typeof elasticHeadroom>;
  readonly "idle-cores": FactsOf<typeof idleCores>;
  readonly "reply-consistent": FactsOf<typeof replyConsistent>;
  readonly "planned-cores-covered": FactsOf<typeof plannedCoresCovered>;
  readonly "critical-assets-defended": FactsOf<typeof criticalAssetsDefended>;
}

type FactsOf<R> = R extends Rule<infer _Settings, infer FactsByKey> ? FactsByKey : never;
type SettingsOf<R> = R extends Rule<infer Settings, infer _Facts> ? Settings : never;

/** Name of a policy, such as `no-undefended-cores`. */
export type PolicyName = keyof SettingsByPolicy;

const byName: {
  readonly [Name in PolicyName]: Rule<SettingsByPolicy[Name], FactsByPolicy[Name]>;
} = {
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

/** Id of a rule: those of {@link rules}. */
export type RuleId =
  | "TCSS000"
  | "TCSS001"
  | "TCSS002"
  | "TCSS003"
  | "TCSS004"
  | "TCSS005"
  | "TCSS006"
  | "TCSS007"
  | "TCSS008"
  | "TCSS009"
  | "TCSS010"
  | "TCSS011";

/**
 * Every rule, by id. The policy pack, the report and the documentation are made from this list.
 */
export const rules: readonly Rule[] = Object.values(byName);

export { protectionActive, purchaseStateAvailable };

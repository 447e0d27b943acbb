/** What the policy pack and `tcss check` share: the gate's settings, what is assessed, waivers and the verdict. */

export { matchesStack } from "../base/glob";
export type { UndecidedWaiver, Waiver, WaiverScope, WaiverUse } from "../rules/waiver";
export { AssetReads } from "./assetReads";
export {
  type AskedAccount,
  accountsToAsk,
  askedLine,
  exemptionNote,
  type LiveReading,
  type LiveReadOptions,
  type PlacedReading,
  readAccounts,
  selecting,
  settingAboutStack,
} from "./evidence";
export type { Finding } from "./finding";
export { GATE_SCHEMA, problemsOfGateSettings } from "./gateSchema";
export { loadGateSettings } from "./loadSettings";
export {
  assessSettingsOf,
  type EngineRule,
  type EngineRules,
  levelsAndSettings,
  type RuleLayers,
  type WeighedRule,
  type WeighedRules,
  weighedByEngine,
  weighRules,
} from "./ruleLayers";
export {
  type EvidenceSettings,
  GATE_FILE,
  type GateAccount,
  type GateSettings,
  type GateSettingsArgs,
  type LoadedGateSettings,
} from "./settings";
export {
  type AgeKnown,
  accountIdOf,
  ageError,
  exclusionReason,
  noEvidenceError,
  type PublishedBy,
  type StoredResource,
  storedReading,
} from "./storedReading";
export { lookUpTypes, type TypeLookup } from "./typeLookup";
export {
  assessReading,
  type Criteria,
  evaluateRule,
  type FailOn,
  inSentences,
  type Verdict,
  verdictOf,
  worst,
} from "./verdict";
export {
  adviceOf,
  messageOf,
  type Place,
  unusedNote,
  unusedWaivers,
  usedWaiver,
  waivedNote,
  waiverTimeLeft,
  withWaiver,
} from "./waivers";

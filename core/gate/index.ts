/** What the policy pack and `tcss check` share: the gate's settings, what is assessed, waivers and the verdict. */

export { matchesStack } from "../base/glob";
export type { UndecidedWaiver, Waiver, WaiverScope, WaiverUse } from "../rules/waiver";
export {
  type AskedAccount,
  accountsToAsk,
  askedLine,
  exemptionNote,
  type LiveReading,
  type LiveReadOptions,
  type PlacedReading,
  readAccounts,
  settingAboutStack,
} from "./evidence";
export { type Finding, inSentences } from "./finding";
export { GATE_SCHEMA, problemsOfGateSettings } from "./gateSchema";
export { type GateFilePlaces, loadGateSettings } from "./loadSettings";
export {
  assessSettingsOf,
  type DecidedBy,
  type EngineRule,
  type EngineRules,
  type FileLayer,
  levelsAndSettings,
  mergedByEngine,
  type RuleLayers,
  type WeighedRule,
  type WeighedRules,
  weighRules,
} from "./ruleLayers";
export {
  type EvidenceSettings,
  GATE_FILE,
  type GateAccount,
  type GateSettings,
  type GateSettingsArgs,
  type LoadedGateSettings,
  type ProgramSettings,
  type ProtectsEntry,
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
export {
  type Assessment,
  assessReading,
  type Criteria,
  evaluateRule,
  type FailOn,
  type Verdict,
  verdictOf,
  worst,
} from "./verdict";
export {
  adviceOf,
  messageOf,
  needsAccountId,
  type Place,
  unusedNote,
  unusedWaivers,
  usedWaiver,
  waivedNote,
  waiverTimeLeft,
  withWaiver,
} from "./waivers";

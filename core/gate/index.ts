/**
 * What the policy pack and `tcss check` share: the gate's settings, its readings, and waivers. Verdicts are
 * `assess`'s.
 */

export { matchesStack } from "../base/glob";
export type { UndecidedWaiver, Waiver, WaiverScope, WaiverUse } from "../rules/waiver";
export {
  type AgeKnown,
  ageProblem,
  noResourceToJudge,
  readingOfResource,
  type StoredResource,
  whyNotEvidence,
} from "./evidence";
export { GATE_SCHEMA, problemsOfGateSettings } from "./gateSchema";
export { type GateFilePlaces, loadGateSettings } from "./loadSettings";
export {
  accountIdOf,
  askedLine,
  LiveAccounts,
  type PublishedBy,
  staleWarning,
} from "./readings";
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
  type Evidence,
  GATE_FILE,
  type GateAccount,
  type GateSettings,
  type GateSettingsArgs,
  type LoadedGateSettings,
  type ProgramSettings,
  type ProtectsEntry,
} from "./settings";
export {
  blockedBy,
  type JudgedBy,
  judge,
  judgeBy,
  type Verdict,
  verdictOf,
  worst,
} from "./verdict";
export {
  messageOf,
  needsAccountId,
  type Place,
  unusedNote,
  unusedWaivers,
  waivedNote,
  withWaiver,
} from "./waivers";

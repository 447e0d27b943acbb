/**
 * What the policy pack and `tcss check` share: the gate's settings, its readings, and waivers. Verdicts are
 * `assess`'s.
 */

export { matchesStack } from "./base/glob";
export {
  type AgeKnown,
  ageProblem,
  noResourceToJudge,
  readingOfResource,
  type StoredResource,
  whyNotEvidence,
} from "./gate/evidence";
export { GATE_SCHEMA, problemsOfGateSettings } from "./gate/gateSchema";
export { type GateFilePlaces, loadGateSettings } from "./gate/loadSettings";
export {
  accountIdOf,
  askedLine,
  DYNAMIC_TYPE,
  LiveAccounts,
  PLUGIN_TYPE,
  PURCHASE_STATE_TYPES,
  type PublishedBy,
  staleWarning,
} from "./gate/readings";
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
} from "./gate/ruleLayers";
export {
  type Evidence,
  GATE_FILE,
  type GateAccount,
  type GateSettings,
  type GateSettingsArgs,
  type LoadedGateSettings,
  type ProgramSettings,
  type ProtectsEntry,
} from "./gate/settings";
export {
  blockedBy,
  type GateVerdict,
  type JudgedBy,
  judge,
  judgeBy,
  verdictOf,
  worst,
} from "./gate/verdict";
export {
  type JudgedFinding,
  messageOf,
  needsAccountId,
  type Place,
  type UndecidedWaiver,
  unusedNote,
  unusedWaivers,
  type Waiver,
  type WaiverScope,
  type WaiverUse,
  waivedNote,
  withWaiver,
} from "./gate/waivers";

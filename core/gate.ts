/**
 * What the policy pack and `tcss check` share: the gate's settings, its readings, and waivers. Verdicts are
 * `assess`'s.
 */

export {
  accountIdOf,
  DYNAMIC_TYPE,
  LiveAccounts,
  noResourceToJudge,
  PLUGIN_TYPE,
  PURCHASE_STATE_TYPES,
  type PublishedBy,
  type Reading,
  readingOfResource,
  type StoredResource,
  staleWarning,
  whyNotEvidence,
} from "./gate/readings";
export {
  type Evidence,
  GATE_FILE,
  GATE_SCHEMA,
  type GateAccount,
  type GateFilePlaces,
  type GateSettings,
  type GateSettingsArgs,
  type LoadedGateSettings,
  loadGateSettings,
  type ProtectsEntry,
  problemsOfGateSettings,
  readGateFile,
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
  matchesStack,
  messageOf,
  needsAccountId,
  type Place,
  unusedNote,
  unusedWaivers,
  type Waiver,
  type WaiverScope,
  type WaiverUse,
  waivedNote,
  withWaiver,
} from "./gate/waivers";

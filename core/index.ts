export { type AssessSettings, assess, blocks, type Finding, type RuleSettings } from "./assess";
export { PurchaseStateReader, type ReaderOptions } from "./client/reader";
export { TcssClient } from "./client/TcssClient";
export {
  CONNECTION_ARGS_SCHEMA,
  type ConfigLookup,
  type Connection,
  type ConnectionArgs,
  type ConnectionInputs,
  configLookup,
  noConfig,
  problemsOfConnectionArgs,
  resolveConnection,
  SECRET_NAMES,
  type Site,
} from "./connection";
export type { Credential, CredentialSource } from "./credentials/credential";
export { asTcssError, TcssError, type TcssErrorDetails, type TcssErrorKind } from "./errors";
export {
  GATE_FILE,
  GATE_SCHEMA,
  type GateFilePlaces,
  type GateSettings,
  LiveAccounts,
  loadGateSettings,
  noResourceToJudge,
  type Reading,
} from "./gate";
export * from "./purchaseState";
export { rules } from "./rules";
export {
  documentationUrl,
  type EnforcementLevel,
  type Rule,
  type SettingSchema,
  type Severity,
  type Verdict,
} from "./rules/rule";
export type { Problem } from "./schema";

export {
  type AssessSettings,
  assess,
  blocks,
  evaluate,
  type Finding,
  type RuleSettings,
  unavailableNotice,
  withUnavailableLevel,
} from "./assess";
export { CAM_POLICY } from "./camPolicy";
export { PurchaseStateReader, type ReaderOptions } from "./client/reader";
export { type Reply, type ReplyError, replyIn } from "./client/reply";
export { isPermanent, isUnavailability } from "./client/retry";
export { abortControllerForMany } from "./client/sharedWork";
export { type AccountReading, type Origin, TcssClient } from "./client/TcssClient";
export { type ConfigLookup, configLookup, noConfig } from "./config";
export {
  CONNECTION_ARGS_SCHEMA,
  type Connection,
  type ConnectionArgs,
  type ConnectionInputs,
  DEPLOYMENT_DEADLINE_SECONDS,
  type FromStackArgs,
  problemsOfConnectionArgs,
  problemsOfFromStack,
  problemsOfResourceArgs,
  RESOURCE_ARGS_SCHEMA,
  type ResourceArgs,
  resolveConnection,
  SECRET_NAMES,
  type Site,
} from "./connection";
export { CredentialCache } from "./credentials/cache";
export type { FoundCredential, SkippedSource } from "./credentials/chain";
export type { Credential, CredentialSource, Environment } from "./credentials/credential";
export { onlyDefined } from "./defined";
export { endWithEngine } from "./endWithEngine";
export {
  asTcssError,
  configurationError,
  printable,
  TcssError,
  type TcssErrorDetails,
  type TcssErrorKind,
} from "./errors";
export {
  decodeText,
  type FileOptions,
  readRegularFile,
  readRegularFileSync,
} from "./files";
export * from "./gate";
export { type JsonPosition, type ParsedJson, parseJson } from "./json";
export { didYouMean } from "./likely";
export * from "./purchaseState";
export { withRefreshAdvice } from "./refreshAdvice";
export { REPOSITORY } from "./repository";
export { type PolicyName, type RuleId, rules, type SettingsByPolicy } from "./rules";
export {
  documentationUrl,
  type EnforcementLevel,
  type Rule,
  type SettingSchema,
  type Severity,
  type Verdict,
} from "./rules/rule";
export { counted, figure, isAre } from "./rules/words";
export {
  problemsOfRuleSettings,
  problemsOfRulesConfig,
  type RuleConfig,
  type RulesConfig,
} from "./rulesConfig";
export { isStackName, type ValidationIssue } from "./schema";
export { jsonText, visible } from "./text";
export { instantOf, isDay, partsOf, startOfDay, wholeDaysBetween, zonedTime, zoneName } from "./time";
export { PULUMI_WORDS, type Vocabulary, type Wording } from "./vocabulary";

/**
 * Everything of the core that the packages of this repository use: published as `pulumi-tcss/internal`, for them alone.
 * It comes with no promise: names appear, change and disappear in any release. `pulumi-tcss/core` is for everybody.
 *
 * @packageDocumentation
 */

export {
  AccountReader,
  type AccountReaderOptions,
  type AccountReading,
  type Origin,
} from "./account/AccountReader";
export { describePurchaseStateInfo } from "./api/actions/describePurchaseStateInfo";
export { apiError } from "./api/answer";
export { CAM_POLICY } from "./api/camPolicy";
export type { Credential } from "./api/credential";
export { type Reply, type ReplyError, replyIn } from "./api/reply";
export { isPermanent, isUnavailability } from "./api/retry";
export { abortControllerForMany } from "./api/sharedWork";
export {
  type AssessSettings,
  assess,
  blocks,
  evaluate,
  type RuleFinding,
  type RuleSettings,
  unavailableNotice,
  withUnavailableLevel,
} from "./assess";
export { type BoundedCache, boundedCache } from "./base/bounded";
export { type ConfigLookup, configLookup, isSecretKey, noConfig, SECRET_KEYS } from "./base/config";
export { onlyDefined } from "./base/defined";
export { endWithEngine } from "./base/endWithEngine";
export {
  asTcssError,
  configurationError,
  printable,
  redact,
  TcssError,
  type TcssErrorDetails,
  type TcssErrorKind,
} from "./base/errors";
export {
  decodeText,
  type FileOptions,
  readRegularFile,
  readRegularFileSync,
} from "./base/files";
export { type JsonPosition, type ParsedJson, parseJson } from "./base/json";
export { didYouMean } from "./base/likely";
export { shownName } from "./base/names";
export { isRecord, type JsonRecord } from "./base/record";
export { REPOSITORY } from "./base/repository";
export { jsonText, visible } from "./base/text";
export {
  instantOf,
  isDay,
  partsOf,
  startOfDay,
  timestamp,
  wholeDaysBetween,
  zonedTime,
  zoneName,
} from "./base/time";
export { PULUMI_WORDS, type Vocabulary, type Wording } from "./base/vocabulary";
export { CONFIG_KEYS, errorsOfConfig } from "./connection/configSettings";
export type { Connection } from "./connection/connection";
export {
  CONNECTION_ARGS_SCHEMA,
  type ConnectionArgs,
  type FromStackArgs,
  problemsOfConnectionArgs,
  problemsOfFromStack,
  problemsOfResourceArgs,
  RESOURCE_ARGS_SCHEMA,
  type ResourceArgs,
  type Site,
} from "./connection/connectionArgs";
export { withRefreshAdvice } from "./connection/refreshAdvice";
export {
  type ConnectionInputs,
  DEPLOYMENT_DEADLINE_SECONDS,
  resolveConnection,
  resolveValidated,
} from "./connection/resolve";
export { siteOf } from "./connection/sites";
export type { FoundCredential, SkippedSource } from "./credentials/chain";
export type { CredentialSource, Environment } from "./credentials/source";
export * from "./gate";
export { isInEffect } from "./model/derived";
export * from "./model/fields";
export { isObservedAtShown, shownValues } from "./model/observedAt";
export {
  DEFAULT_TIME_ZONE,
  holdsPurchaseState,
  parsePurchaseState,
  restorePurchaseState,
  withoutAdditionalFields,
} from "./model/parse";
export * from "./model/purchaseState";
export type { Reading } from "./model/reading";
export * from "./pulumiFormat";
export { type PolicyName, purchaseStateAvailable, type RuleId, rules, type SettingsByPolicy } from "./rules";
export {
  documentationUrl,
  type EnforcementLevel,
  type Rule,
  type RuleEvidence,
  type RuleResult,
  type SettingSchema,
  type Severity,
} from "./rules/rule";
export {
  problemsOfRuleSettings,
  problemsOfRulesConfig,
  type RuleConfig,
  type RulesConfig,
} from "./rules/rulesConfig";
export { isStackName, type ValidationIssue } from "./schema/schema";
export { SECRET_NAMES } from "./schema/secretShapes";
export { type Reader, type Sentences, sentencesOf, textOf } from "./words";
export { counted, figure, isAre } from "./words/en/numbers";
export { staleWarning } from "./words/staleWarning";

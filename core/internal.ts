/**
 * Everything of the core that the packages of this repository use: published as `pulumi-tcss/internal`, for them alone.
 * It comes with no promise: names appear, change and disappear in any release. `pulumi-tcss/core` is for everybody.
 *
 * @packageDocumentation
 */

export {
  type AccountCoverage,
  AccountReader,
  type AccountReaderOptions,
  type AccountReading,
} from "./account/AccountReader";
export { readCoverage } from "./account/readCoverage";
export type { ApiAccess } from "./api/access";
export type { ApiAction } from "./api/action";
export { describeAssetHostList } from "./api/actions/describeAssetHostList";
export { describeAssetSuperNodeList } from "./api/actions/describeAssetSuperNodeList";
export { describePurchaseStateInfo } from "./api/actions/describePurchaseStateInfo";
export { describeUserCluster } from "./api/actions/describeUserCluster";
export { describeZoneInstanceConfigInfos } from "./api/actions/describeZoneInstanceConfigInfos";
export { getCallerIdentity } from "./api/actions/getCallerIdentity";
export { apiError } from "./api/answer";
export { ASSET_LISTS } from "./api/assetLists";
export { callAction } from "./api/callAction";
export { CAM_POLICY, coverageCamPolicy } from "./api/camPolicy";
export type { Credential } from "./api/credential";
export { withDeadline } from "./api/deadline";
export { isPageRefused, PAGE_ITEMS, SMALLER_PAGES } from "./api/pages";
export { replyIn } from "./api/reply";
export { isPermanent, isUnavailability } from "./api/retry";
export { abortControllerForMany } from "./api/sharedWork";
export { type AssessSettings, assess, blocks, evaluate, type RuleFinding, unavailableNotice } from "./assess";
export { assetMatcher } from "./base/assetPatterns";
export { type BoundedCache, boundedCache } from "./base/bounded";
export {
  type ConfigLookup,
  type ConfigNaming,
  configLookup,
  isSecretKey,
  noConfig,
  SECRET_KEYS,
} from "./base/config";
export { onlyDefined, without } from "./base/defined";
export { endWithEngine } from "./base/endWithEngine";
export {
  asTcssError,
  configurationError,
  printable,
  redact,
  TcssError,
  type TcssErrorFacts,
  type TcssErrorKind,
} from "./base/errors";
export { decodeText, readRegularBytes, readRegularFile, readRegularFileSync } from "./base/files";
export { parseJson } from "./base/json";
export { didYouMean } from "./base/likely";
export { shownName } from "./base/names";
export { isRecord, type JsonRecord } from "./base/record";
export { redactQuoted } from "./base/redact";
export { REPOSITORY } from "./base/repository";
export { jsonText, visible } from "./base/text";
export {
  CLOCK_SKEW_MILLISECONDS,
  instantOf,
  isDay,
  partsOf,
  startOfDay,
  timestamp,
  wholeDaysBetween,
  zonedTime,
  zoneName,
} from "./base/time";
export { PULUMI_WORDS, type Vocabulary } from "./base/vocabulary";
export { CONFIG_KEYS, errorsOfConfig } from "./connection/configSettings";
export type { Connection } from "./connection/connection";
export {
  CONNECTION_ARGS_SCHEMA,
  COVERAGE_ARGS_SCHEMA,
  type ConnectionArgs,
  type CoverageArgs,
  type FromStackArgs,
  problemsOfConnectionArgs,
  problemsOfCoverageArgs,
  problemsOfFromStack,
  problemsOfResourceArgs,
  RESOURCE_ARGS_SCHEMA,
  type ResourceArgs,
  type Site,
} from "./connection/connectionArgs";
export { cvmAccess } from "./connection/cvm";
export {
  type ConnectionInputs,
  DEPLOYMENT_DEADLINE_SECONDS,
  resolveConnection,
  resolveValidated,
} from "./connection/resolve";
export { siteOf } from "./connection/sites";
export type { FoundCredential } from "./credentials/chain";
export {
  addedForecasts,
  addsHosts,
  type Cores,
  changesInPlan,
  changesSeenByPolicy,
  type Forecast,
  forecast,
  MAX_PLAN_BYTES,
  type PlannedChanges,
  type PlannedHosts,
  type ResourceChange,
  type ResourceForecast,
  regionsSeenByPolicy,
  type SeenResource,
  type UnknownHosts,
} from "./forecast";
export {
  type AskedAccount,
  AssetReads,
  accountIdOf,
  accountsToAsk,
  adviceOf,
  ageError,
  askedLine,
  assessReading,
  assessSettingsOf,
  type Criteria,
  type EngineRule,
  type EngineRules,
  evaluateRule,
  exclusionReason,
  exemptionNote,
  type FailOn,
  type Finding,
  GATE_FILE,
  GATE_SCHEMA,
  type GateSettings,
  type GateSettingsArgs,
  inSentences,
  type LiveReading,
  type LiveReadOptions,
  type LoadedGateSettings,
  levelsAndSettings,
  loadGateSettings,
  lookUpTypes,
  messageOf,
  noEvidenceError,
  type PlacedReading,
  type PublishedBy,
  problemsOfGateSettings,
  type RuleLayers,
  readAccounts,
  type StoredResource,
  selecting,
  settingAboutStack,
  storedReading,
  type TypeLookup,
  type UndecidedWaiver,
  unusedNote,
  unusedWaivers,
  usedWaiver,
  type Verdict,
  verdictOf,
  type Waiver,
  type WaiverUse,
  type WeighedRules,
  waivedNote,
  waiverTimeLeft,
  weighedByEngine,
  weighRules,
  worst,
} from "./gate";
export {
  type Asset,
  AssetAccess,
  AssetKind,
  AssetStatus,
  clusterIn,
  hostIn,
  superNodeIn,
} from "./model/assets";
export {
  type AssetName,
  type Coverage,
  type CoverageTotals,
  coverageOf,
  type IncompleteList,
} from "./model/coverage";
export type { CoveragePlan, PlannedAsset, TroubledAsset } from "./model/coveragePlan";
export { type CoverageUnit, type UnitProblem, UnitProblemReason } from "./model/coverageUnit";
export type { CoverageValues } from "./model/coverageValues";
export { isInEffect, lapseOf, plainSubState } from "./model/derived";
export {
  DERIVED_FIELDS,
  REPLY_FIELDS,
  type ReplyField,
  STORED_FIELDS,
  type StoredField,
} from "./model/fields";
export { isObservedAtShown, shownValues } from "./model/observedAt";
export {
  DEFAULT_TIME_ZONE,
  holdsPurchaseState,
  parsePurchaseState,
  restorePurchaseState,
  withoutAdditionalFields,
} from "./model/parse";
export { type CorePrices, costOf, LIST_PRICES } from "./model/prices";
export {
  AutomaticRenewal,
  ProtectionStatus,
  type PurchaseState,
  State,
  type StoredPurchaseState,
} from "./model/purchaseState";
export type { Reading } from "./model/reading";
export {
  COVERAGE_FUNCTION,
  DYNAMIC_TYPE,
  holdsSecret,
  holdsUnknown,
  isSecret,
  PLUGIN_TYPE,
  PURCHASE_STATE_FUNCTION,
  PURCHASE_STATE_TYPES,
  parseUrn,
  SIGNATURE_KEY,
  STACK_TYPE,
  secret,
  secretTexts,
  UNKNOWN,
  unwrapSecrets,
  wrapSecrets,
} from "./pulumiFormat";
export { type PolicyName, purchaseStateAvailable, type RuleId, rules } from "./rules";
export type { UndefendedAssetsFacts } from "./rules/assetFacts";
export { countsWith, type ForecastSettings, type RuleEvidence } from "./rules/evidence";
export { replyConsistent } from "./rules/replyConsistent";
export {
  type CoverageNeed,
  documentationUrl,
  type EnforcementLevel,
  type Rule,
  type RuleResult,
  type Severity,
} from "./rules/rule";
export { problemsOfRuleSettings, problemsOfRulesConfig, type RulesConfig } from "./rules/rulesConfig";
export { isStackName, type ValidationIssue } from "./schema/schema";
export { problemIn, SECRET_NAMES } from "./schema/secretShapes";
export { type Reader, type Sentences, sentencesOf, textOf } from "./words";
export { counted, figure } from "./words/en/numbers";
export { staleWarning } from "./words/staleWarning";

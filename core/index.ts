/**
 * The model, the reader and the rules without Pulumi: published as `pulumi-tcss/core`. A change that breaks one of
 * these names is a major version.
 *
 * @packageDocumentation
 */

export {
  AccountReader,
  type AccountReaderOptions,
  type AccountReading,
  type AssessSettings,
  AutomaticRenewal,
  assess,
  CAM_POLICY,
  type Connection,
  type ConnectionArgs,
  type ConnectionInputs,
  type EnforcementLevel,
  evaluate,
  type PolicyName,
  ProtectionStatus,
  PULUMI_WORDS,
  type PurchaseState,
  parsePurchaseState,
  type Reader,
  type Rule,
  type RuleEvidence,
  type RuleFinding,
  type RuleId,
  type RuleResult,
  resolveConnection,
  rules,
  type Sentences,
  type Severity,
  type Site,
  State,
  sentencesOf,
  TcssError,
  type TcssErrorKind,
  type Vocabulary,
} from "./internal";

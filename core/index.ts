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
  DERIVED_FIELDS,
  type DerivedField,
  type EnforcementLevel,
  evaluate,
  type PolicyName,
  ProtectionStatus,
  type PurchaseState,
  parsePurchaseState,
  REPLY_FIELDS,
  type Reader,
  type ReplyField,
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
} from "./internal";

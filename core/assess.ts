import { TcssError } from "./base/errors";
import { protectionActive, purchaseStateAvailable, rules } from "./rules";
import type { RuleEvidence, RuleScope } from "./rules/evidence";
import {
  type AnyRuleResult,
  type CoverageNeed,
  type EnforcementLevel,
  LEVELS,
  type Rule,
  type SettingSchema,
  type Severity,
} from "./rules/rule";

/** Settings of one rule: its level, and what its schema allows. What is not set has the rule's default. */
export interface RuleSettings {
  readonly enforcementLevel?: EnforcementLevel;
  readonly [setting: string]: unknown;
}

/** Settings by policy name (`no-undefended-cores`). */
export type AssessSettings = Readonly<Record<string, RuleSettings | undefined>>;

/** The result of a rule, with its level. The sentences are made last: `sentencesOf` of `core/words`. */
export interface RuleFinding extends AnyRuleResult {
  readonly ruleId: string;
  readonly policyName: string;
  readonly title: string;
  readonly severity: Severity;
  readonly enforcementLevel: Exclude<EnforcementLevel, "disabled">;
}

/** Whether a finding is accepted by a waiver: then it speaks for no other rule. */
export type IsWaived = (finding: RuleFinding) => boolean;

const notWaived: IsWaived = () => false;

/**
 * What one rule finds, whatever the other rules find.
 * @param evidence what it judges by; where its reading is an error, only TCSS000 fires.
 * @param settings by policy name, already checked; defaults fill what is missing.
 * @param now the time of the evaluation. Nothing here reads the clock.
 * @returns undefined where nothing is wrong, and where the rule is disabled.
 */
export function evaluate(
  rule: Rule,
  { reading, ...evidence }: RuleEvidence,
  settings: AssessSettings,
  now: Date,
): RuleFinding | undefined {
  const enforcementLevel = levelOf(rule, settings);
  if (enforcementLevel === "disabled") return undefined;
  const result =
    reading instanceof TcssError
      ? rule.evaluateError?.(reading)
      : rule.evaluate({ ...evidence, reading }, settingsOf(rule, settings), now);
  if (result === undefined) return undefined;
  const { id: ruleId, name: policyName, title, severity } = rule;
  return { ruleId, policyName, title, severity, enforcementLevel, ...result };
}

/** What the account's assets would change of what `rule` finds; undefined for nothing, and where it is disabled. */
export function coverageNeedOf(
  rule: Rule,
  { reading, ...evidence }: RuleEvidence,
  settings: AssessSettings,
): CoverageNeed | undefined {
  if (reading instanceof TcssError || levelOf(rule, settings) === "disabled") return undefined;
  return rule.asksForCoverage?.({ ...evidence, reading }, settingsOf(rule, settings));
}

/**
 * Whether `rule` is skipped because TCSS001 speaks for it: TCSS001 fires, is not waived, and weighs at least as
 * much. A mandatory rule is never skipped for one that only advises.
 */
export function isSkipped(
  rule: Rule,
  evidence: RuleEvidence,
  settings: AssessSettings,
  now: Date,
  isWaived: IsWaived = notWaived,
): boolean {
  return (
    rule.skippedWhenInactive &&
    isSpokenFor(rule, evaluate(protectionActive, evidence, settings, now), settings, isWaived)
  );
}

/** Whether `active`, the finding of TCSS001, speaks for a rule that is skipped when protection is not active. */
function isSpokenFor(
  rule: Rule,
  active: RuleFinding | undefined,
  settings: AssessSettings,
  isWaived: IsWaived,
): boolean {
  return (
    active?.outcome === "violated" &&
    LEVELS.indexOf(active.enforcementLevel) >= LEVELS.indexOf(levelOf(rule, settings)) &&
    !isWaived(active)
  );
}

/**
 * What every rule finds that is neither disabled nor skipped: {@link evaluate} for each.
 * @returns findings by rule id; none means that all is well.
 */
export function assess(
  evidence: RuleEvidence,
  settings: AssessSettings,
  now: Date,
  isWaived: IsWaived = notWaived,
): RuleFinding[] {
  const active = evaluate(protectionActive, evidence, settings, now);
  return rules.flatMap((rule) => {
    const isSkippedNow = rule.skippedWhenInactive && isSpokenFor(rule, active, settings, isWaived);
    return isSkippedNow ? [] : (evaluate(rule, evidence, settings, now) ?? []);
  });
}

function levelOf({ name, defaultLevel }: Rule, settings: AssessSettings): EnforcementLevel {
  return settings[name]?.enforcementLevel ?? defaultLevel;
}

/** The rules that have something to judge. */
function judgingRules(scope: RuleScope): Rule[] {
  return rules.filter((rule) => rule.isInUse?.(scope) ?? true);
}

/** The highest level among `judging`. */
function highestLevel(judging: readonly Rule[], settings: AssessSettings): EnforcementLevel {
  const levels = judging.map((rule) => levelOf(rule, settings));
  return LEVELS.findLast((level) => levels.includes(level)) ?? "disabled";
}

/** How the level of TCSS000 is found. */
export interface UnavailableLevelOptions {
  /** Whether its own level is known to be its own, and not that of all: then a lower one counts. */
  readonly isNamed: boolean;
  /** The settings on which it depends whether a rule has anything to judge. Absent: their defaults. */
  readonly scope?: RuleScope | undefined;
}

/**
 * `settings` with the level at which TCSS000 speaks for the rules that could not be evaluated: the highest of
 * theirs, so that a mandatory rule without evidence blocks.
 */
export function withUnavailableLevel(
  settings: AssessSettings,
  { isNamed, scope = {} }: UnavailableLevelOptions,
): AssessSettings {
  const highest = highestLevel(judgingRules(scope), settings);
  const { name } = purchaseStateAvailable;
  const own = levelOf(purchaseStateAvailable, settings);
  if (isNamed || LEVELS.indexOf(own) >= LEVELS.indexOf(highest)) return settings;
  return { ...settings, [name]: { ...settings[name], enforcementLevel: highest } };
}

/**
 * What each run says where TCSS000 was given a lower level than a rule that it speaks for.
 * @param scope the settings on which it depends whether a rule has anything to judge.
 */
export function unavailableNotice(settings: AssessSettings, scope: RuleScope = {}): string | undefined {
  const judging = judgingRules(scope);
  const own = levelOf(purchaseStateAvailable, settings);
  const highest = highestLevel(judging, settings);
  if (LEVELS.indexOf(own) >= LEVELS.indexOf(highest)) return undefined;
  const { id, name } = purchaseStateAvailable;
  const heavier = judging.filter((rule) => levelOf(rule, settings) === highest).map((rule) => rule.name);
  return `${id} ${name} is ${own}, as the settings name it: where the purchase state cannot be read, ${heavier.join(", ")} (${highest}) ${heavier.length === 1 ? "does" : "do"} not stop the deployment.`;
}

function settingsOf(rule: Rule, settings: AssessSettings): object {
  const schemas = Object.entries(rule.settings as Record<string, SettingSchema<unknown>>);
  return {
    ...Object.fromEntries(schemas.map(([key, schema]) => [key, schema.default])),
    ...settings[rule.name],
  };
}

/** Whether a deployment must stop: a mandatory finding is not waived. */
export function blocks(findings: readonly (RuleFinding & { readonly waived?: object })[]): boolean {
  return findings.some(
    ({ enforcementLevel, waived }) => enforcementLevel === "mandatory" && waived === undefined,
  );
}

import { TcssError } from "./base/errors";
import { DEFAULT_TIME_ZONE } from "./model/purchaseState";
import type { Reading } from "./model/reading";
import { protectionActive, purchaseStateAvailable, rules } from "./rules";
import {
  type EnforcementLevel,
  LEVELS,
  type Rule,
  type RuleResult,
  type SettingSchema,
  type Severity,
} from "./rules/rule";
import type { UndecidedWaiver, WaiverUse } from "./rules/waiver";

/** Settings of one rule: its level, and what its schema allows. What is not set has the rule's default. */
export interface RuleSettings {
  readonly enforcementLevel?: EnforcementLevel;
  readonly [setting: string]: unknown;
}

/** Settings by policy name (`no-undefended-cores`). */
export type AssessSettings = Readonly<Record<string, RuleSettings | undefined>>;

/** A rule's result on a reading, with its level, and with the waivers that the gate finds for it. */
export interface Finding extends RuleResult {
  readonly ruleId: string;
  readonly policyName: string;
  readonly title: string;
  readonly severity: Severity;
  readonly enforcementLevel: Exclude<EnforcementLevel, "disabled">;
  /** The waiver that covers it: it blocks nothing. */
  readonly waived?: WaiverUse;
  /** A waiver that covered it until it expired. */
  readonly expiredWaiver?: WaiverUse;
  /** A waiver that would cover it, if it were known that the account is the one that it is for. */
  readonly undecidedWaiver?: UndecidedWaiver;
}

/** Whether a finding is accepted by a waiver: then it speaks for no other rule. */
export type IsWaived = (finding: Finding) => boolean;

const notWaived: IsWaived = () => false;

/**
 * What one rule says about one purchase state, whatever the other rules say.
 * @param reading the purchase state, or the error for which there is none: then only TCSS000 speaks.
 * @param settings by policy name, already checked; defaults fill what is missing.
 * @param now the time to judge at. Nothing here reads the clock.
 * @param timeZone IANA zone in which times are told.
 * @returns undefined where nothing is wrong, and where the rule is disabled.
 */
export function evaluate(
  rule: Rule,
  reading: Reading,
  settings: AssessSettings,
  now: Date,
  timeZone = DEFAULT_TIME_ZONE,
): Finding | undefined {
  const enforcementLevel = levelOf(rule, settings);
  if (enforcementLevel === "disabled") return undefined;
  const verdict =
    reading instanceof TcssError
      ? rule.evaluateError?.(reading)
      : rule.evaluate(reading, settingsOf(rule, settings), now, timeZone);
  if (verdict === undefined) return undefined;
  const { id: ruleId, name: policyName, title, severity } = rule;
  return { ruleId, policyName, title, severity, enforcementLevel, ...verdict };
}

/**
 * Whether `rule` is skipped because TCSS001 speaks for it: TCSS001 fires, is not waived, and weighs at least as
 * much. A mandatory rule is never skipped for one that only advises.
 */
export function isSkipped(
  rule: Rule,
  reading: Reading,
  settings: AssessSettings,
  now: Date,
  isWaived: IsWaived = notWaived,
): boolean {
  if (!rule.skippedWhenInactive) return false;
  const inactive = evaluate(protectionActive, reading, settings, now);
  return (
    inactive?.outcome === "violated" &&
    LEVELS.indexOf(inactive.enforcementLevel) >= LEVELS.indexOf(levelOf(rule, settings)) &&
    !isWaived(inactive)
  );
}

/**
 * Judges one purchase state by every rule that is not disabled: {@link evaluate} for each that is not skipped.
 * @returns findings by rule id; none means that all is well.
 */
export function assess(
  reading: Reading,
  settings: AssessSettings,
  now: Date,
  isWaived: IsWaived = notWaived,
  timeZone = DEFAULT_TIME_ZONE,
): Finding[] {
  return rules.flatMap((rule) =>
    isSkipped(rule, reading, settings, now, isWaived)
      ? []
      : (evaluate(rule, reading, settings, now, timeZone) ?? []),
  );
}

function levelOf({ name, defaultLevel }: Rule, settings: AssessSettings): EnforcementLevel {
  return settings[name]?.enforcementLevel ?? defaultLevel;
}

/** The highest level among the rules that need a purchase state to judge. */
function highestLevel(settings: AssessSettings): EnforcementLevel {
  const levels = rules
    .filter(({ evaluateError }) => evaluateError === undefined)
    .map((rule) => levelOf(rule, settings));
  return LEVELS.findLast((level) => levels.includes(level)) ?? "disabled";
}

/**
 * `settings` with the level at which TCSS000 speaks for the rules that could not be evaluated: the highest of
 * theirs, so that a mandatory rule without evidence blocks.
 * @param isNamed whether its own level is told apart from a level for all: then a lower one counts.
 */
export function withUnavailableLevel(settings: AssessSettings, isNamed: boolean): AssessSettings {
  const highest = highestLevel(settings);
  const { name } = purchaseStateAvailable;
  const own = levelOf(purchaseStateAvailable, settings);
  if (isNamed || LEVELS.indexOf(own) >= LEVELS.indexOf(highest)) return settings;
  return { ...settings, [name]: { ...settings[name], enforcementLevel: highest } };
}

/** What each run says where TCSS000 was given a lower level than a rule that it speaks for. */
export function unavailableNotice(settings: AssessSettings): string | undefined {
  const own = levelOf(purchaseStateAvailable, settings);
  const highest = highestLevel(settings);
  if (LEVELS.indexOf(own) >= LEVELS.indexOf(highest)) return undefined;
  const { id, name } = purchaseStateAvailable;
  const heavier = rules.filter((rule) => levelOf(rule, settings) === highest).map((rule) => rule.name);
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
export function blocks(findings: readonly Finding[]): boolean {
  return findings.some(
    ({ enforcementLevel, waived }) => enforcementLevel === "mandatory" && waived === undefined,
  );
}

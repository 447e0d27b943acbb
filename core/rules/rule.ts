import { onlyDefined } from "../base/defined";
import type { TcssError } from "../base/errors";
import { REPOSITORY } from "../base/repository";
import type { PurchaseState } from "../model/purchaseState";
import type { RuleEvidence, RuleScope } from "./evidence";

/** How much a finding weighs: nothing, a warning, or the end of the deployment. Pulumi's enforcement levels. */
export type EnforcementLevel = "disabled" | "advisory" | "mandatory";

/** The levels by weight, the lightest first. */
export const LEVELS = ["disabled", "advisory", "mandatory"] as const satisfies readonly EnforcementLevel[];

/** How bad it is when the rule fires. Pulumi's severities. */
export type Severity = "low" | "medium" | "high" | "critical";

/** The facts of a key that says everything by itself. */
export type NoFacts = Readonly<Record<string, never>>;

/** What a rule has found, whichever rule it is. */
export interface AnyRuleResult {
  /** `violated`: it is wrong. `unverifiable`: a field that the rule needs is missing; it counts like a violation. */
  readonly outcome: "violated" | "unverifiable";
  readonly key: string;
  readonly facts: object;
}

/**
 * What a rule says about its evidence: a key for what it has found, and the facts of that. `core/words` makes the
 * sentences. Facts are data that JSON can hold.
 */
export type RuleResult<FactsByKey = Record<string, object>> = {
  [Key in keyof FactsByKey & string]: AnyRuleResult & { readonly key: Key; readonly facts: FactsByKey[Key] };
}[keyof FactsByKey & string];

/** What of a finding depends on the account's coverage: whether there is one, or only what it says. */
export type CoverageNeed = "outcome" | "words";

/** One thing that can be wrong with a purchase state. Its file is the only place that knows about it. */
export interface Rule<Settings extends object = object, FactsByKey = Record<string, object>> {
  /** Stable, never reused: `TCSS001`. */
  readonly id: string;
  /** Name of the policy, as Pulumi's command line and configuration spell it. */
  readonly name: string;
  /** One line: what must hold. */
  readonly title: string;
  /** Why it matters, in whole sentences. */
  readonly rationale: string;
  readonly severity: Severity;
  readonly defaultLevel: EnforcementLevel;
  /** What to do when it fires, step by step. */
  readonly remediation: readonly string[];
  /** JSON schema of each of the rule's own settings, with its default. */
  readonly settings: { readonly [K in keyof Settings]: SettingSchema<Settings[K]> };
  /** Whether the rule is skipped when protection is not active at all: then TCSS001 says what matters. */
  readonly skippedWhenInactive: boolean;
  /** What the rule needs besides the purchase state. Absent: nothing. */
  readonly needs?: "coverage" | "forecast";
  /** Whether the rule has anything to judge, by the settings of the gate. Absent: always. */
  isInUse?(scope: RuleScope): boolean;
  /** What the account's coverage would change of what the rule finds in `evidence`; undefined for nothing. */
  asksForCoverage?(evidence: RuleEvidence<PurchaseState>, settings: Settings): CoverageNeed | undefined;
  /** Evaluates a purchase state that was read. Pure: time is an argument. Returns undefined where nothing is wrong. */
  evaluate(
    evidence: RuleEvidence<PurchaseState>,
    settings: Settings,
    now: Date,
  ): RuleResult<FactsByKey> | undefined;
  /** Evaluates that none could be read. Only TCSS000 fires then. */
  evaluateError?(error: TcssError): RuleResult<FactsByKey>;
}

/** JSON schema of one setting. */
export interface SettingSchema<T> {
  readonly type: T extends number ? "number" | "integer" : T extends boolean ? "boolean" : "string";
  readonly default: T;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly description: string;
}

type Result<Outcome, Key, Facts> = { readonly outcome: Outcome; readonly key: Key; readonly facts: Facts };

export function violated<Key extends string, Facts extends object>(
  key: Key,
  facts: Facts,
): Result<"violated", Key, Facts> {
  return { outcome: "violated", key, facts: onlyDefined(facts) };
}

export function unverifiable<Key extends string, Facts extends object>(
  key: Key,
  facts: Facts,
): Result<"unverifiable", Key, Facts> {
  return { outcome: "unverifiable", key, facts: onlyDefined(facts) };
}

/** Documentation page of a rule. */
export function documentationUrl({ id }: { readonly id: string }): string {
  return `${REPOSITORY}/blob/main/docs/rules/${id}.md`;
}

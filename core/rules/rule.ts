import type { TcssError } from "../base/errors";
import { REPOSITORY } from "../base/repository";
import type { PurchaseState } from "../model/purchaseState";

/** How much a finding weighs: nothing, a warning, or the end of the deployment. Pulumi's enforcement levels. */
export type EnforcementLevel = "disabled" | "advisory" | "mandatory";

/** The levels by weight, the lightest first. */
export const LEVELS = ["disabled", "advisory", "mandatory"] as const satisfies readonly EnforcementLevel[];

/** How bad it is when the rule fires. Pulumi's severities. */
export type Severity = "low" | "medium" | "high" | "critical";

/** What a rule says about one purchase state; undefined stands for "nothing to say". */
export interface RuleResult {
  /** `violated`: it is wrong. `unverifiable`: the reply does not tell, which counts as much. */
  readonly outcome: "violated" | "unverifiable";
  /** The numbers and the next step, in whole sentences. */
  readonly message: string;
}

/** One thing that can be wrong with a purchase state. Its file is the only place that knows about it. */
export interface Rule<Settings extends object = object> {
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
  /** Whether the rule keeps silent when protection is not active at all: then TCSS001 says what matters. */
  readonly skippedWhenInactive: boolean;
  /** Judges a purchase state that was read. Pure: time is an argument. */
  evaluate(
    purchaseState: PurchaseState,
    settings: Settings,
    now: Date,
    /** IANA zone in which times are told. Default: Beijing's. */
    timeZone?: string,
  ): RuleResult | undefined;
  /** Judges that none could be read. Only TCSS000 has something to say then. */
  evaluateError?(error: TcssError): RuleResult;
}

/** JSON schema of one setting. */
export interface SettingSchema<T> {
  readonly type: T extends number ? "number" | "integer" : T extends boolean ? "boolean" : "string";
  readonly default: T;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly description: string;
}

export function violated(...sentences: (string | undefined)[]): RuleResult {
  return { outcome: "violated", message: joined(sentences) };
}

export function unverifiable(...sentences: (string | undefined)[]): RuleResult {
  return { outcome: "unverifiable", message: joined(sentences) };
}

function joined(sentences: readonly (string | undefined)[]): string {
  return sentences.filter((sentence) => sentence !== undefined && sentence !== "").join(" ");
}

/** Documentation page of a rule. */
export function documentationUrl({ id }: { readonly id: string }): string {
  return `${REPOSITORY}/blob/main/docs/rules/${id}.md`;
}

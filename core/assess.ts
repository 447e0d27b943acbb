import { TcssError } from "./errors";
import type { PurchaseState } from "./purchaseState";
import { protectionActive, rules } from "./rules";
import type { EnforcementLevel, Rule, SettingSchema, Severity, Verdict } from "./rules/rule";

/** Settings of one rule: its level, and what its schema allows. What is not set has the rule's default. */
export interface RuleSettings {
  readonly enforcementLevel?: EnforcementLevel;
  readonly [setting: string]: unknown;
}

/** Settings by policy name (`no-undefended-cores`). */
export type AssessSettings = Readonly<Record<string, RuleSettings | undefined>>;

/** A rule's verdict on one purchase state. */
export interface Finding extends Verdict {
  readonly ruleId: string;
  readonly policyName: string;
  readonly title: string;
  readonly severity: Severity;
  readonly enforcementLevel: Exclude<EnforcementLevel, "disabled">;
}

/**
 * Judges one purchase state by every rule that is not disabled.
 * @param reading the purchase state, or the error for which there is none: then only TCSS000 speaks.
 * @param settings by policy name, already checked; defaults fill what is missing.
 * @param now the time to judge at. Nothing here reads the clock.
 * @returns findings by rule id; none means that all is well.
 */
export function assess(reading: PurchaseState | TcssError, settings: AssessSettings, now: Date): Finding[] {
  const unprotected =
    !(reading instanceof TcssError) && protectionActive.judge(reading, {}, now)?.outcome === "violated";
  return rules.flatMap((rule) => {
    const enforcementLevel = settings[rule.name]?.enforcementLevel ?? rule.defaultLevel;
    if (enforcementLevel === "disabled" || (unprotected && rule.needsProtection)) return [];
    const verdict =
      reading instanceof TcssError
        ? rule.judgeFailure?.(reading)
        : rule.judge(reading, settingsOf(rule, settings), now);
    if (verdict === undefined) return [];
    const { id: ruleId, name: policyName, title, severity } = rule;
    return [{ ruleId, policyName, title, severity, enforcementLevel, ...verdict }];
  });
}

function settingsOf(rule: Rule, settings: AssessSettings): object {
  const schemas = Object.entries(rule.settings as Record<string, SettingSchema<unknown>>);
  return {
    ...Object.fromEntries(schemas.map(([key, schema]) => [key, schema.default])),
    ...settings[rule.name],
  };
}

/** Whether a deployment must stop: a mandatory finding is not waived. */
export function blocks(findings: readonly (Finding & { readonly waived?: object })[]): boolean {
  return findings.some(
    ({ enforcementLevel, waived }) => enforcementLevel === "mandatory" && waived === undefined,
  );
}

import { PULUMI_WORDS } from "../../../core/base/vocabulary";
import { DEFAULT_TIME_ZONE, parsePurchaseState } from "../../../core/model/parse";
import type { PurchaseState } from "../../../core/model/purchaseState";
import type { RuleEvidence } from "../../../core/rules/evidence";
import type { Rule, RuleResult } from "../../../core/rules/rule";
import { type Reader, type Sentences, sentencesOf, textOf } from "../../../core/words";

/** Users of Pulumi, in China. */
export const READER: Reader = { timeZone: DEFAULT_TIME_ZONE, vocabulary: PULUMI_WORDS };

/** What a rule has found, with everything that it says as one text. */
export interface Said {
  readonly outcome: RuleResult["outcome"];
  readonly message: string;
}

/**
 * What a rule says about a reply, of which the fields that are undefined are left out.
 * @returns undefined where the rule does not fire.
 */
export function said<Settings extends object>(
  rule: Pick<Rule<Settings>, "name" | "evaluate">,
  reply: Readonly<Record<string, unknown>>,
  settings: Settings,
  now: Date,
): Said | undefined {
  const found = saidOf(rule, { reading: readingOf(reply) }, settings, now);
  return found && { outcome: found.outcome, message: textOf(found) };
}

/** The reading that a reply gives, without the fields that are undefined. */
export function readingOf(reply: Readonly<Record<string, unknown>>): PurchaseState {
  return parsePurchaseState(
    Object.fromEntries(Object.entries(reply).filter(([, value]) => value !== undefined)),
  );
}

/** What a rule says about evidence, in sentences. */
export function saidOf<Settings extends object>(
  rule: Pick<Rule<Settings>, "name" | "evaluate">,
  evidence: RuleEvidence<PurchaseState>,
  settings: Settings,
  now: Date,
): (Sentences & Pick<Said, "outcome">) | undefined {
  const result = rule.evaluate(evidence, settings, now);
  return result && { outcome: result.outcome, ...sentencesOf({ policyName: rule.name, ...result }, READER) };
}

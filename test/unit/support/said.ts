import { PULUMI_WORDS } from "../../../core/base/vocabulary";
import { DEFAULT_TIME_ZONE, parsePurchaseState } from "../../../core/model/parse";
import type { Rule, RuleResult } from "../../../core/rules/rule";
import { type Reader, sentencesOf, textOf } from "../../../core/words";

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
  const present = Object.entries(reply).filter(([, value]) => value !== undefined);
  const reading = parsePurchaseState(Object.fromEntries(present));
  const result = rule.evaluate({ reading }, settings, now);
  return (
    result && {
      outcome: result.outcome,
      message: textOf(sentencesOf({ policyName: rule.name, ...result }, READER)),
    }
  );
}

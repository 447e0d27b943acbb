import type { RuleFinding } from "../assess";
import { PULUMI_WORDS, type Vocabulary } from "../base/vocabulary";
import type { UndecidedWaiver, WaiverUse } from "../rules/waiver";
import { type NamedResult, type Sentences, sentencesOf } from "../words";

/** The waivers that match a finding. */
export interface WaiverMatch {
  /** The waiver that covers it: it blocks nothing. */
  readonly waived?: WaiverUse;
  /** A waiver that covered it until it expired. */
  readonly expiredWaiver?: WaiverUse;
  /** A waiver that would cover it, if it were known that the account is the one that it is for. */
  readonly undecidedWaiver?: UndecidedWaiver;
}

/** The result of a rule on a reading, with its level, its sentences and the waivers that match it. */
export interface Finding extends RuleFinding, Sentences, WaiverMatch {}

/** `finding` in the words of those who read it; without a vocabulary, of Pulumi's users. */
export function inSentences<F extends NamedResult>(
  finding: F,
  { timeZone, vocabulary = PULUMI_WORDS }: { timeZone: string; vocabulary?: Vocabulary | undefined },
): F & Sentences {
  return { ...finding, ...sentencesOf(finding, { timeZone, vocabulary }) };
}

import type { RuleFinding } from "../assess";
import type { UndecidedWaiver, WaiverUse } from "../rules/waiver";
import type { Sentences } from "../words";

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

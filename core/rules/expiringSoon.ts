import { wholeDaysBetween } from "../base/time";
import { AutomaticRenewal, type PurchaseState, State } from "../model/purchaseState";
import { type FieldFacts, missing } from "./fields";
import { type Rule, unverifiable, violated } from "./rule";

export interface ExpiringSoonSettings {
  /** Whole days that must be left at least. */
  readonly minDaysLeft: number;
}

/** An end that is near. */
interface EndFacts {
  /** UTC, RFC 3339. */
  readonly endsAt: string;
  /** Whole days that are left. */
  readonly days: number;
}

export interface ExpiringSoonFacts {
  readonly unknown: FieldFacts;
  /** The end has passed. `endedAt`: UTC, RFC 3339. */
  readonly ended: { readonly endedAt: string };
  readonly trialEnds: EndFacts;
  readonly renewsItself: EndFacts;
  readonly ends: EndFacts;
  /** Whether it renews itself is unknown. */
  readonly mayEnd: EndFacts;
}

export const expiringSoon: Rule<ExpiringSoonSettings, ExpiringSoonFacts> = {
  id: "TCSS003",
  name: "expiring-soon",
  title: "The TCSS license must last for a while yet",
  rationale:
    "A purchase needs an approval, a budget and someone who is there. Two weeks before the end there is still time to act; after it, hosts are unprotected.",
  severity: "medium",
  defaultLevel: "advisory",
  remediation: [
    "Renew the license in the TCSS console, or buy the Pro Edition where a trial ends.",
    "Where renewal is automatic, check that the account's balance covers it.",
    "Set minDaysLeft to the time that your purchases take.",
  ],
  settings: {
    minDaysLeft: {
      type: "integer",
      default: 14,
      minimum: 0,
      description: "Whole days that must be left at least. Unit: days.",
    },
  },
  skippedWhenInactive: true,
  evaluate({ reading }, { minDaysLeft }, now) {
    const { expirationTimeUtc } = reading;
    if (expirationTimeUtc === undefined)
      return unverifiable("unknown", { problem: missing(reading, "expirationTime") });
    // TCSS001 has said so already, unless the reply holds no State
    if (Date.parse(expirationTimeUtc) <= now.getTime())
      return violated("ended", { endedAt: expirationTimeUtc });
    const days = wholeDaysBetween(now, expirationTimeUtc);
    if (days >= minDaysLeft) return undefined;
    return violated(keyOf(reading), { endsAt: expirationTimeUtc, days });
  },
};

function keyOf({ state, automaticRenewal }: PurchaseState): "trialEnds" | "renewsItself" | "ends" | "mayEnd" {
  if (state === State.Trial) return "trialEnds";
  switch (automaticRenewal) {
    case AutomaticRenewal.On:
      return "renewsItself";
    case AutomaticRenewal.Off:
    case AutomaticRenewal.NotSet:
      return "ends";
    default:
      return "mayEnd";
  }
}

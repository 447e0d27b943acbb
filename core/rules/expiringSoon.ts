import { wholeDaysBetween, zonedTime } from "../base/time";
import { AutomaticRenewal, type PurchaseState, State } from "../model/purchaseState";
import { type Rule, unverifiable, violated } from "./rule";
import { counted, missing } from "./words";

export interface ExpiringSoonSettings {
  /** Whole days that must be left at least. */
  readonly minDaysLeft: number;
}

export const expiringSoon: Rule<ExpiringSoonSettings> = {
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
  evaluate(purchaseState, { minDaysLeft }, now, timeZone) {
    const { expirationTimeUtc } = purchaseState;
    if (expirationTimeUtc === undefined)
      return unverifiable(
        `How long protection lasts cannot be verified: ${missing(purchaseState, "expirationTime")}.`,
      );
    // TCSS001 has said so already, unless the reply holds no State
    if (Date.parse(expirationTimeUtc) <= now.getTime())
      return violated(
        `The TCSS license or trial ended on ${zonedTime(expirationTimeUtc, timeZone)}.`,
        "Renew it, or buy the Pro Edition, in the TCSS console.",
      );
    const days = wholeDaysBetween(now, expirationTimeUtc);
    if (days >= minDaysLeft) return undefined;
    return violated(...endsSoon(purchaseState, days, zonedTime(expirationTimeUtc, timeZone)));
  },
};

function endsSoon({ state, automaticRenewal }: PurchaseState, days: number, at: string): string[] {
  const left = days === 0 ? "within a day" : `in ${counted(days, "day")}`;
  const end = `${at}, ${left}`;
  if (state === State.Trial) return [`The TCSS trial ends on ${end}.`, "Buy the Pro Edition before then."];
  switch (automaticRenewal) {
    case AutomaticRenewal.On:
      return [
        `The TCSS license is due for automatic renewal on ${end}.`,
        "Check that the account's balance covers it: otherwise renewal fails.",
      ];
    case AutomaticRenewal.Off:
    case AutomaticRenewal.NotSet:
      return [`The TCSS license ends on ${end}, and does not renew itself.`, "Renew it in the TCSS console."];
    default:
      return [
        `The TCSS license ends on ${end}, and whether it renews itself cannot be determined from the reply.`,
        "Renew it in the TCSS console, or check its renewal there.",
      ];
  }
}

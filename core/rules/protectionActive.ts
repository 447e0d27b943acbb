import { endOf, isInEffect, type PurchaseState, State } from "../purchaseState";
import { wholeDaysBetween } from "../time";
import { type Rule, unverifiable, type Verdict, violated } from "./rule";
import { counted } from "./words";

export const protectionActive: Rule = {
  id: "TCSS001",
  name: "protection-active",
  title: "TCSS protection must be in effect",
  why: "When the licence has lapsed, TCSS protects nothing: no intrusion on a container host is detected, and after a while the collected data is destroyed. Nothing in the deployment itself shows it.",
  severity: "critical",
  defaultLevel: "mandatory",
  remediation: [
    "Never bought, or trial over: buy the Pro Edition in the TCSS console (a first trial may be on offer).",
    "Expired or isolated: renew in the TCSS console; an isolated licence takes up its work again.",
    "Destroyed: buy the Pro Edition anew and set protection up again; the old data is gone.",
    "Then switch on automatic renewal, so that it does not happen again.",
  ],
  settings: {},
  needsProtection: false,
  judge(purchaseState, _settings, now) {
    const { state, subState, expirationTimeUtc } = purchaseState;
    if (state === undefined) return unverifiable("Protection cannot be verified: the reply holds no State.");
    const end = endOf(subState);
    if (end !== undefined && state >= State.Trial) return ended(purchaseState, end, now);
    if (!isInEffect(state)) return notInEffect(purchaseState, now);
    if (expirationTimeUtc === undefined)
      return unverifiable(
        "Protection cannot be verified: the reply holds no ExpirationTime that can be read, so that it is unknown how long the licence lasts.",
      );
    return Date.parse(expirationTimeUtc) <= now.getTime()
      ? lapsed(purchaseState, expirationTimeUtc, now)
      : undefined;
  },
};

function ended(purchaseState: PurchaseState, end: "isolated" | "destroyed", now: Date): Verdict {
  const { state, subState } = purchaseState;
  const edition = state === State.Trial ? "The TCSS trial" : "The TCSS Pro Edition";
  const expired = `expired${onDayPast(purchaseState, now)}`;
  return end === "isolated"
    ? violated(
        `${edition} ${expired} and is isolated (SubState ${String(subState).trim()}): nothing is protected.`,
        "Renew it in the TCSS console: that restores protection with the data collected so far.",
      )
    : violated(
        `${edition} ${expired} and has been destroyed with its data (SubState ${String(subState).trim()}): nothing is protected, and renewal is no longer possible.`,
        "Buy the Pro Edition anew in the TCSS console and set protection up again.",
      );
}

/** ` on` the end of the licence; nothing when that is unknown or still to come, as after a refund. */
function onDayPast({ expirationTime, expirationTimeUtc }: PurchaseState, now: Date): string {
  return expirationTimeUtc !== undefined && Date.parse(expirationTimeUtc) <= now.getTime()
    ? ` on ${String(expirationTime).trim()}`
    : "";
}

function notInEffect(purchaseState: PurchaseState, now: Date): Verdict {
  const { state } = purchaseState;
  switch (state) {
    case State.TrialOrPurchase:
      return violated(
        "TCSS was never bought for this account (State 0): nothing is protected.",
        "Start a trial or buy the Pro Edition in the TCSS console.",
      );
    case State.PurchaseOnly:
      return violated(
        "The TCSS trial is over, or its application was turned down (State 1): nothing is protected.",
        "Buy the Pro Edition in the TCSS console; another trial is not on offer.",
      );
    case State.ProExpired:
      return violated(
        `The TCSS Pro Edition has expired${onDayPast(purchaseState, now)} (State 4).`,
        "Renew it in the TCSS console before it is isolated and then destroyed.",
      );
    default:
      return violated(
        `State ${state} is none that the TCSS API documents, so protection cannot be taken for granted.`,
        "Look at the account in the TCSS console, and check for a newer version of this package.",
      );
  }
}

function lapsed(purchaseState: PurchaseState, expirationTimeUtc: string, now: Date): Verdict {
  const { state } = purchaseState;
  const days = -wholeDaysBetween(now, expirationTimeUtc);
  const ago = days === 0 ? "less than a day ago" : `${counted(days, "day")} ago`;
  return violated(
    `The TCSS ${state === State.Trial ? "trial" : "licence"} ended${onDayPast(purchaseState, now)}, ${ago}, although the API still gives State ${state}.`,
    state === State.Trial
      ? "Buy the Pro Edition in the TCSS console."
      : "Renew it in the TCSS console before it is isolated and then destroyed.",
  );
}

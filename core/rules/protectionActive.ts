import { printable } from "../base/errors";
import { wholeDaysBetween, zonedTime } from "../base/time";
import { endOf, isInEffect, type PurchaseState, plainSubState, State } from "../model/purchaseState";
import { type Rule, type RuleResult, unverifiable, violated } from "./rule";
import { counted, isMalformed, malformed, missing } from "./words";

export interface ProtectionActiveSettings {
  /** Sub-states that count as in effect, separated by commas. */
  readonly acceptedSubStates: string;
}

export const protectionActive: Rule<ProtectionActiveSettings> = {
  id: "TCSS001",
  name: "protection-active",
  title: "TCSS protection must be in effect",
  rationale:
    "When the license has lapsed, TCSS protects nothing: no intrusion on a container host is detected, and after a while the collected data is destroyed. Nothing in the deployment itself shows it.",
  severity: "critical",
  defaultLevel: "mandatory",
  remediation: [
    "Never bought, or trial over: buy the Pro Edition in the TCSS console (a first trial may be on offer).",
    "Expired or isolated: renew in the TCSS console; an isolated license takes up its work again.",
    "Destroyed: buy the Pro Edition again and set protection up again; the old data is gone.",
    "Then switch on automatic renewal, so that it does not happen again.",
  ],
  settings: {
    acceptedSubStates: {
      type: "string",
      default: "NORMAL",
      description:
        "Sub-states that count as in effect in State 2 and 3, separated by commas. Case and blanks do not matter. Any other cannot be verified.",
    },
  },
  skippedWhenInactive: false,
  evaluate(purchaseState, { acceptedSubStates }, now, timeZone) {
    const { state, subState, expirationTimeUtc } = purchaseState;
    const unknown = (because: string): RuleResult =>
      unverifiable(`Protection cannot be verified: ${because}.`);
    if (state === undefined) return unknown(missing(purchaseState, "state"));
    const end = endOf(subState);
    if (end !== undefined && state >= State.Trial)
      return ended(purchaseState, end, onDayPast(purchaseState, now, timeZone));
    if (!isInEffect(state)) return notInEffect(purchaseState, onDayPast(purchaseState, now, timeZone));
    if (expirationTimeUtc !== undefined && Date.parse(expirationTimeUtc) <= now.getTime())
      return lapsed(
        purchaseState,
        -wholeDaysBetween(now, expirationTimeUtc),
        onDayPast(purchaseState, now, timeZone),
      );
    if (isMalformed(purchaseState, "subState")) return unknown(malformed("subState"));
    if (subState !== undefined && !isAccepted(subState, acceptedSubStates))
      return notAccepted(state, subState, acceptedSubStates);
    if (expirationTimeUtc === undefined)
      return unknown(
        `${missing(purchaseState, "expirationTime")}, so that it is unknown how long the license lasts`,
      );
    return undefined;
  },
};

function isAccepted(subState: string, acceptedSubStates: string): boolean {
  const plain = plainSubState(subState);
  return plain === "" || acceptedSubStates.split(",").map(plainSubState).includes(plain);
}

/** Longer ones, and those that hold other characters, are no names that someone could check and copy. */
const NAME = /^[\p{L}\p{N}][\p{L}\p{N} ._:/-]{0,99}$/u;

function notAccepted(state: number, subState: string, acceptedSubStates: string): RuleResult {
  const name = subState.trim();
  const shown = JSON.stringify(printable(subState, 100));
  const accepted = acceptedSubStates.trim();
  const because = `Protection cannot be verified: State ${state} comes with SubState ${shown}, which acceptedSubStates (${printable(accepted, 200)}) does not name.`;
  if (!NAME.test(name)) return unverifiable(because, "Ask Tencent Cloud's support what it means.");
  const value = JSON.stringify(accepted === "" ? name : `${accepted}, ${name}`);
  return unverifiable(
    because,
    `If the TCSS console shows that protection is in effect, accept it: {"protection-active": {"acceptedSubStates": ${value}}} in the file for --policy-pack-config, or rules: {protection-active: {acceptedSubStates: ${value}}} in tcss.gate.yaml.`,
  );
}

function ended(purchaseState: PurchaseState, end: "isolated" | "destroyed", on: string): RuleResult {
  const { state, subState } = purchaseState;
  const edition = state === State.Trial ? "The TCSS trial" : "The TCSS Pro Edition";
  const expired = `expired${on}`;
  return end === "isolated"
    ? violated(
        `${edition} ${expired} and is isolated (SubState ${String(subState).trim()}): nothing is protected.`,
        "Renew it in the TCSS console: that restores protection with the data collected so far.",
      )
    : violated(
        `${edition} ${expired} and has been destroyed with its data (SubState ${String(subState).trim()}): nothing is protected, and renewal is no longer possible.`,
        "Buy the Pro Edition again in the TCSS console and set protection up again.",
      );
}

/** ` on` the end of the license; nothing when that is unknown or still to come, as after a refund. */
function onDayPast({ expirationTimeUtc }: PurchaseState, now: Date, timeZone: string | undefined): string {
  return expirationTimeUtc !== undefined && Date.parse(expirationTimeUtc) <= now.getTime()
    ? ` on ${zonedTime(expirationTimeUtc, timeZone)}`
    : "";
}

function notInEffect(purchaseState: PurchaseState, on: string): RuleResult {
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
        `The TCSS Pro Edition has expired${on} (State 4).`,
        "Renew it in the TCSS console before it is isolated and then destroyed.",
      );
    default:
      return violated(
        `State ${state} is none that the TCSS API documents, so protection cannot be taken for granted.`,
        "Look at the account in the TCSS console, and check for a newer version of this package.",
      );
  }
}

function lapsed(purchaseState: PurchaseState, days: number, on: string): RuleResult {
  const { state } = purchaseState;
  const ago = days === 0 ? "less than a day ago" : `${counted(days, "day")} ago`;
  return violated(
    `The TCSS ${state === State.Trial ? "trial" : "license"} ended${on}, ${ago}, although the API still gives State ${state}.`,
    state === State.Trial
      ? "Buy the Pro Edition in the TCSS console."
      : "Renew it in the TCSS console before it is isolated and then destroyed.",
  );
}

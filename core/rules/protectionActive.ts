import { onlyDefined } from "../base/defined";
import { wholeDaysBetween } from "../base/time";
import { isInEffect, lapseOf, plainSubState } from "../model/derived";
import { type PurchaseState, State } from "../model/purchaseState";
import { type FieldFacts, isMalformed, missing } from "./fields";
import { type NoFacts, type Rule, type RuleResult, unverifiable, violated } from "./rule";

export interface ProtectionActiveSettings {
  /** Sub-states that count as in effect, separated by commas. */
  readonly acceptedSubStates: string;
}

/** `endedAt`: UTC, RFC 3339. Absent when the end is unknown or still to come, as after a refund. */
interface EndFacts {
  readonly endedAt?: string | undefined;
}

/** An edition whose SubState says that it has ended. */
interface EndedFacts extends EndFacts {
  readonly edition: "trial" | "pro";
  readonly subState: string;
}

export interface ProtectionActiveFacts {
  readonly stateUnknown: FieldFacts;
  readonly neverBought: NoFacts;
  readonly trialOver: NoFacts;
  readonly expired: EndFacts;
  readonly isolated: EndedFacts;
  readonly destroyed: EndedFacts;
  readonly undocumentedState: { readonly state: number };
  /** The end has passed, although State still says that the edition is in effect. */
  readonly lapsed: {
    readonly edition: "trial" | "pro";
    readonly state: number;
    /** UTC, RFC 3339. */
    readonly endedAt: string;
    /** Whole days since then. */
    readonly days: number;
  };
  readonly subStateMalformed: FieldFacts;
  readonly subStateNotAccepted: {
    readonly state: number;
    readonly subState: string;
    readonly acceptedSubStates: string;
    /** The value of `acceptedSubStates` that accepts it too. Absent where `subState` is not a name that someone could check and copy. */
    readonly acceptingValue?: string | undefined;
  };
  readonly endUnknown: FieldFacts;
}

type Result = RuleResult<ProtectionActiveFacts>;

export const protectionActive: Rule<ProtectionActiveSettings, ProtectionActiveFacts> = {
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
  evaluate({ reading }, { acceptedSubStates }, now) {
    const { state, subState, expirationTimeUtc } = reading;
    if (state === undefined) return unverifiable("stateUnknown", { problem: missing(reading, "state") });
    const endedAt =
      expirationTimeUtc !== undefined && Date.parse(expirationTimeUtc) <= now.getTime()
        ? expirationTimeUtc
        : undefined;
    const end = lapseOf(subState);
    if (end !== undefined && subState !== undefined && state >= State.Trial)
      return violated(end, onlyDefined({ edition: editionOf(state), subState: subState.trim(), endedAt }));
    if (!isInEffect(state)) return notInEffect(state, endedAt);
    if (endedAt !== undefined)
      return violated("lapsed", {
        edition: editionOf(state),
        state,
        endedAt,
        days: -wholeDaysBetween(now, endedAt),
      });
    return problemInEffect(reading, state, acceptedSubStates);
  },
};

function editionOf(state: number): "trial" | "pro" {
  return state === State.Trial ? "trial" : "pro";
}

function notInEffect(state: number, endedAt: string | undefined): Result {
  switch (state) {
    case State.TrialOrPurchase:
      return violated("neverBought", {});
    case State.PurchaseOnly:
      return violated("trialOver", {});
    case State.ProExpired:
      return violated("expired", { endedAt });
    default:
      return violated("undocumentedState", { state });
  }
}

/** What keeps an edition that is in effect by State and time from counting. */
function problemInEffect(
  purchaseState: PurchaseState,
  state: number,
  acceptedSubStates: string,
): Result | undefined {
  const { subState, expirationTimeUtc } = purchaseState;
  if (isMalformed(purchaseState, "subState"))
    return unverifiable("subStateMalformed", { problem: missing(purchaseState, "subState") });
  if (subState !== undefined && !isAccepted(subState, acceptedSubStates))
    return notAccepted(state, subState, acceptedSubStates.trim());
  if (expirationTimeUtc === undefined)
    return unverifiable("endUnknown", { problem: missing(purchaseState, "expirationTime") });
  return undefined;
}

function isAccepted(subState: string, acceptedSubStates: string): boolean {
  const plain = plainSubState(subState);
  return plain === "" || acceptedSubStates.split(",").map(plainSubState).includes(plain);
}

/** Longer texts, and those that hold other characters, are not names that someone could check and copy. */
const NAME = /^[\p{L}\p{N}][\p{L}\p{N} ._:/-]{0,99}$/u;

function notAccepted(state: number, subState: string, acceptedSubStates: string): Result {
  const name = subState.trim();
  return unverifiable("subStateNotAccepted", {
    state,
    subState,
    acceptedSubStates,
    acceptingValue: NAME.test(name) ? [acceptedSubStates, name].filter(Boolean).join(", ") : undefined,
  });
}

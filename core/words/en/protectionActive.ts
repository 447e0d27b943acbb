import { printable } from "../../base/text";
import { zonedTime } from "../../base/time";
import type { ProtectionActiveFacts } from "../../rules/protectionActive";
import type { Reader, Sentences, WordsFor } from "../sentences";
import { malformed, reasonOf, unverified } from "./fields";
import { counted } from "./numbers";

const BUY = "Buy the Pro Edition in the TCSS console.";
const RENEW_IN_TIME = "Renew it in the TCSS console before it is isolated and then destroyed.";

export const protectionActive: WordsFor<ProtectionActiveFacts> = {
  stateUnknown: unverified("Protection"),
  neverBought: () => ({
    message: "TCSS was never bought for this account (State 0): nothing is protected.",
    advice: "Start a trial or buy the Pro Edition in the TCSS console.",
  }),
  trialOver: () => ({
    message: "The TCSS trial is over, or its application was turned down (State 1): nothing is protected.",
    advice: "Buy the Pro Edition in the TCSS console; another trial is not on offer.",
  }),
  expired: ({ endedAt }, reader) => ({
    message: `The TCSS Pro Edition has expired${on(endedAt, reader)} (State 4).`,
    advice: RENEW_IN_TIME,
  }),
  isolated: (facts, reader) => ({
    message: `${expired(facts, reader)} and is isolated (SubState ${facts.subState}): nothing is protected.`,
    advice: "Renew it in the TCSS console: that restores protection with the data collected so far.",
  }),
  destroyed: (facts, reader) => ({
    message: `${expired(facts, reader)} and has been destroyed with its data (SubState ${facts.subState}): nothing is protected, and renewal is no longer possible.`,
    advice: "Buy the Pro Edition again in the TCSS console and set protection up again.",
  }),
  undocumentedState: ({ state }) => ({
    message: `State ${state} is not a documented value, so protection cannot be taken for granted.`,
    advice: "Look at the account in the TCSS console, and check for a newer version of this package.",
  }),
  lapsed: ({ edition, state, endedAt, days }, reader) => ({
    message: `The TCSS ${edition === "trial" ? "trial" : "license"} ended${on(endedAt, reader)}, ${days === 0 ? "less than a day ago" : `${counted(days, "day")} ago`}, although the API still gives State ${state}.`,
    advice: edition === "trial" ? BUY : RENEW_IN_TIME,
  }),
  subStateMalformed: ({ problem }) => ({
    message: `Protection cannot be verified: ${malformed(problem.field)}.`,
  }),
  subStateNotAccepted,
  endUnknown: ({ problem }) => ({
    message: `Protection cannot be verified: ${reasonOf(problem)}, so that it is unknown how long the license lasts.`,
  }),
};

function on(endedAt: string | undefined, { timeZone }: Reader): string {
  return endedAt === undefined ? "" : ` on ${zonedTime(endedAt, timeZone)}`;
}

function expired({ edition, endedAt }: ProtectionActiveFacts["isolated"], reader: Reader): string {
  return `The TCSS ${edition === "trial" ? "trial" : "Pro Edition"} expired${on(endedAt, reader)}`;
}

function subStateNotAccepted(
  { state, subState, acceptedSubStates, acceptingValue }: ProtectionActiveFacts["subStateNotAccepted"],
  { vocabulary }: Reader,
): Sentences {
  const shown = JSON.stringify(printable(subState, 100));
  return {
    message: `Protection cannot be verified: State ${state} comes with SubState ${shown}, which ${vocabulary.property("acceptedSubStates")} (${printable(acceptedSubStates, 200)}) does not name.`,
    advice:
      acceptingValue === undefined
        ? "Ask Tencent Cloud's support what it means."
        : `If the TCSS console shows that protection is in effect, accept it: ${vocabulary.ruleSetting("protection-active", "acceptedSubStates", acceptingValue)}.`,
  };
}

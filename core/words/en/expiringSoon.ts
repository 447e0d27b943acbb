import { zonedTime } from "../../base/time";
import type { ExpiringSoonFacts } from "../../rules/expiringSoon";
import type { Reader, WordsFor } from "../sentences";
import { unverified } from "./fields";
import { counted } from "./numbers";

export const expiringSoon: WordsFor<ExpiringSoonFacts> = {
  unknown: unverified("How long protection lasts"),
  ended: ({ endedAt }, { timeZone }) => ({
    message: `The TCSS license or trial ended on ${zonedTime(endedAt, timeZone)}.`,
    advice: "Renew it, or buy the Pro Edition, in the TCSS console.",
  }),
  trialEnds: (facts, reader) => ({
    message: `The TCSS trial ends on ${end(facts, reader)}.`,
    advice: "Buy the Pro Edition before then.",
  }),
  renewsItself: (facts, reader) => ({
    message: `The TCSS license is due for automatic renewal on ${end(facts, reader)}.`,
    advice: "Check that the account's balance covers it: otherwise renewal fails.",
  }),
  ends: (facts, reader) => ({
    message: `The TCSS license ends on ${end(facts, reader)}, and does not renew itself.`,
    advice: "Renew it in the TCSS console.",
  }),
  mayEnd: (facts, reader) => ({
    message: `The TCSS license ends on ${end(facts, reader)}, and whether it renews itself cannot be determined from the reply.`,
    advice: "Renew it in the TCSS console, or check its renewal there.",
  }),
};

function end({ endsAt, days }: ExpiringSoonFacts["ends"], { timeZone }: Reader): string {
  return `${zonedTime(endsAt, timeZone)}, ${days === 0 ? "within a day" : `in ${counted(days, "day")}`}`;
}

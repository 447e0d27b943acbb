import { zonedTime } from "../../base/time";
import type { NoTrialFacts } from "../../rules/noTrial";
import type { WordsFor } from "../sentences";
import { unverified } from "./fields";
import { counted } from "./numbers";

export const noTrial: WordsFor<NoTrialFacts> = {
  unknown: unverified("Whether protection rests on a trial"),
  trial: ({ protectedCores, endsAt }, { timeZone }) => ({
    message: `Protection${protectedCores === undefined ? "" : ` of ${counted(protectedCores, "core")}`} rests on a trial${endsAt === undefined ? "" : ` until ${zonedTime(endsAt, timeZone)}`}.`,
    advice: "Buy the Pro Edition in time: a trial cannot be renewed.",
  }),
};

import type { AutomaticRenewalFacts } from "../../rules/automaticRenewal";
import type { WordsFor } from "../sentences";
import { unverified } from "./fields";

export const automaticRenewal: WordsFor<AutomaticRenewalFacts> = {
  unknown: unverified("Automatic renewal"),
  off: () => ({
    message: "Someone has switched automatic renewal off (AutomaticRenewal 2).",
    advice: "If that was not meant to last, switch it on again in the console's renewal management.",
  }),
  notSet: () => ({
    message: "Automatic renewal was never set (AutomaticRenewal 0), so the license simply ends.",
    advice: "Decide on it in the console's renewal management.",
  }),
  undocumented: ({ automaticRenewal: value }) => ({
    message: `AutomaticRenewal is ${value}, which the API does not document, so it cannot count as on.`,
    advice: "Look up the license's renewal in the console.",
  }),
};

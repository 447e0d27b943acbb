import { AutomaticRenewal } from "../model/purchaseState";
import { type Rule, unverifiable, violated } from "./rule";
import { missing } from "./words";

export const automaticRenewal: Rule = {
  id: "TCSS004",
  name: "automatic-renewal",
  title: "Automatic renewal must be on",
  rationale:
    "A license that renews itself does not lapse because someone was on holiday. Most lapses of protection are forgotten renewals.",
  severity: "low",
  defaultLevel: "advisory",
  remediation: [
    "Switch on automatic renewal for TCSS in the console's renewal management, and keep the account funded.",
  ],
  settings: {},
  skippedWhenInactive: true,
  evaluate(purchaseState) {
    const { automaticRenewal: renewal } = purchaseState;
    switch (renewal) {
      case AutomaticRenewal.On:
        return undefined;
      case undefined:
        return unverifiable(
          `Automatic renewal cannot be verified: ${missing(purchaseState, "automaticRenewal")}.`,
        );
      case AutomaticRenewal.Off:
        return violated(
          "Someone has switched automatic renewal off (AutomaticRenewal 2).",
          "If that was not meant to last, switch it on again in the console's renewal management.",
        );
      case AutomaticRenewal.NotSet:
        return violated(
          "Automatic renewal was never set (AutomaticRenewal 0), so the license simply ends.",
          "Decide on it in the console's renewal management.",
        );
      default:
        return violated(
          `AutomaticRenewal is ${renewal}, which the API does not document, so it cannot count as on.`,
          "Look up the license's renewal in the console.",
        );
    }
  },
};

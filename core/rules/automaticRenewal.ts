import { AutomaticRenewal } from "../model/purchaseState";
import { type FieldFacts, missing } from "./fields";
import { type NoFacts, type Rule, unverifiable, violated } from "./rule";

export interface AutomaticRenewalFacts {
  readonly unknown: FieldFacts;
  readonly off: NoFacts;
  readonly notSet: NoFacts;
  readonly undocumented: { readonly automaticRenewal: number };
}

export const automaticRenewal: Rule<object, AutomaticRenewalFacts> = {
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
  evaluate({ reading }) {
    switch (reading.automaticRenewal) {
      case AutomaticRenewal.On:
        return undefined;
      case undefined:
        return unverifiable("unknown", { problem: missing(reading, "automaticRenewal") });
      case AutomaticRenewal.Off:
        return violated("off", {});
      case AutomaticRenewal.NotSet:
        return violated("notSet", {});
      default:
        return violated("undocumented", { automaticRenewal: reading.automaticRenewal });
    }
  },
};

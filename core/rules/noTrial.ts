import { State } from "../model/purchaseState";
import { type FieldFacts, missing } from "./fields";
import { type Rule, unverifiable, violated } from "./rule";

export interface NoTrialFacts {
  readonly unknown: FieldFacts;
  readonly trial: {
    /** Absent where no count above zero is known. */
    readonly protectedCores?: number | undefined;
    /** UTC, RFC 3339. Absent where it is unknown. */
    readonly endsAt?: string | undefined;
  };
}

export const noTrial: Rule<object, NoTrialFacts> = {
  id: "TCSS005",
  name: "no-trial",
  title: "Protection must not rest on a trial",
  rationale:
    "A trial ends by itself, cannot be renewed and cannot be had twice. Production that rests on one has an end date that nobody planned.",
  severity: "low",
  defaultLevel: "advisory",
  remediation: ["Buy the Pro Edition for the cores that run containers before the trial ends."],
  settings: {},
  skippedWhenInactive: true,
  evaluate({ reading }) {
    const { state, expirationTimeUtc, coresCnt = 0 } = reading;
    if (state === undefined) return unverifiable("unknown", { problem: missing(reading, "state") });
    if (state !== State.Trial) return undefined;
    return violated("trial", {
      protectedCores: coresCnt > 0 ? coresCnt : undefined,
      endsAt: expirationTimeUtc,
    });
  },
};

import { zonedTime } from "../base/time";
import { State } from "../model/purchaseState";
import { type Rule, unverifiable, violated } from "./rule";
import { counted, missing } from "./words";

export const noTrial: Rule = {
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
  evaluate(purchaseState, _settings, _now, timeZone) {
    const { state, expirationTimeUtc, coresCnt } = purchaseState;
    if (state === undefined)
      return unverifiable(
        `Whether protection rests on a trial cannot be verified: ${missing(purchaseState, "state")}.`,
      );
    if (state !== State.Trial) return undefined;
    const until = expirationTimeUtc === undefined ? "" : ` until ${zonedTime(expirationTimeUtc, timeZone)}`;
    const cores =
      coresCnt === undefined || coresCnt <= 0 ? "Protection" : `Protection of ${counted(coresCnt, "core")}`;
    return violated(
      `${cores} rests on a trial${until}.`,
      "Buy the Pro Edition in time: a trial cannot be renewed.",
    );
  },
};

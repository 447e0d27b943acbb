import type { PurchaseState } from "../model/purchaseState";
import { countIn, type FieldFacts, type FieldProblem, missing } from "./fields";
import { type Rule, unverifiable, violated } from "./rule";

export interface IdleCoresFacts {
  readonly unknown: FieldFacts;
  readonly idle: {
    readonly idleCores: number;
    readonly entitledCores: number;
    readonly undefendedCores: number;
  };
}

export const idleCores: Rule<object, IdleCoresFacts> = {
  id: "TCSS008",
  name: "idle-cores",
  title: "No bought core may lie idle while cores are undefended",
  rationale:
    "Cores that were bought and protect nothing cost as much as those that do. While others are undefended, the gap can be closed without paying more.",
  severity: "low",
  defaultLevel: "advisory",
  remediation: [
    "Switch protection on for undefended clusters and hosts in the TCSS console: idle cores are used first.",
    "Where cores stay idle permanently, buy fewer at the next renewal.",
  ],
  settings: {},
  skippedWhenInactive: true,
  evaluate({ reading }) {
    const { idleCoresCnt, entitledCoresCnt } = reading;
    const undefendedCores = countIn(reading, "undefendCoresCnt");
    if (typeof undefendedCores !== "number") return unverifiable("unknown", { problem: undefendedCores });
    if (undefendedCores === 0) return undefined;
    if (idleCoresCnt === undefined || entitledCoresCnt === undefined)
      return unverifiable("unknown", { problem: problemOfSources(reading) });
    if (idleCoresCnt === 0) return undefined;
    return violated("idle", {
      idleCores: idleCoresCnt,
      entitledCores: entitledCoresCnt,
      undefendedCores,
    });
  },
};

/** The counts that idle and entitled cores follow from. */
const SOURCES = [
  "authorizedCoresCnt",
  "givenAuthorizedCoresCnt",
  "trialCoresCnt",
  "coresCnt",
  "currentFlexibleCoresCnt",
] as const;

/** Which count is missing where idle cores are unknown. */
export function problemOfSources(purchaseState: PurchaseState): FieldProblem {
  const counts = SOURCES.map((field) => countIn(purchaseState, field));
  return counts.find((count) => typeof count !== "number") ?? missing(purchaseState, "state");
}

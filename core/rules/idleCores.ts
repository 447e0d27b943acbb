import type { PurchaseState } from "../model/purchaseState";
import { type Rule, unverifiable, violated } from "./rule";
import { counted, figure, missing, unusable } from "./words";

export const idleCores: Rule = {
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
  evaluate(purchaseState) {
    const { idleCoresCnt: idle, entitledCoresCnt: entitled, undefendCoresCnt: undefended } = purchaseState;
    const problem = unusable(purchaseState, "undefendCoresCnt");
    if (problem !== undefined || undefended === undefined)
      return unverifiable(`Idle cores cannot be verified: ${problem}.`);
    if (undefended === 0) return undefined;
    if (idle === undefined || entitled === undefined)
      return unverifiable(`Idle cores cannot be verified: ${whyUnknown(purchaseState)}.`);
    if (idle === 0) return undefined;
    return violated(
      `Up to ${figure(idle)} of ${counted(entitled, "paid or given core")} may protect nothing, while ${counted(undefended, "core waits", "cores wait")} for protection.`,
      `Switch it on in the TCSS console: that adds nothing to the bill${idle < undefended ? forSome(idle) : ""}.`,
    );
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

function whyUnknown(purchaseState: PurchaseState): string {
  const problems = SOURCES.map((field) => unusable(purchaseState, field));
  return problems.find((problem) => problem !== undefined) ?? missing(purchaseState, "state");
}

function forSome(cores: number): string {
  return ` for ${cores === 1 ? "one" : `up to ${figure(cores)}`} of them`;
}

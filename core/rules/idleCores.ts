import { type Rule, unverifiable, violated } from "./rule";
import { counted, figure, unusable } from "./words";

export const idleCores: Rule = {
  id: "TCSS008",
  name: "idle-cores",
  title: "No bought core may lie idle while cores are undefended",
  why: "Cores that were bought and protect nothing cost as much as those that do. While others are undefended, the gap can be closed without paying more.",
  severity: "low",
  defaultLevel: "advisory",
  remediation: [
    "Switch protection on for undefended clusters and hosts in the TCSS console: idle cores are used first.",
    "Where cores stay idle for good, buy fewer at the next renewal.",
  ],
  settings: {},
  needsProtection: true,
  judge({ idleCoresCnt: idle, entitledCoresCnt: entitled, undefendCoresCnt: undefended }) {
    const problem = unusable("UndefendCoresCnt", undefended);
    if (problem !== undefined || undefended === undefined)
      return unverifiable(`Idle cores cannot be weighed: ${problem}.`);
    if (undefended === 0) return undefined;
    if (idle === undefined || entitled === undefined)
      return unverifiable(
        "Idle cores cannot be told: the reply lacks a count that they follow from, or it is negative.",
      );
    if (idle === 0) return undefined;
    const defendable = Math.min(idle, undefended);
    return violated(
      `Up to ${figure(idle)} of ${counted(entitled, "paid or given core")} may protect nothing, while ${counted(undefended, "core waits", "cores wait")} for protection.`,
      `Switching it on for ${figure(defendable)} of them adds nothing to the bill.`,
    );
  },
};

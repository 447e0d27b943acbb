import { isInEffect, type PurchaseState } from "../model/purchaseState";
import { type Rule, unverifiable, violated } from "./rule";
import { counted, figure, isAre, unusable } from "./words";

export interface NoUndefendedCoresSettings {
  /** Undefended cores that are accepted. */
  readonly maxUndefendedCores: number;
}

export const noUndefendedCores: Rule<NoUndefendedCoresSettings> = {
  id: "TCSS002",
  name: "no-undefended-cores",
  title: "Every core that runs containers must be protected",
  rationale:
    "An undefended core is a container host that nobody watches. New nodes join clusters all the time, and unless cores are bought and protection is switched on for them, coverage shrinks with every one.",
  severity: "high",
  defaultLevel: "mandatory",
  remediation: [
    "Switch protection on for the undefended clusters and hosts in the TCSS console: idle bought cores are used first, at no extra cost.",
    "For the rest, buy cores or raise the limit of elastic billing.",
    "Choose “protect new assets automatically” where new nodes join often.",
    "Where some hosts need no protection, set maxUndefendedCores to their number of cores.",
  ],
  settings: {
    maxUndefendedCores: {
      type: "integer",
      default: 0,
      minimum: 0,
      description: "Undefended cores that are accepted. Unit: cores.",
    },
  },
  skippedWhenInactive: false,
  evaluate(purchaseState, { maxUndefendedCores }) {
    const { undefendCoresCnt, state } = purchaseState;
    const problem = unusable(purchaseState, "undefendCoresCnt");
    if (problem !== undefined || undefendCoresCnt === undefined)
      return unverifiable(`Coverage cannot be verified: ${problem}.`);
    if (undefendCoresCnt <= maxUndefendedCores) return undefined;
    return violated(
      headline(purchaseState, undefendCoresCnt, maxUndefendedCores),
      state !== undefined && !isInEffect(state)
        ? "None can be defended before protection is in effect again."
        : cover(purchaseState, undefendCoresCnt),
    );
  },
};

function headline({ allCoresCnt }: PurchaseState, undefended: number, accepted: number): string {
  const cores =
    allCoresCnt === undefined || allCoresCnt < undefended
      ? counted(undefended, "core")
      : `${figure(undefended)} of ${counted(allCoresCnt, "core")}`;
  const limit = accepted === 0 ? "" : ` (${figure(accepted)} ${isAre(accepted)} accepted)`;
  return `${cores} ${isAre(undefended)} undefended${limit}.`;
}

/** How the undefended cores can be covered: by idle ones first, then by elastic billing or a purchase. */
function cover(purchaseState: PurchaseState, undefended: number): string {
  const idle = purchaseState.idleCoresCnt;
  if (idle === undefined)
    return `How many bought cores are idle and could cover them cannot be determined from this reply; ${them(undefended)} may need ${elasticOrPurchase(purchaseState, undefended)}.`;
  const kind = purchaseState.authorizedCoresCnt === 0 ? "trial" : "bought";
  if (idle === 0)
    return `No ${kind} core is idle: ${them(undefended)} ${needs(undefended)} ${elasticOrPurchase(purchaseState, undefended)}.`;
  const idleCores = `Up to ${counted(idle, `${kind} core`)} ${isAre(idle)} idle and could cover`;
  const left = undefended - idle;
  if (left <= 0)
    return `${idleCores} ${undefended === 1 ? "it" : "all of them"} at no cost: switch protection on.`;
  return `${idleCores} ${idle === 1 ? "one of them" : "them"} at no cost; the other ${figure(left)} ${needs(left)} ${elasticOrPurchase(purchaseState, left)}.`;
}

function them(count: number): string {
  return count === 1 ? "it" : `all ${figure(count)}`;
}

function needs(count: number): "needs" | "need" {
  return count === 1 ? "needs" : "need";
}

function elasticOrPurchase(
  { flexibleCoresLimit: limit, currentFlexibleCoresCnt: used }: PurchaseState,
  cores: number,
): string {
  if (limit === undefined || limit < 0) return "elastic billing or a purchase";
  if (limit === 0) return "a purchase (elastic billing has no limit set, so it covers none)";
  if (used === undefined || used < 0) return `elastic billing (limit ${figure(limit)}) or a purchase`;
  const room = Math.max(0, limit - used);
  const use = `limit ${figure(limit)}, ${used === 0 ? "none" : figure(used)} in use`;
  if (room === 0) return `a purchase (elastic billing is used up: ${use})`;
  return room < cores
    ? `elastic billing (${use}: room for ${figure(room)}) and a purchase`
    : `elastic billing (${use}) or a purchase`;
}

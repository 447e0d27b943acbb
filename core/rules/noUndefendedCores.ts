import { onlyDefined } from "../base/defined";
import { isInEffect } from "../model/derived";
import type { PurchaseState } from "../model/purchaseState";
import { countIn, type FieldFacts } from "./fields";
import { type Rule, unverifiable, violated } from "./rule";

export interface NoUndefendedCoresSettings {
  /** Undefended cores that are accepted. */
  readonly maxUndefendedCores: number;
}

interface UndefendedFacts {
  readonly undefendedCores: number;
  /** Absent where it is unknown, or less than those which are undefended. */
  readonly allCores?: number | undefined;
  readonly maxUndefendedCores: number;
}

/** How many cores elastic billing may cover; each is absent where the reply lacks it or holds a negative number. */
export interface ElasticFacts {
  readonly limitCores?: number | undefined;
  readonly usedCores?: number | undefined;
  /** Absent where one of the others is. */
  readonly freeCores?: number | undefined;
}

type IdleKind = "bought" | "trial";

export interface NoUndefendedCoresFacts {
  readonly unknown: FieldFacts;
  /** Protection is not in effect, so that none of them can be defended. */
  readonly inactive: UndefendedFacts;
  readonly undefended: UndefendedFacts & {
    readonly idleKind: IdleKind;
    /** An upper bound. Absent where the reply lacks a count that it follows from. */
    readonly idleCores?: number | undefined;
    readonly elastic: ElasticFacts;
  };
}

export const noUndefendedCores: Rule<NoUndefendedCoresSettings, NoUndefendedCoresFacts> = {
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
  evaluate({ reading }, { maxUndefendedCores }) {
    const { allCoresCnt = 0, authorizedCoresCnt, idleCoresCnt, state } = reading;
    const undefendedCores = countIn(reading, "undefendCoresCnt");
    if (typeof undefendedCores !== "number") return unverifiable("unknown", { problem: undefendedCores });
    if (undefendedCores <= maxUndefendedCores) return undefined;
    const facts: UndefendedFacts = {
      undefendedCores,
      allCores: allCoresCnt < undefendedCores ? undefined : allCoresCnt,
      maxUndefendedCores,
    };
    if (state !== undefined && !isInEffect(state)) return violated("inactive", facts);
    const idleKind: IdleKind = authorizedCoresCnt === 0 ? "trial" : "bought";
    return violated("undefended", {
      ...facts,
      idleKind,
      idleCores: idleCoresCnt,
      elastic: elasticIn(reading),
    });
  },
};

/** The room of elastic billing. */
export function elasticIn(purchaseState: PurchaseState): ElasticFacts {
  const [limitCores, usedCores] = (["flexibleCoresLimit", "currentFlexibleCoresCnt"] as const).map(
    (field) => {
      const count = countIn(purchaseState, field);
      return typeof count === "number" ? count : undefined;
    },
  );
  const freeCores =
    limitCores === undefined || usedCores === undefined ? undefined : Math.max(0, limitCores - usedCores);
  return onlyDefined({ limitCores, usedCores, freeCores });
}

import { type CorePrices, costOf, isInEffect, type PurchaseState } from "pulumi-tcss/internal";
import { isCount } from "./present/counts";

/** The cost of cores that are idle, missing, or covered by elastic billing: an estimate from list prices. */
export interface CostEstimate {
  readonly currency: string;
  /** Bought cores that protect nothing: an upper bound, a month. */
  readonly idleMonth: number;
  /** Cores that would have to be bought on top of the idle ones: a month. */
  readonly missingPrepaidMonth: number;
  /** The same cores by elastic billing: a day. */
  readonly missingElasticDay: number;
  /** Cores that elastic billing covers at present: a day. */
  readonly elasticDay: number;
  readonly asOf: string;
  readonly source: string;
}

/**
 * Estimates the cost of a purchase state's cores.
 * @returns undefined where the reply lacks a count that is needed or holds a negative one, and where no edition is in
 * effect: cores that a renewal covers are not missing.
 */
export function estimateCost(
  { state, authorizedCoresCnt, idleCoresCnt, undefendCoresCnt, currentFlexibleCoresCnt }: PurchaseState,
  prices: CorePrices,
): CostEstimate | undefined {
  if (!isInEffect(state)) return undefined;
  if (!isCount(authorizedCoresCnt) || !isCount(idleCoresCnt)) return undefined;
  if (!isCount(undefendCoresCnt) || !isCount(currentFlexibleCoresCnt)) return undefined;
  const missing = Math.max(0, undefendCoresCnt - idleCoresCnt);
  const { currency, asOf, source } = prices;
  return {
    currency,
    // idle cores may be given or trial cores, which cost nothing
    idleMonth: costOf(Math.min(idleCoresCnt, authorizedCoresCnt), "prepaidCoreMonth", prices),
    missingPrepaidMonth: costOf(missing, "prepaidCoreMonth", prices),
    missingElasticDay: costOf(missing, "elasticCoreDay", prices),
    elasticDay: costOf(currentFlexibleCoresCnt, "elasticCoreDay", prices),
    asOf,
    source,
  };
}

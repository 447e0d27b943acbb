import { isInEffect, type PurchaseState } from "pulumi-tcss/internal";
import { isCount } from "./present/counts";

/** List prices, or prices of a contract. */
export interface Prices {
  /** ISO 4217, such as `USD`. */
  readonly currency: string;
  /** A core a month, bought in advance. */
  readonly prepaidCoreMonth: number;
  /** A core a day, by elastic billing. */
  readonly elasticCoreDay: number;
  /** Part of the price that is taken off, 0 to 1. */
  readonly discount: number;
  /** Day of the price list, `YYYY-MM-DD`. */
  readonly asOf: string;
  /** Where the prices come from. */
  readonly source: string;
}

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
  { currency, prepaidCoreMonth, elasticCoreDay, discount, asOf, source }: Prices,
): CostEstimate | undefined {
  if (!isInEffect(state)) return undefined;
  if (!isCount(authorizedCoresCnt) || !isCount(idleCoresCnt)) return undefined;
  if (!isCount(undefendCoresCnt) || !isCount(currentFlexibleCoresCnt)) return undefined;
  const missing = Math.max(0, undefendCoresCnt - idleCoresCnt);
  const price = (cores: number, each: number): number => cents(cores * each * (1 - discount));
  return {
    currency,
    // idle cores may be given or trial cores, which cost nothing
    idleMonth: price(Math.min(idleCoresCnt, authorizedCoresCnt), prepaidCoreMonth),
    missingPrepaidMonth: price(missing, prepaidCoreMonth),
    missingElasticDay: price(missing, elasticCoreDay),
    elasticDay: price(currentFlexibleCoresCnt, elasticCoreDay),
    asOf,
    source,
  };
}

function cents(amount: number): number {
  return Math.round(amount * 100) / 100;
}

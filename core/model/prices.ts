// What cores cost, by site. Tencent Cloud publishes prices on its purchase pages; no action of the API gives them.

/** What cores cost: list prices, or those of a contract. */
export interface CorePrices {
  /** ISO 4217, such as `USD`. */
  readonly currency: string;
  /** A core a month, bought in advance. */
  readonly prepaidCoreMonth: number;
  /** A core a day, by elastic billing. */
  readonly elasticCoreDay: number;
  /** Part of the price that is taken off, 0 to 1. */
  readonly discount: number;
  /** Day of the price list, `YYYY-MM-DD`, or `undated`. */
  readonly asOf: string;
  /** Where the prices come from. */
  readonly source: string;
}

/** List prices of Tencent Cloud's two sites. */
export const LIST_PRICES: Readonly<Record<"international" | "mainland", CorePrices>> = {
  international: {
    currency: "USD",
    prepaidCoreMonth: 6.75,
    elasticCoreDay: 0.25,
    discount: 0,
    asOf: "2026-03-01",
    source: "list prices of Tencent Cloud's public purchase pages, international site",
  },
  mainland: {
    currency: "CNY",
    prepaidCoreMonth: 30,
    elasticCoreDay: 1,
    discount: 0,
    asOf: "2026-03-01",
    source: "list prices of Tencent Cloud's public purchase pages, mainland site",
  },
};

/**
 * What so many cores cost at a price each, less the discount, in hundredths of the currency.
 * @param each `prepaidCoreMonth` or `elasticCoreDay`.
 */
export function costOf(
  cores: number,
  each: "prepaidCoreMonth" | "elasticCoreDay",
  prices: CorePrices,
): number {
  return Math.round(cores * prices[each] * (1 - prices.discount) * 100) / 100;
}

import type { CostEstimate } from "../cost";

/** An amount of money, such as `USD 533.25`. */
export function money(amount: number, { currency }: Pick<CostEstimate, "currency">): string {
  const digits = { minimumFractionDigits: 2, maximumFractionDigits: 2 };
  return `${currency} ${amount.toLocaleString("en-US", digits)}`;
}

/** One amount of an estimate. */
export interface CostItem {
  readonly field: "idleMonth" | "missingPrepaidMonth" | "missingElasticDay" | "elasticDay";
  readonly name: string;
  readonly period: "a month" | "a day";
}

/** The amounts of an estimate, in the order in which every format shows them. */
export const COST_ITEMS: readonly CostItem[] = [
  { field: "idleMonth", name: "Idle cores (at most)", period: "a month" },
  { field: "missingPrepaidMonth", name: "Missing cores (bought)", period: "a month" },
  { field: "missingElasticDay", name: "Missing cores (elastic)", period: "a day" },
  { field: "elasticDay", name: "Elastic cores now", period: "a day" },
];

/** Where the prices of an estimate come from. */
export function estimateNote({ asOf, source }: CostEstimate): string {
  return `An estimate by prices as of ${asOf} (${source}).`;
}

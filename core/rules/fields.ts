import { REPLY_FIELDS, type ReplyField } from "../model/fields";
import type { PurchaseState } from "../model/purchaseState";

/** Why a field of the reply cannot be used. */
export interface FieldProblem {
  readonly field: ReplyField;
  /** `missing`: the reply lacks it. `malformed`: it is of another type. `negative`: it is a count below zero. */
  readonly problem: "missing" | "malformed" | "negative";
  /** The count, where it is negative. */
  readonly count?: number;
}

/** The facts of a rule that a field has left without an answer. */
export interface FieldFacts {
  readonly problem: FieldProblem;
}

type Count = {
  [K in ReplyField]: (typeof REPLY_FIELDS)[K]["kind"] extends "count" ? K : never;
}[ReplyField];

/** The fields of the reply that are counts. */
export const COUNTS: readonly Count[] = (Object.keys(REPLY_FIELDS) as ReplyField[]).filter(
  (field): field is Count => REPLY_FIELDS[field].kind === "count",
);

/** Whether the reply holds a value of another type in `field`. */
export function isMalformed({ malformedFields = [] }: PurchaseState, field: ReplyField): boolean {
  return malformedFields.includes(field);
}

/** Why a field that is needed is absent. */
export function missing(purchaseState: PurchaseState, field: ReplyField): FieldProblem {
  return { field, problem: isMalformed(purchaseState, field) ? "malformed" : "missing" };
}

/** A count of the reply, or why it cannot be used. */
export function countIn(purchaseState: PurchaseState, field: Count): number | FieldProblem {
  const count = purchaseState[field];
  if (count === undefined) return missing(purchaseState, field);
  return count < 0 ? { field, problem: "negative", count } : count;
}

import { type PurchaseState, REPLY_FIELDS, type ReplyField } from "../model/purchaseState";

/** `5000` as `5,000`. */
export function figure(count: number): string {
  // the first number that Intl formats costs 20 ms
  if (!Number.isSafeInteger(count)) return count.toLocaleString("en-US");
  return String(count).replace(/\B(?=(\d{3})+$)/g, ",");
}

/** `1 core`, `86 cores`. */
export function counted(count: number, singular: string, plural = `${singular}s`): string {
  return `${figure(count)} ${count === 1 ? singular : plural}`;
}

/** `is` or `are`, as `count` wants it. */
export function isAre(count: number): "is" | "are" {
  return count === 1 ? "is" : "are";
}

/** What the API documents for a field of this kind. */
const DOCUMENTED = {
  count: "a whole number",
  code: "a whole number",
  text: "text",
  time: "a time (YYYY-MM-DD HH:mm:ss)",
} as const;

/** Says that a field holds something that is no value of its own: `SubState is not text`. */
export function malformed(field: ReplyField): string {
  const { apiName, kind } = REPLY_FIELDS[field];
  return `${apiName} is not ${DOCUMENTED[kind]}`;
}

/** Whether the reply holds something in `field` that is no value of its own. */
export function isMalformed({ malformedFields = [] }: PurchaseState, field: ReplyField): boolean {
  return malformedFields.includes(field);
}

/** Why a field that is needed is absent: the reply lacks it, or holds something else there. */
export function missing(purchaseState: PurchaseState, field: ReplyField): string {
  const { apiName, kind } = REPLY_FIELDS[field];
  // several texts mean that there is no time
  if (kind === "time") return `the reply holds no ${apiName} that can be read`;
  const documented = isMalformed(purchaseState, field) ? ` that is ${DOCUMENTED[kind]}` : "";
  return `the reply holds no ${apiName}${documented}`;
}

/**
 * Why a number of the reply cannot be used: it is missing, malformed, or negative.
 * @returns undefined when it can.
 */
export function unusable(purchaseState: PurchaseState, field: Count): string | undefined {
  const count = purchaseState[field];
  if (count === undefined) return missing(purchaseState, field);
  return count < 0 ? `${REPLY_FIELDS[field].apiName} is ${figure(count)}, which no count can be` : undefined;
}

type Count = {
  [K in ReplyField]: (typeof REPLY_FIELDS)[K]["kind"] extends "count" ? K : never;
}[ReplyField];

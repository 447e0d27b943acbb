import { isNoTime, toUtc } from "../base/time";
import { derive } from "./derived";
import { type FieldKind, REPLY_FIELDS } from "./fields";
import type { PurchaseState, StoredPurchaseState } from "./purchaseState";

/** The zone in which the API writes its times. Documented for the mainland; for the international site an assumption. */
export const DEFAULT_TIME_ZONE = "Asia/Shanghai";

/**
 * Reads the `Response` of one reply.
 * @param response what stands under `Response`, parsed from JSON. `RequestId` is left out: it differs in every reply.
 * @param timeZone IANA zone of the reply's times, which come without one.
 * @returns the fields that are present and of their documented type, and what follows from them.
 */
export function parsePurchaseState(
  response: Readonly<Record<string, unknown>>,
  timeZone: string = DEFAULT_TIME_ZONE,
): PurchaseState {
  const fields: Record<string, unknown> = {};
  const malformedFields: string[] = [];
  for (const [name, { apiName, kind }] of Object.entries(REPLY_FIELDS)) {
    const value = Object.hasOwn(response, apiName) ? ofKind(kind, response[apiName], timeZone) : undefined;
    if (value === MALFORMED) malformedFields.push(name);
    else if (value !== undefined) fields[name] = value;
  }
  return withDerived(fields as PurchaseState, malformedFields, unknownFields(response), timeZone);
}

function withDerived(
  reply: PurchaseState,
  malformedFields: readonly string[],
  additionalFields: Readonly<Record<string, unknown>>,
  timeZone: string,
): PurchaseState {
  return {
    ...reply,
    ...derive(reply, malformedFields, timeZone),
    ...(malformedFields.length === 0 ? {} : { malformedFields }),
    ...(Object.keys(additionalFields).length === 0 ? {} : { additionalFields }),
  };
}

/** Whether a `Response` holds any field of this API: one that does not is no purchase state. */
export function holdsPurchaseState(response: Readonly<Record<string, unknown>>): boolean {
  return Object.values(REPLY_FIELDS).some(({ apiName }) => Object.hasOwn(response, apiName));
}

/** `purchaseState` as it may stand in a stack's state: without the fields that this version does not know. */
export function withoutAdditionalFields(purchaseState: PurchaseState): StoredPurchaseState {
  const { additionalFields: _, ...stored } = purchaseState;
  return stored;
}

/** Stands for a value that is present, but of another type than its field. */
const MALFORMED = Symbol("malformed");

/** `value` where it is one of `kind`; undefined where it says that there is none. */
function ofKind(
  kind: FieldKind,
  value: unknown,
  timeZone: string,
): number | string | undefined | typeof MALFORMED {
  if (value === null || value === undefined) return undefined;
  switch (kind) {
    case "count":
    case "code":
      // `+ 0` turns -0 into 0, which JSON in the stack's state could not tell apart
      return Number.isSafeInteger(value) ? (value as number) + 0 : MALFORMED;
    case "text":
      return typeof value === "string" ? value : MALFORMED;
    case "time":
      if (typeof value !== "string") return MALFORMED;
      if (toUtc(value, timeZone) !== undefined) return value;
      return isNoTime(value) ? undefined : MALFORMED;
  }
}

function unknownFields(response: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const known = new Set<string>(["RequestId", ...Object.values(REPLY_FIELDS).map(({ apiName }) => apiName)]);
  // Object.fromEntries defines its keys, so that a field named __proto__ stays a field
  return Object.fromEntries(Object.entries(response).filter(([name]) => !known.has(name)));
}

/**
 * Reads a purchase state back from where it was stored: a resource's property, a stack's outputs. What is
 * derived is derived again, so that values which someone edited, or an older version computed, do not count.
 * @param stored an object with the fields by their names here.
 */
export function restorePurchaseState(
  stored: Readonly<Record<string, unknown>>,
  timeZone: string = DEFAULT_TIME_ZONE,
): PurchaseState {
  const response = Object.entries(REPLY_FIELDS)
    .filter(([name]) => Object.hasOwn(stored, name))
    .map(([name, { apiName }]) => [apiName, stored[name]]);
  const { accountId, observedAt, stale } = stored;
  const { malformedFields = [], ...reply } = parsePurchaseState(Object.fromEntries(response), timeZone);
  const malformed = [...malformedFields, ...malformedIn(stored)].filter(
    (name, index, all) => all.indexOf(name) === index && !Object.hasOwn(reply, name),
  );
  return {
    ...withDerived(reply, malformed, {}, timeZone),
    ...(typeof accountId === "string" ? { accountId } : {}),
    ...(typeof observedAt === "string" ? { observedAt } : {}),
    // anything but its absence may have been meant
    ...(stale === undefined || stale === null || stale === false ? {} : { stale: true }),
  };
}

/** The fields that were malformed when `stored` was read; where that cannot be understood, any may have been. */
function malformedIn({ malformedFields }: Readonly<Record<string, unknown>>): string[] {
  const names = Object.keys(REPLY_FIELDS);
  if (malformedFields === undefined || malformedFields === null) return [];
  return Array.isArray(malformedFields) ? names.filter((name) => malformedFields.includes(name)) : names;
}

// Values that no document has. What the rules and the coverage make of them is not repeated here: both are asked.
import {
  clusterIn,
  hostIn,
  isInEffect,
  isRecord,
  type JsonRecord,
  lapseOf,
  type PurchaseState,
  parsePurchaseState,
  plainSubState,
  REPLY_FIELDS,
  type ReplyField,
  redactQuoted,
  replyConsistent,
  superNodeIn,
} from "pulumi-tcss/internal";
import { type Check, check, type UndocumentedField } from "./checks";

/** Different values of one field that are told. */
const MOST_VALUES = 5;
const LONGEST_VALUE = 60;

/** The reader of each list's items. */
const READERS = { cluster: clusterIn, host: hostIn, superNode: superNodeIn } as const;

/** What the reply holds that the documents do not have: values outside enumerations, wrong types, new fields. */
export function purchaseStateChecks(fields: JsonRecord | undefined, now: Date): Check[] {
  if (fields === undefined)
    return [
      check("subState", "unknown", { state: null, subState: null, isUnderstood: null }),
      check("values", "unknown", { of: "purchaseState", looked: null, fields: [] }),
    ];
  const state = parsePurchaseState(fields);
  const odd = oddFields(fields, state, now);
  return [
    subStateCheck(state),
    check("values", odd.length === 0 ? "ok" : "attention", { of: "purchaseState", looked: 1, fields: odd }),
  ];
}

function subStateCheck({ state, subState }: PurchaseState): Check {
  const isUnderstood =
    state !== undefined &&
    (isInEffect(state)
      ? ["", "NORMAL"].includes(plainSubState(subState ?? ""))
      : subState === undefined || plainSubState(subState) === "" || lapseOf(subState) !== undefined);
  return check("subState", isUnderstood ? "ok" : "attention", {
    state: state ?? null,
    subState: subState === undefined ? null : redactQuoted(subState),
    isUnderstood,
  });
}

function oddFields(fields: JsonRecord, state: PurchaseState, now: Date): UndocumentedField[] {
  const apiNames = new Map(
    (Object.keys(REPLY_FIELDS) as ReplyField[]).map((field) => [field, REPLY_FIELDS[field].apiName]),
  );
  const found = replyConsistent.evaluate({ reading: state }, {}, now);
  const contradictions = found?.key === "contradictory" ? found.facts.contradictions : [];
  const named = contradictions.flatMap((each) => ("field" in each ? [apiNames.get(each.field)] : []));
  const documented = new Set([...apiNames.values(), "RequestId"]);
  const added = Object.keys(fields).filter((name) => !documented.has(name));
  return [...new Set([...named, ...added])]
    .filter((name) => name !== undefined)
    .map((field) => ({ field, values: [shownValue(fields[field])] }));
}

/** The items of one list's page that hold something undocumented. */
export function itemChecks(kind: keyof typeof READERS, items: readonly unknown[] | undefined): Check {
  if (items === undefined) return check("values", "unknown", { of: kind, looked: null, fields: [] });
  const values = new Map<string, Set<string>>();
  for (const item of items) {
    if (!isRecord(item)) continue;
    const { notUnderstood } = READERS[kind](item);
    for (const field of notUnderstood) {
      const known = values.get(field) ?? new Set<string>();
      values.set(field, known.add(shownValue(item[field])));
    }
  }
  const fields = [...values].map(([field, found]) => ({ field, values: [...found].slice(0, MOST_VALUES) }));
  return check("values", fields.length === 0 ? "ok" : "attention", {
    of: kind,
    looked: items.length,
    fields,
  });
}

function shownValue(value: unknown): string {
  // servers may echo what they were sent
  const text = redactQuoted(JSON.stringify(value) ?? "undefined");
  return text.length <= LONGEST_VALUE ? text : `${text.slice(0, LONGEST_VALUE - 1)}…`;
}

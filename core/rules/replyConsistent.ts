import { CLOCK_SKEW_MILLISECONDS } from "../base/time";
import { lapseOf } from "../model/derived";
import { REPLY_FIELDS, type ReplyField } from "../model/fields";
import { AutomaticRenewal, type PurchaseState, State } from "../model/purchaseState";
import { COUNTS, countIn, type FieldProblem, isMalformed, missing } from "./fields";
import { type Rule, unverifiable, violated } from "./rule";

/** A field and its count. */
export interface CountedField {
  readonly field: ReplyField;
  readonly count: number;
}

/** One way in which a reply contradicts itself or its documentation. Times are in UTC, RFC 3339. */
export type Contradiction =
  | FieldProblem
  | {
      readonly problem: "sum";
      readonly total: CountedField;
      readonly parts: readonly [CountedField, CountedField];
    }
  | { readonly problem: "undocumented"; readonly field: ReplyField; readonly value: number | string }
  | { readonly problem: "beginsLater"; readonly beginsAt: string }
  | { readonly problem: "endsFirst"; readonly beginsAt: string; readonly endsAt: string };

export interface ReplyConsistentFacts {
  readonly contradictory: { readonly contradictions: readonly Contradiction[] };
  /** The sums cannot be verified without these fields. */
  readonly incomplete: { readonly fields: readonly ReplyField[] };
}

export const replyConsistent: Rule<object, ReplyConsistentFacts> = {
  id: "TCSS009",
  name: "reply-consistent",
  title: "The reply's numbers must agree with each other",
  rationale:
    "Other rules and reports build on these numbers. Where they contradict each other, or hold values that the API does not document, no conclusion from them is safe.",
  severity: "low",
  defaultLevel: "advisory",
  remediation: [
    "Compare the numbers with the TCSS console.",
    "If the console shows the same, ask Tencent Cloud's support; a value that is new may need a newer version of this package.",
  ],
  settings: {},
  skippedWhenInactive: false,
  evaluate({ reading }, _settings, now) {
    const contradictions = [
      ...malformedFields(reading),
      ...negatives(reading),
      ...sums(reading),
      ...outsideEnumerations(reading),
      ...times(reading, now),
    ];
    if (contradictions.length > 0) return violated("contradictory", { contradictions });
    const fields = ADDENDS.filter((field) => reading[field] === undefined);
    return fields.length === 0 ? undefined : unverifiable("incomplete", { fields });
  },
};

const ADDENDS = [
  "allCoresCnt",
  "coresCnt",
  "undefendCoresCnt",
  "defendClusterCoresCnt",
  "defendHostCoresCnt",
] as const;

function malformedFields(purchaseState: PurchaseState): Contradiction[] {
  const fields = Object.keys(REPLY_FIELDS) as ReplyField[];
  return fields
    .filter((field) => isMalformed(purchaseState, field))
    .map((field) => missing(purchaseState, field));
}

/** A license that has not started protects nothing yet, and one that ends before its start is a mistake. */
function times(
  { beginTimeUtc: beginsAt, expirationTimeUtc: endsAt }: PurchaseState,
  now: Date,
): Contradiction[] {
  if (beginsAt === undefined) return [];
  const start = Date.parse(beginsAt);
  return [
    ...(start - now.getTime() > CLOCK_SKEW_MILLISECONDS
      ? [{ problem: "beginsLater", beginsAt } as const]
      : []),
    ...(endsAt !== undefined && start > Date.parse(endsAt)
      ? [{ problem: "endsFirst", beginsAt, endsAt } as const]
      : []),
  ];
}

function negatives(purchaseState: PurchaseState): Contradiction[] {
  return COUNTS.map((field) => countIn(purchaseState, field)).filter(
    (count) => typeof count !== "number" && count.problem === "negative",
  ) as Contradiction[];
}

function sums(purchaseState: PurchaseState): Contradiction[] {
  return [
    ...sum(purchaseState, "allCoresCnt", "coresCnt", "undefendCoresCnt"),
    ...sum(purchaseState, "coresCnt", "defendClusterCoresCnt", "defendHostCoresCnt"),
  ];
}

type Count = (typeof ADDENDS)[number];

function sum(purchaseState: PurchaseState, total: Count, one: Count, other: Count): Contradiction[] {
  const { [total]: whole, [one]: first, [other]: second } = purchaseState;
  if (whole === undefined || first === undefined || second === undefined || whole === first + second)
    return [];
  return [
    {
      problem: "sum",
      total: { field: total, count: whole },
      parts: [
        { field: one, count: first },
        { field: other, count: second },
      ],
    },
  ];
}

function outsideEnumerations({ state, subState, automaticRenewal }: PurchaseState): Contradiction[] {
  const undocumented = (
    field: ReplyField,
    value: number | undefined,
    documented: Readonly<Record<string, number>>,
  ): Contradiction[] =>
    value === undefined || Object.values(documented).includes(value)
      ? []
      : [{ problem: "undocumented", field, value }];
  return [
    ...undocumented("state", state, State),
    ...undocumented("automaticRenewal", automaticRenewal, AutomaticRenewal),
    ...(state === State.ProExpired && subState !== undefined && lapseOf(subState) === undefined
      ? [{ problem: "undocumented", field: "subState", value: subState } as const]
      : []),
  ];
}

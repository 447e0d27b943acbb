import { printable } from "../base/errors";
import { zonedTime } from "../base/time";
import {
  AutomaticRenewal,
  endOf,
  type PurchaseState,
  REPLY_FIELDS,
  type ReplyField,
  State,
} from "../model/purchaseState";
import { type Rule, unverifiable, violated } from "./rule";
import { figure, isMalformed, malformed } from "./words";

export const replyConsistent: Rule = {
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
  evaluate(purchaseState, _settings, now, timeZone) {
    const contradictions = [
      ...malformedFields(purchaseState),
      ...negatives(purchaseState),
      ...sums(purchaseState),
      ...outsideEnumerations(purchaseState),
      ...times(purchaseState, now, timeZone),
    ];
    if (contradictions.length > 0)
      return violated(
        `The reply contradicts itself or its documentation: ${contradictions.join("; ")}.`,
        "Compare these values with the TCSS console.",
      );
    const missing = SUMMANDS.filter((field) => purchaseState[field] === undefined);
    if (missing.length === 0) return undefined;
    const names = missing.map((field) => REPLY_FIELDS[field].apiName);
    // made where it is needed: it takes longer than a rule
    const oneOf = new Intl.ListFormat("en-GB", { type: "disjunction" });
    return unverifiable(`The sums cannot be verified: the reply holds no ${oneOf.format(names)}.`);
  },
};

const SUMMANDS = [
  "allCoresCnt",
  "coresCnt",
  "undefendCoresCnt",
  "defendClusterCoresCnt",
  "defendHostCoresCnt",
] as const;

function malformedFields(purchaseState: PurchaseState): string[] {
  const fields = Object.keys(REPLY_FIELDS) as ReplyField[];
  return fields.filter((field) => isMalformed(purchaseState, field)).map(malformed);
}

/** How far the API's clock may be ahead of ours. */
const CLOCK_SKEW_MILLISECONDS = 5 * 60_000;

/** A license that has not begun protects nothing yet, and one that ends before it begins says nothing. */
function times(
  { beginTimeUtc, expirationTimeUtc }: PurchaseState,
  now: Date,
  timeZone: string | undefined,
): string[] {
  if (beginTimeUtc === undefined) return [];
  const begin = Date.parse(beginTimeUtc);
  const begins = zonedTime(beginTimeUtc, timeZone);
  return [
    ...(begin - now.getTime() > CLOCK_SKEW_MILLISECONDS ? [`BeginTime ${begins} is still to come`] : []),
    ...(expirationTimeUtc !== undefined && begin > Date.parse(expirationTimeUtc)
      ? [`BeginTime ${begins} is after ExpirationTime ${zonedTime(expirationTimeUtc, timeZone)}`]
      : []),
  ];
}

function negatives(purchaseState: PurchaseState): string[] {
  return Object.entries(REPLY_FIELDS).flatMap(([field, { apiName, kind }]) => {
    const value = purchaseState[field as keyof typeof REPLY_FIELDS];
    return kind === "count" && typeof value === "number" && value < 0
      ? [`${apiName} is ${figure(value)}`]
      : [];
  });
}

function sums(purchaseState: PurchaseState): string[] {
  return [
    ...sum(purchaseState, "allCoresCnt", "coresCnt", "undefendCoresCnt"),
    ...sum(purchaseState, "coresCnt", "defendClusterCoresCnt", "defendHostCoresCnt"),
  ];
}

type Count = (typeof SUMMANDS)[number];

function sum(purchaseState: PurchaseState, total: Count, one: Count, other: Count): string[] {
  const [whole, first, second] = [total, one, other].map((field) => purchaseState[field]);
  if (whole === undefined || first === undefined || second === undefined || whole === first + second)
    return [];
  const [wholeName, firstName, secondName] = [total, one, other].map((field) => REPLY_FIELDS[field].apiName);
  return [
    `${wholeName} ${figure(whole)} is not ${firstName} ${figure(first)} + ${secondName} ${figure(second)} = ${figure(first + second)}`,
  ];
}

function outsideEnumerations({ state, subState, automaticRenewal }: PurchaseState): string[] {
  const unknown = (
    name: string,
    value: number | undefined,
    known: Readonly<Record<string, number>>,
  ): string[] =>
    value === undefined || Object.values(known).includes(value)
      ? []
      : [`${name} is ${value}, which is not documented`];
  return [
    ...unknown("State", state, State),
    ...unknown("AutomaticRenewal", automaticRenewal, AutomaticRenewal),
    ...(state === State.ProExpired && subState !== undefined && endOf(subState) === undefined
      ? [`SubState is ${JSON.stringify(printable(subState))} at State 4, which is not documented`]
      : []),
  ];
}

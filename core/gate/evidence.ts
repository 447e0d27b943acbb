// What is judged besides the account itself: values that a resource, a state or an output holds.
import { TcssError } from "../base/errors";
import { printable } from "../base/text";
import { instantOf } from "../base/time";
import { restorePurchaseState } from "../model/purchaseState";
import type { Reading } from "../model/reading";
import { type RuleResult, unverifiable } from "../rules/rule";
import type { PublishedBy } from "./readings";
import { type Evidence, GATE_FILE, type GateSettings } from "./settings";

/** A `PurchaseState` resource, as a policy sees it. */
export interface StoredResource {
  readonly name: string;
  /** Absent when its account could not be read. */
  readonly purchaseState?: Readonly<Record<string, unknown>> | undefined;
  readonly timeZone?: string | undefined;
  readonly fromStack?: PublishedBy | undefined;
}

/** How far a clock may be ahead of ours before its time says nothing. */
const CLOCK_SKEW_MILLISECONDS = 5 * 60_000;

type Limits = Pick<GateSettings, "maxStaleHours">;

/**
 * What stored values give to judge.
 * @returns an error for last known values and those of another stack that are too old, or of unknown age, to say
 * anything about the account. All others are as old as {@link ageProblem} says.
 */
export function readingOfResource(stored: StoredResource, { maxStaleHours }: Limits, now: Date): Reading {
  const { name, purchaseState: values, timeZone, fromStack } = stored;
  if (values === undefined)
    return unusable(
      name,
      "holds no values: its account could not be read, or it is no --target of this run",
      "The resource's own error says why; else run without --target.",
    );
  const { observedAt } = values;
  const purchaseState = restorePurchaseState(values, timeZone);
  if (fromStack !== undefined) {
    const limit = Math.min(fromStack.maxAgeHours, maxStaleHours);
    const problem = tooOld(observedAt, limit, now, "accepted");
    if (problem === undefined) return purchaseState;
    return unusable(
      name,
      `holds values of stack ${fromStack.stack} ${problem}`,
      observedAt === undefined
        ? "Set tcss:recordObservedAt to true in that stack, export observedAt (or the whole purchaseState), and update it."
        : "Update that stack.",
    );
  }
  if (!purchaseState.stale) return purchaseState;
  const problem = tooOld(observedAt, maxStaleHours, now, "maxStaleHours");
  return problem === undefined
    ? purchaseState
    : unusable(name, `holds last known values ${problem}`, "Deploy again when the account can be asked.");
}

/** What is known of the age of stored values, besides what they say themselves. */
export interface AgeKnown {
  /** When the run began in which they may have been read: what was read since then is not old. */
  readonly readSince?: Date | undefined;
  /** When they were read at the latest, where they do not say it themselves. */
  readonly readBefore?: string | undefined;
}

/**
 * Why values that a program's own resource holds are too old, or of unknown age, to say anything about the account:
 * a run that leaves the resource out hands on what was read before.
 * @returns undefined where they count, and where {@link readingOfResource} has judged their age.
 */
export function ageProblem(
  { name, purchaseState, fromStack }: StoredResource,
  { maxStaleHours }: Limits,
  now: Date,
  { readSince, readBefore }: AgeKnown = {},
): TcssError | undefined {
  const { observedAt, stale } = purchaseState ?? {};
  const isJudged = fromStack !== undefined || (stale !== undefined && stale !== null && stale !== false);
  if (purchaseState === undefined || isJudged) return undefined;
  const read = observedAt ?? readBefore;
  const problem = tooOld(read, maxStaleHours, now, "maxStaleHours", readSince);
  if (problem === undefined) return undefined;
  const isNoTime = read !== undefined && (instantOf(read) ?? Number.POSITIVE_INFINITY) > now.getTime();
  return unusable(
    name,
    `holds values ${problem}`,
    isNoTime
      ? "observedAt must be a time of the past with its zone, such as 2026-01-31T08:00:00Z."
      : "A run that reads the account again renews them: without --target and --exclude.",
  );
}

function unusable(name: string, summary: string, nextStep: string): TcssError {
  return new TcssError(`PurchaseState ${name} ${summary}`, { kind: "evidence", nextStep });
}

/** Why values that were observed then cannot be used; undefined when they can. */
function tooOld(
  observedAt: unknown,
  maxHours: number,
  now: Date,
  limit: string,
  readSince?: Date,
): string | undefined {
  const instant = instantOf(observedAt);
  const age = now.getTime() - (instant ?? Number.NaN);
  if (Number.isNaN(age) || age < -CLOCK_SKEW_MILLISECONDS) return "of unknown age";
  if (age <= maxHours * 3_600_000) return undefined;
  if (instant !== undefined && readSince !== undefined && instant >= wholeSecond(readSince)) return undefined;
  return `of ${printable(String(observedAt), 40)}, longer ago than the gate accepts (${limit}: ${maxHours}${limit === "accepted" ? " hours" : ""})`;
}

/** The second of a time, in milliseconds: `observedAt` has no parts of a second. */
function wholeSecond(time: Date): number {
  return Math.floor(time.getTime() / 1000) * 1000;
}

/**
 * Why a `PurchaseState` does not count by what the gate's settings pin.
 * @returns undefined when it does.
 */
export function whyNotEvidence(
  { name, purchaseState, fromStack }: StoredResource,
  { accounts, stacks }: Evidence,
): string | undefined {
  if (accounts === undefined && stacks === undefined) return undefined;
  const no = (why: string): string => `PurchaseState ${name} does not count: ${why}.`;
  if (fromStack !== undefined && stacks !== undefined && !stacks.includes(fromStack.stack))
    return no(`it reads stack ${fromStack.stack}, which evidence.stacks does not list`);
  if (accounts === undefined)
    return fromStack === undefined ? no("only the outputs of the stacks in evidence.stacks do") : undefined;
  const { accountId } = purchaseState ?? {};
  if (typeof accountId !== "string")
    return no(
      "it does not tell whose account it is of (set resolveAccountId), and evidence.accounts lists those that count",
    );
  return accounts.includes(accountId)
    ? undefined
    : no(`it is of account ${accountId}, which evidence.accounts does not list`);
}

/** What TCSS000 says when resources alone should decide and none counts. */
export function noResourceToJudge(uncounted: readonly string[] = []): RuleResult {
  return unverifiable(
    "Protection cannot be verified: the gate is set to judge the program's PurchaseState resources alone (source: resources), and this program has none" +
      (uncounted.length === 0 ? "." : ` that counts. ${uncounted.join(" ")}`),
    uncounted.length === 0
      ? `Add one (new tcss.PurchaseState("tcss")), or set source: live in ${GATE_FILE}.`
      : `Correct them, or the gate's evidence in ${GATE_FILE}.`,
  );
}

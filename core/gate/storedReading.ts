// What is assessed besides the accounts themselves: values that a resource, a state or an output holds.
import { TcssError } from "../base/errors";
import { printable } from "../base/text";
import { CLOCK_SKEW_MILLISECONDS, instantOf } from "../base/time";
import type { Wording } from "../base/vocabulary";
import { restorePurchaseState } from "../model/parse";
import type { Reading } from "../model/reading";
import { type EvidenceSettings, GATE_FILE, type GateSettings } from "./settings";

/** Where a `PurchaseState` has its values from, when not from the account itself. */
export interface PublishedBy {
  /** The stack that exports them, `ORGANIZATION/PROJECT/STACK`. */
  readonly stack: string;
  /** How old they may be. Unit: hours. */
  readonly maxAgeHours: number;
}

/** A `PurchaseState` resource, as a policy sees it. */
export interface StoredResource {
  readonly name: string;
  /** Absent when its account could not be read. */
  readonly purchaseState?: Readonly<Record<string, unknown>> | undefined;
  readonly timeZone?: string | undefined;
  readonly fromStack?: PublishedBy | undefined;
}

type Limits = Pick<GateSettings, "maxStaleHours">;

/**
 * The reading that stored values give.
 * @returns an error for last known values and those of another stack that are too old, or of unknown age, to say
 * anything about the account. For the age of all others see {@link ageError}.
 */
export function storedReading(stored: StoredResource, { maxStaleHours }: Limits, now: Date): Reading {
  const { name, purchaseState: values, timeZone, fromStack } = stored;
  if (values === undefined)
    return evidenceError(
      name,
      "holds no values: its account could not be read, or it is not a --target of this run",
      "The resource's own error gives the reason; if it has none, run without --target.",
    );
  const { observedAt } = values;
  const purchaseState = restorePurchaseState(values, timeZone);
  if (fromStack !== undefined) {
    const limit = Math.min(fromStack.maxAgeHours, maxStaleHours);
    const problem = ageProblem(observedAt, limit, now, "accepted");
    if (problem === undefined) return purchaseState;
    return evidenceError(
      name,
      `holds values of stack ${fromStack.stack} ${problem}`,
      observedAt === undefined
        ? ({ setting }) =>
            `Set ${setting("recordObservedAt")} to true in that stack, export observedAt (or the whole purchaseState), and update it.`
        : "Update that stack.",
    );
  }
  if (!purchaseState.stale) return purchaseState;
  const problem = ageProblem(observedAt, maxStaleHours, now, "maxStaleHours");
  return problem === undefined
    ? purchaseState
    : evidenceError(
        name,
        `holds last known values ${problem}`,
        "Deploy again when the account can be asked.",
      );
}

/** What is known of the age of stored values, besides what they say themselves. */
export interface AgeKnown {
  /** When the run started in which they may have been read: what was read since then is not old. */
  readonly readSince?: Date | undefined;
  /** When they were read at the latest, where they do not say it themselves. */
  readonly readBefore?: string | undefined;
}

/**
 * Why values that a program's own resource holds are too old, or of unknown age, to say anything about the account:
 * a run that leaves the resource out passes on what was read before.
 * @returns undefined where they count, and where {@link storedReading} has checked their age.
 */
export function ageError(
  { name, purchaseState, fromStack }: StoredResource,
  { maxStaleHours }: Limits,
  now: Date,
  { readSince, readBefore }: AgeKnown = {},
): TcssError | undefined {
  const { observedAt, stale } = purchaseState ?? {};
  const isChecked = fromStack !== undefined || (stale !== undefined && stale !== null && stale !== false);
  if (purchaseState === undefined || isChecked) return undefined;
  const read = observedAt ?? readBefore;
  const problem = ageProblem(read, maxStaleHours, now, "maxStaleHours", readSince);
  if (problem === undefined) return undefined;
  const isNoTime = read !== undefined && (instantOf(read) ?? Number.POSITIVE_INFINITY) > now.getTime();
  return evidenceError(
    name,
    `holds values ${problem}`,
    isNoTime
      ? "observedAt must be a time of the past with its zone, such as 2026-01-31T08:00:00Z."
      : "A run that reads the account again renews them: without --target and --exclude.",
  );
}

function evidenceError(name: string, summary: string, nextStep: Wording): TcssError {
  return new TcssError(`PurchaseState ${name} ${summary}`, { kind: "evidence", nextStep });
}

/** Why values that were observed then cannot be used; undefined when they can. */
function ageProblem(
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
 * Why a `PurchaseState` does not count by what the gate's settings list as evidence.
 * @returns undefined when it does.
 */
export function exclusionReason(
  { name, purchaseState, fromStack }: StoredResource,
  { accounts, stacks }: EvidenceSettings,
): string | undefined {
  if (accounts === undefined && stacks === undefined) return undefined;
  const because = (reason: string): string => `PurchaseState ${name} does not count: ${reason}.`;
  if (fromStack !== undefined && stacks !== undefined && !stacks.includes(fromStack.stack))
    return because(`it reads stack ${fromStack.stack}, which evidence.stacks does not list`);
  if (accounts === undefined)
    return fromStack === undefined
      ? because("only the outputs of the stacks in evidence.stacks do")
      : undefined;
  const { accountId } = purchaseState ?? {};
  if (typeof accountId !== "string")
    return because(
      "the id of its account is unknown (set resolveAccountId), and evidence.accounts lists those that count",
    );
  return accounts.includes(accountId)
    ? undefined
    : because(`it is of account ${accountId}, which evidence.accounts does not list`);
}

/**
 * The error for which there is nothing to assess where the program's resources alone decide.
 * @param excluded why each of its `PurchaseState` resources does not count; empty where it has none.
 */
export function noEvidenceError(excluded: readonly string[] = []): TcssError {
  const summary =
    "the gate is set to judge the program's PurchaseState resources alone (source: resources), and this program has none";
  return new TcssError(excluded.length === 0 ? summary : `${summary} that counts. ${excluded.join(" ")}`, {
    kind: "evidence",
    nextStep:
      excluded.length === 0
        ? `Add one (new tcss.PurchaseState("tcss")), or set source: live in ${GATE_FILE}.`
        : `Correct them, or the gate's evidence in ${GATE_FILE}.`,
  });
}

/** The id of the account that was read. Absent when it could not be, or its id was not asked for. */
export function accountIdOf(reading: Reading): string | undefined {
  return reading instanceof TcssError ? undefined : reading.accountId;
}

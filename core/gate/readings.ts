import { PurchaseStateReader } from "../client/reader";
import type { Origin } from "../client/TcssClient";
import { type ConnectionInputs, resolveConnection } from "../connection";
import { asTcssError, TcssError } from "../errors";
import { type PurchaseState, restorePurchaseState } from "../purchaseState";
import { unverifiable, type Verdict } from "../rules/rule";
import { visible } from "../text";
import type { Vocabulary } from "../vocabulary";
import { type Evidence, GATE_FILE, type GateSettings } from "./settings";

/** A purchase state, or the error for which there is none. */
export type Reading = PurchaseState | TcssError;

/** Reads accounts: each at most once until `clear`, and a failure is a reading too. */
export class LiveAccounts {
  readonly #reader = new PurchaseStateReader({ remember: true });
  readonly #words: Vocabulary | undefined;

  /** @param words in which failures are told. Absent: the gate's, with its advice. */
  constructor(words?: Vocabulary) {
    this.#words = words;
  }

  async read(inputs: ConnectionInputs): Promise<Reading> {
    return (await this.readAccount(inputs)).reading;
  }

  /** The reading with whom it was asked of; a failure has no origin but what its error tells. */
  async readAccount(inputs: ConnectionInputs): Promise<{ reading: Reading; origin?: Origin }> {
    try {
      const { purchaseState, origin } = await this.#reader.readAccount(resolveConnection(inputs));
      return { reading: purchaseState, origin };
    } catch (error) {
      const failure = asTcssError(error);
      return {
        reading: this.#words === undefined ? withGateAdvice(failure) : failure.inWordsOf(this.#words),
      };
    }
  }

  /** A new phase of the deployment begins: ask again. */
  clear(): void {
    this.#reader.clear();
  }
}

function withGateAdvice(error: TcssError): TcssError {
  if (error.kind !== "credentials") return error;
  const { summary, nextStep, ...details } = error;
  const advice = `A deployment without the right to ask can be judged by its PurchaseState resources alone: source: resources in ${GATE_FILE}.`;
  const step = nextStep === undefined || /[.!?]$/.test(nextStep) ? nextStep : `${nextStep}.`;
  return new TcssError(summary, { ...details, nextStep: [step, advice].filter(Boolean).join(" ") });
}

/** Where a `PurchaseState` has its values from, when not from the account itself. */
export interface PublishedBy {
  /** The stack that exports them, `ORGANIZATION/PROJECT/STACK`. */
  readonly stack: string;
  /** How old they may be. Unit: hours. */
  readonly maxAgeHours: number;
}

/** The type of `PurchaseState` by the dynamic provider. */
export const DYNAMIC_TYPE = "pulumi-nodejs:dynamic/tcss:PurchaseState";
/** The type of `PurchaseState` by the plugin. */
export const PLUGIN_TYPE = "tcss:index:PurchaseState";

/** Types of resources that hold a purchase state. */
export const PURCHASE_STATE_TYPES: ReadonlySet<unknown> = new Set([DYNAMIC_TYPE, PLUGIN_TYPE]);

/** The id of the account that was read. Absent when it could not be, or nobody asked for its id. */
export function accountIdOf(reading: Reading): string | undefined {
  return reading instanceof TcssError ? undefined : reading.accountId;
}

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

/**
 * What a `PurchaseState` resource gives to judge.
 * @returns an error for values that are too old, or of unknown age, to say anything about the account.
 */
export function readingOfResource(
  { name, purchaseState: stored, timeZone, fromStack }: StoredResource,
  { maxStaleHours }: Pick<GateSettings, "maxStaleHours">,
  now: Date,
): Reading {
  const unusable = (summary: string, nextStep: string): TcssError =>
    new TcssError(`PurchaseState ${name} ${summary}`, { kind: "reply", nextStep });
  if (stored === undefined)
    return unusable(
      "holds no values: its account could not be read, or it is no --target of this run",
      "The resource's own error says why; else run without --target.",
    );
  const purchaseState = restorePurchaseState(stored, timeZone);
  const { observedAt, stale } = purchaseState;
  if (fromStack !== undefined) {
    const limit = Math.min(fromStack.maxAgeHours, maxStaleHours);
    const problem = ageProblem(observedAt, limit, now, "accepted");
    if (problem === undefined) return purchaseState;
    return unusable(
      `holds values of stack ${fromStack.stack} ${problem}`,
      observedAt === undefined
        ? "Set tcss:recordObservedAt to true in that stack, export observedAt (or the whole purchaseState), and update it."
        : "Update that stack.",
    );
  }
  if (!stale) return purchaseState;
  const problem = ageProblem(observedAt, maxStaleHours, now, "maxStaleHours");
  return problem === undefined
    ? purchaseState
    : unusable(`holds last known values ${problem}`, "Deploy again when the account can be asked.");
}

/** Why values that were observed then cannot be used; undefined when they can. */
function ageProblem(
  observedAt: string | undefined,
  maxHours: number,
  now: Date,
  limit: string,
): string | undefined {
  const age = now.getTime() - Date.parse(observedAt ?? "");
  if (Number.isNaN(age) || age < -CLOCK_SKEW_MILLISECONDS) return "of unknown age";
  if (age <= maxHours * 3_600_000) return undefined;
  return `of ${observedAt}, longer ago than the gate accepts (${limit}: ${maxHours}${limit === "accepted" ? " hours" : ""})`;
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

/** What a user is told when a resource keeps its last known values. */
export function staleWarning({ observedAt }: PurchaseState): string {
  const age = observedAt === undefined ? "of unknown age" : `of ${visible(observedAt)}`;
  return `TCSS could not be asked: these are the last known values, ${age} (onUnavailable: lastKnown).`;
}

/** What TCSS000 says when resources alone should decide and none counts. */
export function noResourceToJudge(uncounted: readonly string[] = []): Verdict {
  return unverifiable(
    "Protection cannot be verified: the gate is set to judge the program's PurchaseState resources alone (source: resources), and this program has none" +
      (uncounted.length === 0 ? "." : ` that counts. ${uncounted.join(" ")}`),
    uncounted.length === 0
      ? `Add one (new tcss.PurchaseState("tcss")), or set source: live in ${GATE_FILE}.`
      : `Correct them, or the gate's evidence in ${GATE_FILE}.`,
  );
}

import { AccountReader, type Origin } from "../account/AccountReader";
import { asTcssError, TcssError } from "../base/errors";
import { visible } from "../base/text";
import type { Vocabulary } from "../base/vocabulary";
import { type ConnectionInputs, resolveConnection } from "../connection/connection";
import type { Reading } from "../model/reading";
import { GATE_FILE } from "./settings";

/** Reads accounts: each at most once until `clear`, and a failure is a reading too. */
export class LiveAccounts {
  readonly #reader = new AccountReader({ remember: true });
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
      const { purchaseState, origin } = await this.#reader.purchaseState(resolveConnection(inputs));
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

/** Whom a read has asked, with whose credentials and where, in one line. */
export function askedLine(
  { account, accountId, credentialSource, endpoint }: Origin,
  profile?: string | undefined,
): string {
  const label = account ?? (profile === undefined ? undefined : `of profile ${profile}`);
  const names = [label, label === undefined ? accountId : accountId && `(${accountId})`].filter(Boolean);
  const whom = names.length === 0 ? "the account" : `account ${names.join(" ")}`;
  return visible(`asked ${whom}, with credentials from ${credentialSource}, at ${endpoint}`);
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

/** The id of the account that was read. Absent when it could not be, or nobody asked for its id. */
export function accountIdOf(reading: Reading): string | undefined {
  return reading instanceof TcssError ? undefined : reading.accountId;
}

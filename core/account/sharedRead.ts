import { SharedWork } from "../api/sharedWork";
import type { FoundCredential } from "../credentials/chain";
import type { PurchaseState } from "../model/purchaseState";

/**
 * A read that several callers wait for. Nothing in it depends on a caller's label for the account, or on which
 * accounts a caller allows: each looks at these itself.
 */
export class SharedRead {
  readonly #work: SharedWork<PurchaseState>;
  /** Known before the purchase state is; rejected where there is none. */
  readonly found: Promise<FoundCredential>;

  /** @param start begins the read, and says what it found to read with. */
  constructor(
    start: (signal: AbortSignal, tell: (found: FoundCredential) => void) => Promise<PurchaseState>,
  ) {
    let reject: (reason: unknown) => void;
    let tell: (found: FoundCredential) => void;
    this.found = new Promise((onFound, onFailure) => {
      [tell, reject] = [onFound, onFailure];
    });
    this.found.catch(() => {}); // who waits for the purchase state hears of it as well
    this.#work = new SharedWork(async (signal) => {
      try {
        return await start(signal, tell);
      } catch (error) {
        reject(error);
        throw error;
      }
    });
  }

  /** Whether everybody left before there was a result: nobody should join any more. */
  get isAbandoned(): boolean {
    return this.#work.isAbandoned;
  }

  /** Resolves when there is a result, or an error. */
  get settled(): Promise<void> {
    return this.#work.settled;
  }

  /**
   * The purchase state.
   * @param signal aborted when the caller leaves.
   */
  wait(signal: AbortSignal): Promise<PurchaseState> {
    return this.#work.wait(signal);
  }
}

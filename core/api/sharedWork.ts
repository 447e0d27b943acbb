import { setMaxListeners } from "node:events";
import { TcssError } from "../base/errors";

/** An `AbortController` for as many reads as there are: Node.js takes more than ten listeners for a leak. */
export function abortControllerForMany(): AbortController {
  const controller = new AbortController();
  setMaxListeners(0, controller.signal);
  return controller;
}

/** What a caller gets who has given up waiting: nothing went wrong, and nothing is to be tried again. */
export function cancelled(): TcssError {
  return new TcssError("the read was cancelled", { kind: "network", code: "Cancelled" });
}

/**
 * Work that several callers wait for. Each may leave when it likes, and the others go on waiting; once all have
 * left, the work is aborted.
 */
export class SharedWork<T> {
  readonly #aborter = abortControllerForMany();
  readonly #result: Promise<T>;
  /** Resolves when there is a result, or an error. */
  readonly settled: Promise<void>;
  #waiting = 0;
  #isSettled = false;

  /** @param start starts the work, which ends soon after its signal is aborted. */
  constructor(start: (signal: AbortSignal) => Promise<T>) {
    this.#result = start(this.#aborter.signal);
    const settle = (): void => {
      this.#isSettled = true;
    };
    this.settled = this.#result.then(settle, settle);
  }

  /** Whether all callers left before there was a result: a new caller must not join. */
  get isAbandoned(): boolean {
    return this.#aborter.signal.aborted;
  }

  /**
   * The result of the work.
   * @param signal aborted when the caller leaves.
   * @throws what the work throws; TcssError with the code `Cancelled` for a caller that has left.
   */
  async wait(signal?: AbortSignal): Promise<T> {
    this.#waiting += 1;
    let leave = (): void => {};
    try {
      if (signal === undefined) return await this.#result;
      const left = new Promise<never>((_, reject) => {
        leave = () => reject(cancelled());
      });
      if (signal.aborted) leave();
      signal.addEventListener("abort", leave, { once: true });
      return await Promise.race([this.#result, left]);
    } finally {
      signal?.removeEventListener("abort", leave);
      this.#waiting -= 1;
      if (this.#waiting === 0 && !this.#isSettled) this.#aborter.abort();
    }
  }
}

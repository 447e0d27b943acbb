import type { Connection } from "../connection";
import { CredentialCache } from "../credentials/cache";
import type { PurchaseState } from "../purchaseState";
import { TcssClient } from "./TcssClient";

export interface ReaderOptions {
  /**
   * Keep what was read, success or failure, for as long as the reader lives: for a process that serves one
   * phase of one deployment. Otherwise only reads that overlap in time share a request.
   */
  readonly remember: boolean;
}

/** Reads purchase states so that callers who want the same account share one request. */
export class PurchaseStateReader {
  readonly #reads = new Map<string, Promise<PurchaseState>>();
  readonly #remember: boolean;
  readonly #credentials = new CredentialCache();

  constructor({ remember }: ReaderOptions) {
    this.#remember = remember;
  }

  /** @throws TcssError as `TcssClient.describePurchaseState` does. */
  read(connection: Connection): Promise<PurchaseState> {
    const { key } = connection;
    const shared = this.#reads.get(key);
    if (shared !== undefined) return shared;
    const read = new TcssClient(connection, this.#credentials).describePurchaseState();
    this.#reads.set(key, read);
    if (!this.#remember) {
      const forget = (): boolean => this.#reads.delete(key);
      read.then(forget, forget);
    }
    return read;
  }

  /** Forgets what was read: a new phase begins. */
  clear(): void {
    this.#reads.clear();
  }
}

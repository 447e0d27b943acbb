import type { Connection } from "../connection";
import { CredentialCache } from "../credentials/cache";
import type { PurchaseState } from "../purchaseState";
import { type AccountReading, TcssClient } from "./TcssClient";

export interface ReaderOptions {
  /**
   * Keep what was read, success or failure, for as long as the reader lives: for a process that serves one
   * phase of one deployment. Otherwise only reads that overlap in time share a request.
   */
  readonly remember: boolean;
}

/** Reads purchase states so that callers who want the same account share one request. */
export class PurchaseStateReader {
  readonly #reads = new Map<string, Promise<AccountReading>>();
  readonly #remember: boolean;
  readonly #credentials = new CredentialCache();

  constructor({ remember }: ReaderOptions) {
    this.#remember = remember;
  }

  /** @throws TcssError as `TcssClient.describePurchaseState` does. */
  async read(connection: Connection): Promise<PurchaseState> {
    return (await this.readAccount(connection)).purchaseState;
  }

  /**
   * Reads the purchase state with where it comes from, which costs no request more.
   * @throws TcssError likewise.
   */
  async readAccount(connection: Connection): Promise<AccountReading> {
    const { key, account } = connection;
    const { purchaseState, origin } = await (this.#reads.get(key) ?? this.#start(key, connection));
    return { purchaseState, origin: { ...origin, account } };
  }

  #start(key: string, connection: Connection): Promise<AccountReading> {
    const read = new TcssClient(connection, this.#credentials).readAccount();
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

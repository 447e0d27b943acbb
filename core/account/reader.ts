import { cancelled } from "../api/sharedWork";
import { keep } from "../base/bounded";
import type { Connection } from "../connection/connection";
import { CredentialCache } from "../credentials/cache";
import type { FoundCredential } from "../credentials/chain";
import type { PurchaseState } from "../model/purchaseState";
import { SharedRead } from "./sharedRead";
import { explainShortTry, slowEndpoints } from "./slowEndpoints";
import { type AccountReading, TcssClient } from "./TcssClient";

export interface ReaderOptions {
  /**
   * Keep what was read, success or failure, for as long as the reader lives: for a process that serves one
   * phase of one deployment. Otherwise only reads that overlap in time share a request.
   */
  readonly remember: boolean;
}

/**
 * Reads purchase states so that callers who want the same account share one request. A shared read has the deadline
 * and the retries of its first caller; each caller waits no longer than its own deadline. When all callers have left,
 * the read ends. After a read has timed out, another account at the same endpoint gets one short try.
 */
export class PurchaseStateReader {
  readonly #reads = new Map<string, SharedRead>();
  readonly #remember: boolean;
  readonly #credentials = new CredentialCache();

  constructor({ remember }: ReaderOptions) {
    this.#remember = remember;
  }

  /**
   * @param signal aborted when nobody waits for the answer any more.
   * @throws TcssError as `TcssClient.describePurchaseState` does; with the code `Cancelled` after an abort.
   */
  async read(connection: Connection, signal?: AbortSignal): Promise<PurchaseState> {
    return (await this.readAccount(connection, signal)).purchaseState;
  }

  /**
   * Reads the purchase state with where it comes from, which costs no request more.
   * @param signal likewise.
   * @throws TcssError likewise.
   */
  async readAccount(connection: Connection, signal?: AbortSignal): Promise<AccountReading> {
    if (signal?.aborted) throw cancelled();
    const { key } = connection;
    const running = this.#reads.get(key);
    const shared = running === undefined || running.isAbandoned ? this.#start(key, connection) : running;
    return new TcssClient(connection, this.#credentials).readAccount(signal, shared);
  }

  /** Marks of who is asked for this connection and where, see `TcssClient.identityMarks`. */
  identityMarks(connection: Connection, asking: { accountId?: string | undefined } = {}): Promise<string[]> {
    return new TcssClient(connection, this.#credentials).identityMarks(asking);
  }

  #start(key: string, connection: Connection): SharedRead {
    const read = new SharedRead((signal, tell) => this.#ask(connection, signal, tell));
    keep(this.#reads, key, read);
    if (this.#remember) return read;
    const forget = (): void => {
      if (this.#reads.get(key) === read) this.#reads.delete(key);
    };
    read.settled.then(forget);
    return read;
  }

  async #ask(
    connection: Connection,
    signal: AbortSignal,
    tell: (found: FoundCredential) => void,
  ): Promise<PurchaseState> {
    const adapted = slowEndpoints.adapted(connection);
    try {
      const purchaseState = await new TcssClient(adapted, this.#credentials).read(signal, tell);
      slowEndpoints.answered(connection);
      return purchaseState;
    } catch (error) {
      if (adapted !== connection) throw explainShortTry(error);
      slowEndpoints.failed(connection, error);
      throw error;
    }
  }

  /** Forgets what was read: a new phase begins. */
  clear(): void {
    this.#reads.clear();
  }
}

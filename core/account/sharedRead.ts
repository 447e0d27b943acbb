import type { CallLimits } from "../api/access";
import { describePurchaseStateInfo } from "../api/actions/describePurchaseStateInfo";
import { callAction } from "../api/callAction";
import { withDeadline } from "../api/deadline";
import { SharedWork } from "../api/sharedWork";
import { TcssError } from "../base/errors";
import type { Connection } from "../connection/connection";
import type { CredentialCache } from "../credentials/cache";
import type { FoundCredential } from "../credentials/chain";
import type { PurchaseState } from "../model/purchaseState";
import { explainShortTry, slowEndpoints } from "./slowEndpoints";

/** What is read, in messages. */
export const SUBJECT = "the purchase state";

/**
 * One request for a purchase state that several callers wait for. Nothing in it depends on a caller's label for the
 * account, or on which accounts a caller allows: each looks at these itself.
 */
export class SharedRead {
  readonly #credentials: CredentialCache;
  readonly #work: SharedWork<PurchaseState>;
  /** What the account is asked with. Known before the purchase state is; rejected where there is none. */
  readonly found: Promise<FoundCredential>;

  /** Starts the read, by the first caller's deadline and retries. */
  constructor(connection: Connection, credentials: CredentialCache) {
    this.#credentials = credentials;
    let resolve: (found: FoundCredential) => void;
    let reject: (reason: unknown) => void;
    this.found = new Promise((onFound, onFailure) => {
      [resolve, reject] = [onFound, onFailure];
    });
    this.found.catch(() => {}); // avoids an unhandled rejection: `wait` throws the same error
    this.#work = new SharedWork(async (signal) => {
      try {
        return await this.#read(connection, signal, resolve);
      } catch (error) {
        reject(error);
        throw error;
      }
    });
  }

  /** Whether all callers left before there was a result: a new caller must not join. */
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

  async #read(
    connection: Connection,
    cancelled: AbortSignal,
    onFound: (found: FoundCredential) => void,
  ): Promise<PurchaseState> {
    const adapted = slowEndpoints.adapted(connection);
    const { deadlineSeconds: seconds, endpoint } = adapted;
    // the label is each caller's own
    const access = { ...adapted, account: undefined };
    const read = async (limits: CallLimits): Promise<PurchaseState> => {
      const found = await this.#findCredential(adapted, limits.signal);
      onFound(found);
      const { credential } = found;
      try {
        return await callAction(describePurchaseStateInfo, null, { access, credential, ...limits });
      } catch (error) {
        throw error instanceof TcssError ? error.with({ credentialSource: found.source }) : error;
      }
    };
    try {
      const purchaseState = await withDeadline(
        { seconds, subject: SUBJECT, endpoint, outer: cancelled },
        read,
      );
      slowEndpoints.answered(connection);
      return purchaseState;
    } catch (error) {
      if (adapted !== connection) throw explainShortTry(error);
      slowEndpoints.failed(connection, error);
      throw error;
    }
  }

  async #findCredential(
    { credentialKey, findCredential, endpoint }: Connection,
    signal: AbortSignal,
  ): Promise<FoundCredential> {
    try {
      return await this.#credentials.get(credentialKey, findCredential, signal);
    } catch (error) {
      if (!(error instanceof TcssError) || error.kind !== "credentials" || error.endpoint !== undefined)
        throw error;
      throw error.with({ endpoint });
    }
  }
}

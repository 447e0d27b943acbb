import { withDeadline } from "../api/deadline";
import { SharedWork } from "../api/sharedWork";
import { printable, TcssError } from "../base/errors";
import type { Connection } from "../connection/connection";
import type { CredentialCache } from "../credentials/cache";
import type { FoundCredential } from "../credentials/chain";
import type { Credential } from "../credentials/credential";
import { holdsPurchaseState, type PurchaseState, parsePurchaseState } from "../model/purchaseState";
import { explainShortTry, slowEndpoints } from "./slowEndpoints";

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
    const { deadlineSeconds, endpoint } = adapted;
    const read = async (signal: AbortSignal): Promise<PurchaseState> => {
      const found = await this.#findCredential(adapted, signal);
      onFound(found);
      try {
        return await describe(adapted, found.credential, signal);
      } catch (error) {
        throw error instanceof TcssError ? error.with({ credentialSource: found.source }) : error;
      }
    };
    try {
      const purchaseState = await withDeadline(deadlineSeconds, { endpoint }, read, cancelled);
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

async function describe(
  connection: Connection,
  credential: Credential,
  signal: AbortSignal,
): Promise<PurchaseState> {
  // loaded on demand: the SDK takes longer than all the rest
  const { SigningClient } = require("../api/SigningClient") as typeof import("../api/SigningClient");
  // the label is each caller's own
  const access = { ...connection, account: undefined };
  const client = new SigningClient(access, credential, signal);
  return purchaseStateIn({ ...(await client.DescribePurchaseStateInfo(null)) }, access);
}

/**
 * The purchase state in what stands under `Response`.
 * @throws TcssError of kind `reply` when it holds no field of one: a gateway's answer, or another action's.
 */
export function purchaseStateIn(
  response: object,
  { endpoint, account, timeZone }: Pick<Connection, "endpoint" | "account" | "timeZone">,
): PurchaseState {
  const fields = response as Record<string, unknown>;
  if (holdsPurchaseState(fields)) return parsePurchaseState(fields, timeZone);
  const requestId = fields["RequestId"];
  throw new TcssError("the reply holds no field of a purchase state", {
    kind: "reply",
    endpoint,
    account,
    requestId: typeof requestId === "string" ? printable(requestId, 64) : undefined,
    nextStep: "Check that the endpoint is Tencent Cloud's API or a gateway to it.",
  });
}

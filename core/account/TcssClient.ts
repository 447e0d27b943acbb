import { withDeadline } from "../api/deadline";
import { callerAccountId, roleOf } from "../api/sts";
import { onlyDefined } from "../base/defined";
import { printable, TcssError } from "../base/errors";
import { assertAccountAllowed } from "../connection/accountFilter";
import type { Connection } from "../connection/connection";
import { identityMarks } from "../connection/identity";
import { CredentialCache } from "../credentials/cache";
import type { FoundCredential, SkippedSource } from "../credentials/chain";
import type { Credential } from "../credentials/credential";
import { holdsPurchaseState, type PurchaseState, parsePurchaseState } from "../model/purchaseState";
import { SharedRead } from "./sharedRead";

/** It comes after the deadline of the read. Unit: seconds. */
const IDENTITY_SECONDS = 1.5;

/** Whom a purchase state was asked of, and with what. */
export interface Origin {
  /** The source of the credentials, such as `environment` or `tccli profile production`. */
  readonly credentialSource: string;
  /** The sources that were asked before, and why each had none. */
  readonly skippedSources: readonly SkippedSource[];
  /** Such as `https://tcss.intl.tencentcloudapi.com`. */
  readonly endpoint: string;
  /** The account's label. Absent: the user gave none. */
  readonly account: string | undefined;
  /** The account's id (uin). Absent where no setting needs it, since it costs a request. */
  readonly accountId: string | undefined;
}

/** A purchase state and its origin. */
export interface AccountReading {
  readonly purchaseState: PurchaseState;
  readonly origin: Origin;
}

/** Asks one account. */
export class TcssClient {
  readonly #connection: Connection;
  readonly #credentials: CredentialCache;

  /**
   * @param connection the account and the way to it, from `resolveConnection`.
   * @param credentials where temporary credentials are kept; share one among clients of one process.
   */
  constructor(connection: Connection, credentials = new CredentialCache()) {
    this.#connection = connection;
    this.#credentials = credentials;
  }

  /**
   * Reads the account's purchase state once.
   * @throws TcssError: `credentials` when none are found or a source is broken; `account` when they belong to
   * an account that is not allowed; `network` when no whole answer came in time; `reply` when the answer is not
   * one of this API; `api` with Tencent's code, message and request id.
   * @see https://www.tencentcloud.com/document/product/1285 (DescribePurchaseStateInfo)
   */
  async describePurchaseState(): Promise<PurchaseState> {
    return (await this.readAccount()).purchaseState;
  }

  /**
   * Reads the account's purchase state once, and tells where it comes from.
   * @param cancelled ends the read at once.
   * @param shared a read of a connection with the same `key`, to wait for instead of another request.
   * @throws TcssError as `describePurchaseState` does; with the code `Cancelled` after an abort.
   */
  async readAccount(
    cancelled?: AbortSignal,
    shared = new SharedRead((signal, tell) => this.read(signal, tell)),
  ): Promise<AccountReading> {
    const { deadlineSeconds, endpoint, account, resolveAccountId } = this.#connection;
    const read = async (signal: AbortSignal): Promise<AccountReading> => {
      const described = shared.wait(signal);
      described.catch(() => {}); // avoids an unhandled rejection; an error of kind `account` takes precedence
      const { credential, source, skipped } = await shared.found;
      const accountId = await this.#accountId(credential, signal);
      const purchaseState = await described;
      return {
        purchaseState: resolveAccountId ? { ...purchaseState, ...onlyDefined({ accountId }) } : purchaseState,
        origin: { credentialSource: source, skippedSources: skipped, endpoint, account, accountId },
      };
    };
    try {
      return await withDeadline(deadlineSeconds, { endpoint, account }, read, cancelled);
    } catch (error) {
      throw labeled(error, account);
    }
  }

  /**
   * The part of a read that callers with the same `key` may share. It ends by this connection's deadline.
   * @param cancelled ends it at once.
   * @param tell is told what it found to read with.
   */
  read(cancelled: AbortSignal, tell: (found: FoundCredential) => void): Promise<PurchaseState> {
    const { deadlineSeconds, endpoint } = this.#connection;
    const read = async (signal: AbortSignal): Promise<PurchaseState> => {
      const found = await this.#findCredential(signal);
      tell(found);
      try {
        return await this.#describe(found.credential, signal);
      } catch (error) {
        throw error instanceof TcssError ? error.with({ credentialSource: found.source }) : error;
      }
    };
    return withDeadline(deadlineSeconds, { endpoint }, read, cancelled);
  }

  /**
   * Marks of who is asked and where (identity.ts), without a request of TCSS.
   * @param options.accountId the account's id where it is known; `resolve` to find it out where the settings ask for it.
   * @returns an empty list where that could not be found out.
   */
  async identityMarks({ accountId }: { accountId?: string | "resolve" | undefined } = {}): Promise<string[]> {
    const connection = this.#connection;
    const { credentialKey, findCredential, roleArn, endpoint, account } = connection;
    // a credential that takes a request is kept, unless it was that request which failed
    const find = (): Promise<FoundCredential> => findCredential(AbortSignal.abort());
    try {
      return await withDeadline(IDENTITY_SECONDS, { endpoint, account }, async (signal) => {
        const found = this.#credentials.kept(credentialKey) ?? (await find().catch(() => undefined));
        const credential = found?.credential;
        const resolves = accountId === "resolve" && credential !== undefined;
        return identityMarks(connection, {
          credential,
          roleArn: roleArn ?? (credential && roleOf(credential)),
          accountId: resolves ? await this.#accountId(credential, signal) : accountId,
        });
      });
    } catch {
      return [];
    }
  }

  async #findCredential(signal: AbortSignal): Promise<FoundCredential> {
    const { credentialKey, findCredential, endpoint } = this.#connection;
    try {
      return await this.#credentials.get(credentialKey, findCredential, signal);
    } catch (error) {
      if (!(error instanceof TcssError) || error.kind !== "credentials" || error.endpoint !== undefined)
        throw error;
      throw error.with({ endpoint });
    }
  }

  async #describe(credential: Credential, signal: AbortSignal): Promise<PurchaseState> {
    // loaded on demand: the SDK takes longer than all the rest
    const { SigningClient } = require("../api/SigningClient") as typeof import("../api/SigningClient");
    // the label is each caller's own
    const access = { ...this.#connection, account: undefined };
    const client = new SigningClient(access, credential, signal);
    return purchaseStateIn({ ...(await client.DescribePurchaseStateInfo(null)) }, access);
  }

  /** The account's id where it is asked for, else undefined without a request. */
  async #accountId(credential: Credential, signal: AbortSignal): Promise<string | undefined> {
    const { sts, resolveAccountId, allowedAccountIds, forbiddenAccountIds } = this.#connection;
    const filtered = allowedAccountIds.length > 0 || forbiddenAccountIds.length > 0;
    if (!resolveAccountId && !filtered) return undefined;
    const ask = (left: AbortSignal): Promise<string> => callerAccountId(sts, credential, left);
    const accountId = await this.#credentials.accountId(sts.endpoint, credential, ask, signal);
    assertAccountAllowed(accountId, this.#connection);
    return accountId;
  }
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

/** An error that callers share, under the label that this one has for the account. */
function labeled(error: unknown, account: string | undefined): unknown {
  // an error without a place is not about the account
  if (!(error instanceof TcssError) || error.endpoint === undefined || error.account === account)
    return error;
  return error.with({ account });
}

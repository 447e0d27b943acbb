import type { CallLimits } from "../api/access";
import { withDeadline } from "../api/deadline";
import { cancelled } from "../api/sharedWork";
import { type BoundedCache, boundedCache } from "../base/bounded";
import { onlyDefined } from "../base/defined";
import { TcssError } from "../base/errors";
import type { Connection } from "../connection/connection";
import { identityMarks } from "../connection/identity";
import { CredentialCache } from "../credentials/cache";
import type { FoundCredential, SkippedSource } from "../credentials/chain";
import type { PurchaseState } from "../model/purchaseState";
import { AccountIds } from "./AccountIds";
import { SharedRead, SUBJECT } from "./sharedRead";

/** Upper bound for computing identity marks, which comes after the deadline of the read. Unit: seconds. */
const IDENTITY_SECONDS = 1.5;

export interface AccountReaderOptions {
  /**
   * Keep what was read, success or failure, until `clear`: for a process that serves one phase of one deployment.
   * Otherwise only reads that overlap in time share a request.
   */
  readonly remember: boolean;
  /** For the end of temporary credentials. Default: the clock. */
  readonly now?: () => Date;
}

/** The account that a purchase state belongs to, and what it was read with. */
export interface Origin {
  /** The source of the credentials, such as `environment` or `tccli profile production`. */
  readonly credentialSource: string;
  /** The sources that were asked before, and why each had no credential. */
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

/**
 * Reads accounts. Callers that want the same account share one request: it has the deadline and the retries of its
 * first caller, and each caller waits no longer than its own deadline. When all callers have left, the request ends.
 * After a read has timed out, another account at the same endpoint gets one short try.
 */
export class AccountReader {
  readonly #remember: boolean;
  readonly #reads: BoundedCache<SharedRead> = boundedCache();
  readonly #accountIds = new AccountIds();
  readonly #credentials: CredentialCache;

  constructor({ remember, now }: AccountReaderOptions) {
    this.#remember = remember;
    this.#credentials = new CredentialCache(now);
  }

  /**
   * Reads the account's purchase state.
   * @param connection the account and how to reach it, from `resolveConnection`.
   * @param signal aborted when the caller leaves.
   * @throws TcssError: `credentials` when none are found or a source is broken; `account` when they belong to an
   * account that is not allowed; `network` when no complete answer came in time, with the code `Cancelled` after an
   * abort; `reply` when the answer is not one of this API; `api` with Tencent's code, message and request id.
   * @see https://www.tencentcloud.com/document/product/1285 (DescribePurchaseStateInfo)
   */
  async purchaseState(connection: Connection, signal?: AbortSignal): Promise<AccountReading> {
    if (signal?.aborted) throw cancelled();
    const { deadlineSeconds: seconds, endpoint, account, resolveAccountId } = connection;
    const shared = this.#sharedRead(connection);
    const read = async (limits: CallLimits): Promise<AccountReading> => {
      const shareOfRead = shared.wait(limits.signal);
      shareOfRead.catch(() => {}); // avoids an unhandled rejection; an error of kind `account` takes precedence
      const { credential, source, skipped } = await shared.found;
      const accountId = await this.#accountIds.checked(connection, credential, limits.signal);
      const purchaseState = await shareOfRead;
      return {
        purchaseState: resolveAccountId ? { ...purchaseState, ...onlyDefined({ accountId }) } : purchaseState,
        origin: { credentialSource: source, skippedSources: skipped, endpoint, account, accountId },
      };
    };
    try {
      return await withDeadline({ seconds, subject: SUBJECT, endpoint, account, outer: signal }, read);
    } catch (error) {
      throw labeled(error, account);
    }
  }

  /**
   * Marks of the identity that reads this connection (identity.ts), without a request to TCSS.
   * @param options.accountId the account's id where it is known; `resolve` to ask for it where the settings want it.
   * @returns an empty list where the identity could not be determined.
   */
  async identityMarks(
    connection: Connection,
    { accountId }: { accountId?: string | "resolve" | undefined } = {},
  ): Promise<string[]> {
    const { credentialKey, findCredential, roleArn, endpoint, account } = connection;
    // a source that needs a request fails at once; its credential is in the cache, unless that request has failed
    const find = (): Promise<FoundCredential> => findCredential(AbortSignal.abort());
    try {
      const deadline = { seconds: IDENTITY_SECONDS, subject: "the identity", endpoint, account };
      return await withDeadline(deadline, async ({ signal }) => {
        const found = this.#credentials.kept(credentialKey) ?? (await find().catch(() => undefined));
        const credential = found?.credential;
        const resolves = accountId === "resolve" && credential !== undefined;
        return identityMarks(connection, {
          credential,
          roleArn: roleArn ?? credential?.roleArn,
          accountId: resolves ? await this.#accountIds.checked(connection, credential, signal) : accountId,
        });
      });
    } catch {
      return [];
    }
  }

  /** Drops what was read: a new phase starts. */
  clear(): void {
    this.#reads.clear();
  }

  /** The read of the same account that others wait for already, else a new one. */
  #sharedRead(connection: Connection): SharedRead {
    const { key } = connection;
    const running = this.#reads.get(key);
    if (running !== undefined && !running.isAbandoned) return running;
    const read = new SharedRead(connection, this.#credentials);
    this.#reads.set(key, read);
    if (!this.#remember)
      read.settled.then(() => {
        if (this.#reads.get(key) === read) this.#reads.delete(key);
      });
    return read;
  }
}

/** An error that callers share, under the label that this one has for the account. */
function labeled(error: unknown, account: string | undefined): unknown {
  // an error without a place is not about the account
  if (!(error instanceof TcssError) || error.endpoint === undefined || error.account === account)
    return error;
  return error.with({ account });
}

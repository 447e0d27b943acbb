import type { CallLimits } from "../api/access";
import { describePurchaseStateInfo } from "../api/actions/describePurchaseStateInfo";
import { callAction } from "../api/callAction";
import { withDeadline } from "../api/deadline";
import { cancelled } from "../api/sharedWork";
import { type BoundedCache, boundedCache } from "../base/bounded";
import { onlyDefined } from "../base/defined";
import { TcssError } from "../base/errors";
import type { Connection } from "../connection/connection";
import { identityMarks } from "../connection/identity";
import { CredentialCache } from "../credentials/cache";
import type { FoundCredential, SkippedSource } from "../credentials/chain";
import type { Asset } from "../model/assets";
import { type Coverage, coverageOf } from "../model/coverage";
import { type CorePrices, LIST_PRICES } from "../model/prices";
import type { PurchaseState } from "../model/purchaseState";
import { AccountIds } from "./AccountIds";
import { type ListedAssets, readAssets } from "./readAssets";
import { type Question, SharedRead } from "./sharedRead";

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

/** Who is undefended in an account, beside its purchase state and origin. */
export interface AccountCoverage extends AccountReading {
  readonly coverage: Coverage;
}

export interface CoverageOptions {
  /** Whether the settings exempt an asset: it is in no total and no plan. Default: none. */
  readonly isExempt?: ((asset: Asset) => boolean) | undefined;
  /** What cores cost. Null: no figures of money. Default: the list prices of the connection's site. */
  readonly prices?: CorePrices | null | undefined;
  /** Aborted when the caller leaves. */
  readonly signal?: AbortSignal | undefined;
}

/** What the lists of assets are read beside. */
interface StateAndAssets {
  readonly purchaseState: PurchaseState;
  readonly listed: ListedAssets;
}

const PURCHASE_STATE: Question<PurchaseState> = {
  subject: "the purchase state",
  ask: (options) => callAction(describePurchaseStateInfo, null, options),
};

/**
 * Reads accounts. Callers that want the same account share one request: it has the deadline and the retries of its
 * first caller, and each caller waits no longer than its own deadline. When all callers have left, the request ends.
 * After a read has timed out, another account at the same endpoint gets one short try.
 */
export class AccountReader {
  readonly #remember: boolean;
  readonly #states: BoundedCache<SharedRead<PurchaseState>> = boundedCache();
  readonly #assets: BoundedCache<SharedRead<StateAndAssets>> = boundedCache();
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
    const shared = this.#stateRead(connection);
    const { result, origin } = await this.#waited(connection, shared, PURCHASE_STATE.subject, signal);
    return { purchaseState: inFull(connection, result, origin), origin };
  }

  /**
   * Reads the account's purchase state and, once it is there, the lists of its assets, all at the same time: clusters,
   * hosts outside clusters and, on the mainland site, super nodes. The connection's deadline is for all of it. Equal
   * callers share the requests, whatever each exempts; a purchase state that is remembered is not asked for again.
   * @param connection as for {@link purchaseState}.
   * @throws TcssError as {@link purchaseState} does. Where the identity may not read a list, it is of kind `api` and
   * `permission` names the CAM action; `reply` also for a list that does not end.
   * @see https://www.tencentcloud.com/document/product/1285 (DescribeUserCluster, DescribeAssetHostList)
   */
  async coverage(
    connection: Connection,
    { isExempt, prices, signal }: CoverageOptions = {},
  ): Promise<AccountCoverage> {
    if (signal?.aborted) throw cancelled();
    const shared = this.#assetsRead(connection);
    const { result, origin } = await this.#waited(connection, shared, ASSETS, signal);
    const { purchaseState, listed } = result;
    return {
      coverage: coverageOf({
        ...listed,
        purchaseState,
        prices: prices === null ? undefined : (prices ?? LIST_PRICES[connection.site ?? "international"]),
        isExempt,
      }),
      purchaseState: inFull(connection, purchaseState, origin),
      origin,
    };
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
    this.#states.clear();
    this.#assets.clear();
  }

  #stateRead(connection: Connection): SharedRead<PurchaseState> {
    return this.#shared(
      this.#states,
      connection.key,
      () => new SharedRead(PURCHASE_STATE, connection, this.#credentials),
    );
  }

  #assetsRead(connection: Connection): SharedRead<StateAndAssets> {
    const { key, site } = connection;
    return this.#shared(this.#assets, `${site} ${key}`, () => {
      const state = this.#stateRead(connection);
      const question: Question<StateAndAssets> = {
        subject: ASSETS,
        ask: async (options, onPage) => {
          // one request proves the credentials before several are sent
          const purchaseState = await state.wait(options.signal);
          return { purchaseState, listed: await readAssets(options, { site, onPage }) };
        },
      };
      return new SharedRead(question, connection, this.#credentials);
    });
  }

  /** The read that others wait for already, else a new one. */
  #shared<Result>(
    reads: BoundedCache<SharedRead<Result>>,
    key: string,
    start: () => SharedRead<Result>,
  ): SharedRead<Result> {
    const running = reads.get(key);
    if (running !== undefined && !running.isAbandoned) return running;
    const read = start();
    reads.set(key, read);
    if (!this.#remember)
      read.settled.then(() => {
        if (reads.get(key) === read) reads.delete(key);
      });
    return read;
  }

  /** One caller's share of a read: within its own deadline, under its own label, of an account that it allows. */
  async #waited<Result>(
    connection: Connection,
    shared: SharedRead<Result>,
    subject: string,
    signal: AbortSignal | undefined,
  ): Promise<{ readonly result: Result; readonly origin: Origin }> {
    const { deadlineSeconds: seconds, endpoint, account } = connection;
    const wait = async (limits: CallLimits): Promise<{ result: Result; origin: Origin }> => {
      const shareOfRead = shared.wait(limits.signal);
      shareOfRead.catch(() => {}); // avoids an unhandled rejection; an error of kind `account` takes precedence
      const { credential, source, skipped } = await shared.found;
      const accountId = await this.#accountIds.checked(connection, credential, limits.signal);
      const result = await shareOfRead;
      return {
        result,
        origin: { credentialSource: source, skippedSources: skipped, endpoint, account, accountId },
      };
    };
    try {
      return await withDeadline({ seconds, subject, endpoint, account, outer: signal }, wait);
    } catch (error) {
      throw labeled(error, account);
    }
  }
}

/** What is read for the coverage, in messages. */
const ASSETS = "the assets";

/** A purchase state with the account's id, where the connection asks for that. */
function inFull(
  { resolveAccountId }: Connection,
  purchaseState: PurchaseState,
  { accountId }: Origin,
): PurchaseState {
  return resolveAccountId ? { ...purchaseState, ...onlyDefined({ accountId }) } : purchaseState;
}

/** An error that callers share, under the label that this one has for the account. */
function labeled(error: unknown, account: string | undefined): unknown {
  // an error without a place is not about the account
  if (!(error instanceof TcssError) || error.endpoint === undefined || error.account === account)
    return error;
  return error.with({ account });
}

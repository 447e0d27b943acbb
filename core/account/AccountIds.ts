import { getCallerIdentity } from "../api/actions/getCallerIdentity";
import { callAction } from "../api/callAction";
import type { Credential } from "../api/credential";
import { SharedWork } from "../api/sharedWork";
import { type BoundedCache, boundedCache } from "../base/bounded";
import { assertAccountAllowed } from "../connection/accountFilter";
import type { Connection } from "../connection/connection";

/** The accounts that credentials belong to. STS is asked at most once for each credential, unless that fails. */
export class AccountIds {
  readonly #asked: BoundedCache<SharedWork<string>> = boundedCache();

  /**
   * The account's id (uin) where a setting of the connection needs it, else undefined without a request.
   * @throws TcssError of kind `account` when the connection does not allow this account.
   */
  async checked(
    connection: Connection,
    credential: Credential,
    signal: AbortSignal,
  ): Promise<string | undefined> {
    const { sts, resolveAccountId, allowedAccountIds, forbiddenAccountIds } = connection;
    const isFiltered = allowedAccountIds.length > 0 || forbiddenAccountIds.length > 0;
    if (!resolveAccountId && !isFiltered) return undefined;
    const accountId = await this.#idOf(credential, sts, signal);
    assertAccountAllowed(accountId, connection);
    return accountId;
  }

  async #idOf(credential: Credential, sts: Connection["sts"], signal: AbortSignal): Promise<string> {
    const key = JSON.stringify([sts.endpoint, credential.secretId]);
    const known = this.#asked.get(key);
    if (known !== undefined && !known.isAbandoned) return known.wait(signal);
    const asked = new SharedWork(async (left) => {
      try {
        return await callAction(getCallerIdentity, null, { access: sts, credential, signal: left });
      } catch (error) {
        if (this.#asked.get(key) === asked) this.#asked.delete(key);
        throw error;
      }
    });
    this.#asked.set(key, asked);
    return asked.wait(signal);
  }
}

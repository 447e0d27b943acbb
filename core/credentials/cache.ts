import { SharedWork } from "../api/sharedWork";
import { keep } from "../base/bounded";
import type { FoundCredential } from "./chain";
import type { Credential } from "./credential";

/** How long before its end a temporary credential is replaced. */
const REFRESH_MARGIN_MILLISECONDS = 5 * 60_000;

/**
 * Keeps temporary credentials until five minutes before they end. Callers who need the same one at the same
 * time share one refresh; a failure is not kept. Permanent credentials are looked up anew each time, which
 * costs a look at variables or a file and notices when they change.
 */
export class CredentialCache {
  readonly #now: () => Date;
  readonly #kept = new Map<string, FoundCredential>();
  readonly #accountIds = new Map<string, SharedWork<string>>();
  readonly #refreshes = new Map<string, SharedWork<FoundCredential>>();

  constructor(now: () => Date = () => new Date()) {
    this.#now = now;
  }

  /**
   * The credential kept under `key` while it is fresh, else what `find` finds.
   * @param signal aborted when the caller leaves; `find` goes on for the others.
   */
  async get(
    key: string,
    find: (signal: AbortSignal) => Promise<FoundCredential>,
    signal?: AbortSignal,
  ): Promise<FoundCredential> {
    const kept = this.#kept.get(key);
    if (kept !== undefined && this.#isFresh(kept)) return kept;
    const running = this.#refreshes.get(key);
    if (running !== undefined && !running.isAbandoned) return running.wait(signal);
    const refresh = new SharedWork(async (left) => {
      const found = await find(left);
      if (found.credential.expiration !== undefined) keep(this.#kept, key, found);
      return found;
    });
    this.#refreshes.set(key, refresh);
    refresh.settled.then(() => {
      if (this.#refreshes.get(key) === refresh) this.#refreshes.delete(key);
    });
    return refresh.wait(signal);
  }

  /** The temporary credential kept under `key`, fresh or not. */
  kept(key: string): FoundCredential | undefined {
    return this.#kept.get(key);
  }

  /**
   * The account that `credential` belongs to by the service at `endpoint`, asked at most once for as long as the
   * cache lives, unless that fails.
   */
  async accountId(
    endpoint: string,
    { secretId }: Credential,
    ask: (signal: AbortSignal) => Promise<string>,
    signal?: AbortSignal,
  ): Promise<string> {
    const key = JSON.stringify([endpoint, secretId]);
    const known = this.#accountIds.get(key);
    if (known !== undefined && !known.isAbandoned) return known.wait(signal);
    const asked = new SharedWork(async (left) => {
      try {
        return await ask(left);
      } catch (error) {
        if (this.#accountIds.get(key) === asked) this.#accountIds.delete(key);
        throw error;
      }
    });
    keep(this.#accountIds, key, asked);
    return asked.wait(signal);
  }

  #isFresh({ credential: { expiration } }: FoundCredential): boolean {
    return (
      expiration !== undefined && expiration.getTime() - this.#now().getTime() > REFRESH_MARGIN_MILLISECONDS
    );
  }
}

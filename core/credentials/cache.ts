import { SharedWork } from "../api/sharedWork";
import { type BoundedCache, boundedCache } from "../base/bounded";
import type { FoundCredential } from "./chain";

/** How long before its end a temporary credential is replaced. */
const REFRESH_MARGIN_MILLISECONDS = 5 * 60_000;

/**
 * Keeps temporary credentials until five minutes before they end. Callers that need the same one at the same time
 * share one refresh; a failure is not kept. Permanent credentials are looked up each time: that reads variables or a
 * file, and so notices a change.
 */
export class CredentialCache {
  readonly #now: () => Date;
  readonly #kept: BoundedCache<FoundCredential> = boundedCache();
  readonly #refreshes: BoundedCache<SharedWork<FoundCredential>> = boundedCache();

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
      if (found.credential.expiration !== undefined) this.#kept.set(key, found);
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

  #isFresh({ credential: { expiration } }: FoundCredential): boolean {
    return (
      expiration !== undefined && expiration.getTime() - this.#now().getTime() > REFRESH_MARGIN_MILLISECONDS
    );
  }
}

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
  readonly #accountIds = new Map<string, Promise<string>>();
  readonly #refreshes = new Map<string, Promise<FoundCredential>>();

  constructor(now: () => Date = () => new Date()) {
    this.#now = now;
  }

  /** The credential kept under `key` while it is fresh, else what `find` finds. */
  get(key: string, find: () => Promise<FoundCredential>): Promise<FoundCredential> {
    const kept = this.#kept.get(key);
    if (kept !== undefined && this.#isFresh(kept)) return Promise.resolve(kept);
    const running = this.#refreshes.get(key);
    if (running !== undefined) return running;
    const refresh = find()
      .then((found) => {
        if (found.credential.expiration !== undefined) this.#kept.set(key, found);
        return found;
      })
      .finally(() => this.#refreshes.delete(key));
    this.#refreshes.set(key, refresh);
    return refresh;
  }

  /** The account that `credential` belongs to, asked at most once for as long as the cache lives. */
  accountId({ secretId }: Credential, ask: () => Promise<string>): Promise<string> {
    const known = this.#accountIds.get(secretId);
    if (known !== undefined) return known;
    const asked = ask();
    this.#accountIds.set(secretId, asked);
    asked.catch(() => this.#accountIds.delete(secretId));
    return asked;
  }

  #isFresh({ credential: { expiration } }: FoundCredential): boolean {
    return (
      expiration !== undefined && expiration.getTime() - this.#now().getTime() > REFRESH_MARGIN_MILLISECONDS
    );
  }
}

/** From so many on, keys without a recent call are forgotten. */
const MAX_KEYS = 1000;

/** A sliding window: at most `limit` calls for each key in any stretch of `windowMs` milliseconds. */
export class RateLimit {
  readonly #taken = new Map<string, number[]>();

  readonly #windowMs: number;
  readonly limit: number;

  constructor(limit: number, windowMs = 1000) {
    this.limit = limit;
    this.#windowMs = windowMs;
  }

  /** Counts one call; false, and uncounted, when the window is full. */
  take(key: string, now: Date): boolean {
    const since = now.getTime() - this.#windowMs;
    // a clock that was set back leaves times of the future, which count for nothing
    const within = (time: number) => time > since && time <= now.getTime();
    const recent = (this.#taken.get(key) ?? []).filter(within);
    if (!this.#taken.has(key) && this.#taken.size >= MAX_KEYS) this.#forget(within);
    this.#taken.set(key, recent);
    if (recent.length >= this.limit) return false;
    recent.push(now.getTime());
    return true;
  }

  #forget(within: (time: number) => boolean): void {
    for (const [key, times] of this.#taken) if (!times.some(within)) this.#taken.delete(key);
  }
}

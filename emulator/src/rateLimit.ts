/** A sliding window: at most `limit` calls for each key in any stretch of `windowMs` milliseconds. */
export class RateLimit {
  private readonly taken = new Map<string, number[]>();

  constructor(
    readonly limit: number,
    private readonly windowMs = 1000,
  ) {}

  /** Counts one call; false, and uncounted, when the window is full. */
  take(key: string, now: Date): boolean {
    const since = now.getTime() - this.windowMs;
    const recent = (this.taken.get(key) ?? []).filter((time) => time > since);
    this.taken.set(key, recent);
    if (recent.length >= this.limit) return false;
    recent.push(now.getTime());
    return true;
  }
}

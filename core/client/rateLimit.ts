/** Tencent's limit for this API, per account. */
const REQUESTS = 20;
/** A little more than a second: requests that leave evenly may arrive bunched. */
const WINDOW_MILLISECONDS = 1050;

type Task = () => Promise<unknown>;

const limiters = new Map<string, Promise<(task: Task) => Promise<unknown>>>();

/**
 * Runs `task` as soon as fewer than 20 requests were made within the last second for `account`, by any caller
 * in this process.
 * @param account any text that is one account's alone; kept in memory only.
 */
export async function withinRateLimit<T>(account: string, task: () => Promise<T>): Promise<T> {
  let limiter = limiters.get(account);
  if (limiter === undefined) {
    // loaded on demand: an ES module, which CommonJS cannot require everywhere
    limiter = import("p-throttle").then(({ default: pThrottle }) =>
      pThrottle({ limit: REQUESTS, interval: WINDOW_MILLISECONDS, strict: true })((run: Task) => run()),
    );
    limiters.set(account, limiter);
  }
  return (await limiter)(task) as Promise<T>;
}

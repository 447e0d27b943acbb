import { setTimeout as pause } from "node:timers/promises";

/** Tencent's limit for this API, per account. */
const REQUESTS = 20;
/** A second, and as much as a timer may be early. */
const WINDOW_MILLISECONDS = 1010;

type Limiter = <T>(run: () => Promise<T>) => Promise<T>;

const limiters = new Map<string, Promise<Limiter>>();

/**
 * Runs `task` so that no second sees more than 20 requests for `account` by this process. A request arrives at
 * some time before its reply, so its place is free a second after that, however unevenly requests travel.
 * @param account any text that is one account's alone; kept in memory only.
 * @param signal who has given up takes no place.
 */
export async function withinRateLimit<T>(
  account: string,
  signal: AbortSignal,
  task: () => Promise<T>,
): Promise<T> {
  let limiter = limiters.get(account);
  if (limiter === undefined) {
    // loaded on demand: an ES module, which CommonJS cannot require everywhere
    limiter = import("p-limit").then(({ default: pLimit }) => pLimit(REQUESTS));
    limiters.set(account, limiter);
  }
  const withPlace = await limiter;
  return new Promise((resolve, reject) => {
    withPlace(async () => {
      if (signal.aborted) return reject(signal.reason);
      await task().then(resolve, reject);
      // whoever waits for the place has a deadline, and that keeps the process alive for as long as it matters
      await pause(WINDOW_MILLISECONDS, undefined, { ref: false });
    });
  });
}

import { setTimeout as pause } from "node:timers/promises";
import { type BoundedCache, boundedCache } from "../base/bounded";

/** A second, and as much as a timer may be early. */
const WINDOW_MILLISECONDS = 1010;

type Limiter = <T>(run: () => Promise<T>) => Promise<T>;

const limiters: BoundedCache<Promise<Limiter>> = boundedCache();

/**
 * Runs `task` so that this process sends at most `requestsPerSecond` requests under `key` in any second. A request
 * arrives at some time before its reply, so its place is free a second after that, however unevenly requests travel.
 * @param key any text that is one account's and action's alone; kept in memory only.
 * @param signal a caller that has given up takes no place.
 */
export async function withinRateLimit<T>(
  key: string,
  requestsPerSecond: number,
  signal: AbortSignal,
  task: () => Promise<T>,
): Promise<T> {
  let limiter = limiters.get(key);
  if (limiter === undefined) {
    // loaded on demand: an ES module, which CommonJS cannot require everywhere
    limiter = import("p-limit").then(({ default: pLimit }) => pLimit(requestsPerSecond));
    limiters.set(key, limiter);
  }
  const withPlace = await limiter;
  return new Promise((resolve, reject) => {
    withPlace(async () => {
      if (signal.aborted) return reject(signal.reason);
      await task().then(resolve, reject);
      // the caller that waits for the place has a deadline, whose timer keeps the process alive
      await pause(WINDOW_MILLISECONDS, undefined, { ref: false });
    });
  });
}

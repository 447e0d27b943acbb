import { LRUCache } from "lru-cache";

/** More than a deployment has accounts; a process that serves more of them drops those that it used longest ago. */
const MOST_ENTRIES = 1000;

/** A cache of at most 1000 entries. */
export type BoundedCache<Value extends object | string | number> = LRUCache<string, Value>;

export function boundedCache<Value extends object | string | number>(): BoundedCache<Value> {
  return new LRUCache<string, Value>({ max: MOST_ENTRIES });
}

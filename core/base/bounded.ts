import { LRUCache } from "lru-cache";

/** More than a deployment has accounts; a process that serves more of them drops those that it used longest ago. */
const MOST_ENTRIES = 1000;

/** A cache of at most 1000 entries. No library's type: users compile against this, and they do not have the library. */
export interface BoundedCache<Value extends object | string | number> {
  get(key: string): Value | undefined;
  set(key: string, value: Value): unknown;
  delete(key: string): boolean;
  clear(): void;
}

export function boundedCache<Value extends object | string | number>(): BoundedCache<Value> {
  return new LRUCache<string, Value>({ max: MOST_ENTRIES });
}

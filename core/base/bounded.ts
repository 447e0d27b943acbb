/** More than a deployment has accounts; a process that serves many forgets the oldest first. */
const MOST_ENTRIES = 1000;

/** Puts an entry into a cache, which keeps at most 1000. */
export function keep<T>(cache: Map<string, T>, key: string, value: T): void {
  cache.delete(key);
  cache.set(key, value);
  const [oldest] = cache.keys();
  if (cache.size > MOST_ENTRIES && oldest !== undefined) cache.delete(oldest);
}

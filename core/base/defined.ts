/** `values` without those that are undefined, which other tools would take for "set to nothing". */
export function onlyDefined<T extends object>(values: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };
}

/** `values` without these keys. */
export function without<T extends object, K extends keyof T>(values: T, ...keys: readonly K[]): Omit<T, K> {
  const leftOut: ReadonlySet<string> = new Set(keys.map(String));
  return Object.fromEntries(Object.entries(values).filter(([key]) => !leftOut.has(key))) as Omit<T, K>;
}

type Listener = (secret: string) => void;

const LISTENERS = new Set<Listener>();

/**
 * Tells of every secret that an emulator of this process is given, hands out or gets with a request: keys, tokens,
 * web identity tokens, external ids. For tests that look for them where none may stand.
 * @returns ends it
 */
export function onSecret(listener: Listener): () => void {
  LISTENERS.add(listener);
  return () => void LISTENERS.delete(listener);
}

/** @internal */
export function tellSecrets(...secrets: readonly unknown[]): void {
  if (LISTENERS.size === 0) return;
  for (const secret of secrets)
    if (typeof secret === "string" && secret !== "") for (const listener of LISTENERS) listener(secret);
}

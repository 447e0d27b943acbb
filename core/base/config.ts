/** One namespace of the stack's configuration, such as `tcss`. */
export interface ConfigNamespace {
  readonly name: string;
  /** Reads a key, without its namespace; undefined where it is not set. */
  get(key: string): string | undefined;
  /** The keys that are set, without their namespace. Empty where they cannot be listed. */
  keys(): readonly string[];
}

/** Reads one key of the stack's configuration (without its namespace); undefined where it is not set. */
export interface ConfigLookup {
  (key: string): string | undefined;
  /** The namespaces that are looked through, in order, for keys that belong together and must not be mixed. */
  readonly namespaces: readonly ConfigNamespace[];
}

/**
 * A lookup over full keys (`tcss:endpoint`): the namespace `tcss`, then `tencentcloud`, which users of the
 * Tencent Cloud provider have set already.
 * @param keys lists the full keys that are set, so that an unknown one can be refused. Absent: nobody can list them.
 */
export function configLookup(
  get: (fullKey: string) => string | undefined,
  keys: () => Iterable<string> = () => [],
): ConfigLookup {
  const namespaces = ["tcss", "tencentcloud"].map((name) => ({
    name,
    get: (key: string) => get(`${name}:${key}`),
    keys: () =>
      [...keys()].filter((key) => key.startsWith(`${name}:`)).map((key) => key.slice(name.length + 1)),
  }));
  const lookup = (key: string): string | undefined =>
    namespaces.map((namespace) => namespace.get(key)).find((value) => value !== undefined);
  return Object.assign(lookup, { namespaces });
}

/** No configuration: outside a Pulumi program. */
export const noConfig: ConfigLookup = configLookup(() => undefined);

/** One namespace of the stack's configuration, such as `tcss`. */
export interface ConfigNamespace {
  readonly name: string;
  /** Reads a key, without its namespace; undefined where it is not set. */
  get(key: string): string | undefined;
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
 */
export function configLookup(get: (fullKey: string) => string | undefined): ConfigLookup {
  const namespaces = ["tcss", "tencentcloud"].map((name) => ({
    name,
    get: (key: string) => get(`${name}:${key}`),
  }));
  const lookup = (key: string): string | undefined =>
    namespaces.map((namespace) => namespace.get(key)).find((value) => value !== undefined);
  return Object.assign(lookup, { namespaces });
}

/** No configuration: outside a Pulumi program. */
export const noConfig: ConfigLookup = configLookup(() => undefined);

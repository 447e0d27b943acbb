/** The parts of a key, which stand in configuration and never in arguments. */
export const SECRET_KEYS = ["secretId", "secretKey", "securityToken"] as const;

export type SecretKey = (typeof SECRET_KEYS)[number];

/** Whether a setting of this name is a part of a key. */
export function isSecretKey(key: string): key is SecretKey {
  return SECRET_KEYS.some((each) => each === key);
}

/** One namespace of the stack's configuration, such as `tcss`. */
export interface ConfigNamespace {
  readonly name: string;
  /** Reads a key, without its namespace; undefined where it is not set. */
  get(key: string): string | undefined;
  /** The keys that are set, without their namespace. Empty where they cannot be listed. */
  keys(): readonly string[];
}

/** How the users of a configuration name it, and what stands in it. */
export interface ConfigNaming {
  /** The configuration as a source of credentials, such as `Pulumi configuration`. */
  readonly source: string;
  /** A key of a namespace. */
  nameOf(namespace: string, key: string): string;
  /** What to do about parts of a key that make no whole: one or two whole sentences. */
  completeOrRemove(namespace: string, key: string): string;
  /** Name of the session of a role whose user gives none, for the audit log. Absent: `pulumi-tcss`. */
  readonly sessionName?: string;
}

const PULUMI_NAMING: ConfigNaming = {
  source: "Pulumi configuration",
  nameOf: (namespace, key) => `${namespace}:${key}`,
  completeOrRemove: (namespace, key) =>
    `Set ${namespace}:secretId and ${namespace}:secretKey, or remove what is left: pulumi config rm ${namespace}:${key}`,
};

/** Reads one key of the stack's configuration (without its namespace); undefined where it is not set. */
export interface ConfigLookup {
  (key: string): string | undefined;
  /** The namespaces that are looked through, in order, for keys that belong together and must not be mixed. */
  readonly namespaces: readonly ConfigNamespace[];
  readonly naming: ConfigNaming;
}

/**
 * A lookup over full keys (`tcss:endpoint`): the namespace `tcss`, then `tencentcloud`, which users of the
 * Tencent Cloud provider have set already.
 * @param keys lists the full keys that are set, so that an unknown one can be refused. Absent: they cannot be listed.
 * @param naming the names of its users. Default: Pulumi's.
 */
export function configLookup(
  get: (fullKey: string) => string | undefined,
  keys: () => Iterable<string> = () => [],
  naming: ConfigNaming = PULUMI_NAMING,
): ConfigLookup {
  const namespaces = ["tcss", "tencentcloud"].map((name) => ({
    name,
    get: (key: string) => get(`${name}:${key}`),
    keys: () =>
      [...keys()].filter((key) => key.startsWith(`${name}:`)).map((key) => key.slice(name.length + 1)),
  }));
  const lookup = (key: string): string | undefined =>
    namespaces.map((namespace) => namespace.get(key)).find((value) => value !== undefined);
  return Object.assign(lookup, { namespaces, naming });
}

/** No configuration: outside a Pulumi program. */
export const noConfig: ConfigLookup = configLookup(() => undefined);

import {
  asTcssError,
  type ConfigLookup,
  configLookup,
  didYouMean,
  holdsUnknown,
  problemsOfResourceArgs,
  RESOURCE_ARGS_SCHEMA,
  resolveConnection,
  shownName,
  unwrapSecrets,
} from "../../core/internal";
import type { Properties } from "../resource/properties";

/** The account's own key: allowed as configuration, which keeps secrets encrypted, and nowhere else. */
export const SECRET_KEYS: readonly string[] = ["secretId", "secretKey", "securityToken"];

/** Every key that the provider's configuration may hold. */
export const CONFIG_KEYS: readonly string[] = [
  ...Object.keys(RESOURCE_ARGS_SCHEMA.properties),
  ...SECRET_KEYS,
];

/** What the engine itself puts beside the configuration. */
function isOfEngine(key: string): boolean {
  return key === "version" || key === "pluginDownloadURL" || key.startsWith("__");
}

function entriesOf(config: Properties): [string, unknown][] {
  return Object.entries(unwrapSecrets(config)).filter(
    ([key, value]) => !isOfEngine(key) && value !== null && value !== undefined,
  );
}

/**
 * The arguments of a provider as a lookup of texts, as which the stack's configuration holds them too. The
 * engine hands a plugin the namespace `tcss` alone, so there is no `tencentcloud` to fall back to.
 */
export function lookupIn(config: Properties): ConfigLookup {
  const texts = new Map(
    entriesOf(config).map(([key, value]) => [key, typeof value === "string" ? value : JSON.stringify(value)]),
  );
  return configLookup(
    (fullKey) => {
      const [namespace, key = ""] = fullKey.split(":");
      return namespace === "tcss" ? texts.get(key) : undefined;
    },
    () => [...texts.keys()].map((key) => `tcss:${key}`),
  );
}

export interface ConfigProblem {
  readonly property: string;
  /** A whole sentence, which begins with the property. It never holds the value. */
  readonly reason: string;
}

/** What is wrong with a provider's configuration, key by key. A value that is not known yet is let pass. */
export function problemsOfConfig(config: Properties): ConfigProblem[] {
  return entriesOf(config).flatMap(([property, value]) => {
    const reason = holdsUnknown(value) ? undefined : problemOf(property, value);
    return reason === undefined ? [] : [{ property, reason }];
  });
}

function problemOf(key: string, value: unknown): string | undefined {
  if (SECRET_KEYS.includes(key))
    return typeof value === "string" && value !== "" ? undefined : `${key} must be a text that is not empty`;
  if (!CONFIG_KEYS.includes(key))
    return `${shownName(key)} is unknown. Valid names: ${CONFIG_KEYS.join(", ")}${didYouMean(key, CONFIG_KEYS)}`;
  if (typeof value !== "string") {
    const [first] = problemsOfResourceArgs({ [key]: value });
    return first && `${first.property} ${first.problem}`;
  }
  try {
    // alone, so that each key has its own problem
    resolveConnection({ config: lookupIn({ [key]: value }), env: {} });
    return undefined;
  } catch (thrown) {
    return asTcssError(thrown).message;
  }
}

import {
  CONFIG_KEYS,
  type ConfigLookup,
  configLookup,
  didYouMean,
  errorsOfConfig,
  holdsUnknown,
  isSecretKey,
  problemsOfResourceArgs,
  shownName,
  unwrapSecrets,
  type ValidationIssue,
} from "../../core/internal";
import type { Properties } from "../resource/properties";

type Entry = readonly [key: string, value: unknown];

/** What the engine itself puts beside the configuration. */
function isOfEngine(key: string): boolean {
  return key === "version" || key === "pluginDownloadURL" || key.startsWith("__");
}

function entriesOf(config: Properties): Entry[] {
  return Object.entries(unwrapSecrets(config)).filter(
    ([key, value]) => !isOfEngine(key) && value !== null && value !== undefined,
  );
}

/**
 * The arguments of a provider as a lookup of texts, as which the stack's configuration also holds them. The
 * engine hands a plugin the namespace `tcss` alone, so there is no `tencentcloud` to fall back to.
 */
export function lookupIn(config: Properties): ConfigLookup {
  return lookupOf(entriesOf(config));
}

function lookupOf(entries: readonly Entry[]): ConfigLookup {
  const texts = new Map(
    entries.map(([key, value]) => [`tcss:${key}`, typeof value === "string" ? value : JSON.stringify(value)]),
  );
  return configLookup(
    (fullKey) => texts.get(fullKey),
    () => texts.keys(),
  );
}

/** What is wrong with a provider's configuration, each key by itself. A value that is unknown yet passes. */
export function issuesOfConfig(config: Properties): ValidationIssue[] {
  const known = entriesOf(config).filter(([, value]) => !holdsUnknown(value));
  const settings = known.filter(([key]) => CONFIG_KEYS.includes(key) && !isSecretKey(key));
  const isText = ([, value]: Entry): boolean => typeof value === "string";
  const values = settings.filter((entry) => !isText(entry));
  return [
    ...known.flatMap(([key, value]) => issueOfKey(key, value) ?? []),
    ...problemsOfResourceArgs(Object.fromEntries(values)),
    ...errorsOfConfig(lookupOf(settings.filter(isText))).map(({ message }) => ({
      property: "",
      problem: message,
    })),
  ];
}

/** What is wrong with a key itself, or with a part of the account's key. */
function issueOfKey(key: string, value: unknown): ValidationIssue | undefined {
  if (isSecretKey(key))
    return typeof value === "string" && value !== ""
      ? undefined
      : { property: key, problem: "must be a text that is not empty" };
  if (CONFIG_KEYS.includes(key)) return undefined;
  return {
    property: shownName(key),
    problem: `is unknown. Valid names: ${CONFIG_KEYS.join(", ")}${didYouMean(key, CONFIG_KEYS)}`,
  };
}

import { type ConfigLookup, type ConfigNamespace, SECRET_KEYS } from "../base/config";
import { asTcssError, configurationError, type TcssError } from "../base/errors";
import { parseJson } from "../base/json";
import { didYouMean, likely } from "../base/likely";
import { shownName } from "../base/names";
import { keysThatSelect } from "../credentials/settings";
import { errorOfIssue, RESOURCE_ARGS_SCHEMA, type ResourceArgs, validateTexts } from "./connectionArgs";

/** Every key that may stand under `tcss:`. */
export const CONFIG_KEYS: readonly string[] = [
  ...Object.keys(RESOURCE_ARGS_SCHEMA.properties),
  ...SECRET_KEYS,
];

/** Keys of the Tencent Cloud provider by which it takes an identity that is not supported here. */
const FOREIGN_IDENTITIES: readonly string[] = [
  "assumeRoleWithSaml",
  "assumeRoleWithWebIdentity",
  "mfaCertification",
];

/** Keys under `tencentcloud:` that decide about the account; the other keys are that provider's own. */
const SHARED_IDENTITY_KEYS: readonly string[] = [...SECRET_KEYS, ...keysThatSelect("identity")];

/** Other keys of the Tencent Cloud provider. */
const FOREIGN_KEYS: readonly string[] = ["cosDomain", "enablePodOidc", ...FOREIGN_IDENTITIES];

/**
 * The settings in the stack's configuration.
 * @throws TcssError of kind `configuration` for a key that is not understood, and for a value that is not allowed.
 */
export function settingsOfConfig(config: ConfigLookup): ResourceArgs {
  for (const namespace of config.namespaces) assertKnownKeys(namespace);
  const { settings, errors } = readSettings(config);
  const [first] = errors;
  if (first !== undefined) throw first;
  return settings;
}

/** What is wrong with the values of the settings in the stack's configuration, each by itself. */
export function errorsOfConfig(config: ConfigLookup): TcssError[] {
  return readSettings(config).errors;
}

function readSettings(config: ConfigLookup): {
  readonly settings: ResourceArgs;
  readonly errors: TcssError[];
} {
  const places = new Map<string, string>();
  const settings: Record<string, unknown> = {};
  const errors: TcssError[] = [];
  for (const [key, { type }] of Object.entries<{ readonly type: string }>(RESOURCE_ARGS_SCHEMA.properties)) {
    const namespace = config.namespaces.find(({ get }) => get(key) !== undefined);
    if (namespace === undefined) continue;
    const place = `${namespace.name}:${key}`;
    places.set(key, place);
    try {
      settings[key] = parsedValue(place, type, namespace.get(key) ?? "");
    } catch (thrown) {
      errors.push(asTcssError(thrown));
    }
  }
  const nameOf = (property: string): string => {
    const [key = "", ...rest] = property.split(".");
    return [places.get(key) ?? `tcss:${key}`, ...rest].join(".");
  };
  errors.push(...validateTexts(settings).map((issue) => errorOfIssue(issue, nameOf)));
  return { settings, errors };
}

/** Whether the Tencent Cloud provider is configured to take a pod's identity, whatever keys are set. */
export function isPodIdentityConfigured(config: ConfigLookup): boolean {
  return config.namespaces.some(
    ({ name, get }) => name === "tencentcloud" && get("enablePodOidc")?.trim().toLowerCase() === "true",
  );
}

function assertKnownKeys({ name, get, keys }: ConfigNamespace): void {
  if (name === "tencentcloud") {
    // readable by name even where the keys cannot be listed
    for (const key of FOREIGN_IDENTITIES) if (isSet(get(key))) throw foreignIdentity(`${name}:${key}`);
    for (const key of keys()) {
      if (SHARED_IDENTITY_KEYS.includes(key) || CONFIG_KEYS.includes(key) || FOREIGN_KEYS.includes(key))
        continue;
      const meant = likely(key, SHARED_IDENTITY_KEYS);
      // the start of a word may be anything in a namespace that is not ours
      if (meant !== undefined && Math.abs(meant.length - key.length) <= 2)
        throw unknownKey(name, key, SHARED_IDENTITY_KEYS);
    }
    return;
  }
  for (const key of keys()) if (!CONFIG_KEYS.includes(key)) throw unknownKey(name, key, CONFIG_KEYS);
}

function isSet(value: string | undefined): boolean {
  return value !== undefined && !["", "{}", "[]", "null"].includes(value.trim());
}

function foreignIdentity(place: string): Error {
  return configurationError(
    place,
    `${place} selects an identity that cannot be taken here`,
    "Set a profile, a role or a key under tcss: as well, in another stack's configuration or the environment; docs/credentials.md lists what can be taken.",
  );
}

function unknownKey(namespace: string, key: string, known: readonly string[]): Error {
  const place = shownName(`${namespace}:${key}`);
  const [base = ""] = key.split(/[.[]/);
  const hint =
    base !== key && known.includes(base)
      ? `. Set a part of ${base} with: pulumi config set --path`
      : didYouMean(
          `${namespace}:${key}`,
          known.map((each) => `${namespace}:${each}`),
        );
  return configurationError(
    place,
    `${place} in the stack's configuration is unknown. Valid names: ${known.join(", ")}${hint}`,
    `Correct it, or remove it: pulumi config rm ${place}`,
  );
}

/** Lists and objects stand in configuration as JSON; a list may also be written with commas. */
function parsedValue(place: string, type: string, value: string): unknown {
  if (type !== "object" && type !== "array") return value;
  const isJson = type === "object" || value.trim().startsWith("[");
  if (!isJson) return value.split(",").map((item) => item.trim());
  const parsed = parseJson(value);
  if ("problem" in parsed) throw configurationError(place, `${place} ${parsed.problem}`);
  return Array.isArray(parsed.value)
    ? parsed.value.map((item: unknown) => idText(place, item))
    : parsed.value;
}

/** An id that is written as a number. */
function idText(place: string, item: unknown): unknown {
  if (typeof item !== "number") return item;
  if (!Number.isSafeInteger(item))
    throw configurationError(
      place,
      `${place} holds a number that is not an account id`,
      "Write ids in quotation marks.",
    );
  return String(item);
}

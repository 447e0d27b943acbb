import { isDeepStrictEqual } from "node:util";
import { UNKNOWN } from "../resource/PurchaseStateProvider";

export type Properties = Record<string, unknown>;

// Pulumi's wire protocol marks special values by these (@pulumi/pulumi/runtime/rpc)
const SIGNATURE_KEY = "4dabf18193072939515e22adb298388d";
const SECRET_SIGNATURE = "1b47061264138c4ac30d75fd1eb44270";

interface Secret {
  readonly [SIGNATURE_KEY]: typeof SECRET_SIGNATURE;
  readonly value: unknown;
}

export function isObject(value: unknown): value is Properties {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isSecret(value: unknown): value is Secret {
  return isObject(value) && value[SIGNATURE_KEY] === SECRET_SIGNATURE;
}

export function secret(value: unknown): Secret {
  return { [SIGNATURE_KEY]: SECRET_SIGNATURE, value };
}

/** `value` without the marks of secrets in it. */
export function revealed(value: unknown): unknown {
  if (isSecret(value)) return revealed(value.value);
  if (Array.isArray(value)) return value.map(revealed);
  return isObject(value) ? revealedIn(value) : value;
}

export function revealedIn(properties: Properties): Properties {
  return Object.fromEntries(Object.entries(properties).map(([key, value]) => [key, revealed(value)]));
}

/** `value` with its parts marked as secrets where those of `original` are. */
function sealedLike(value: unknown, original: unknown): unknown {
  if (value === undefined) return undefined;
  if (isSecret(original)) return secret(value);
  if (Array.isArray(value) && Array.isArray(original))
    return value.map((item, index) => sealedLike(item, original[index]));
  return isObject(value) && isObject(original) ? sealedIn(value, original) : value;
}

export function sealedIn(properties: Properties, originals: Properties): Properties {
  return Object.fromEntries(
    Object.entries(properties).map(([key, value]) => [key, sealedLike(value, originals[key])]),
  );
}

/** The texts that stand in `value` as secrets. */
export function secretTexts(value: unknown, within = false): string[] {
  if (isSecret(value)) return secretTexts(value.value, true);
  if (typeof value === "object" && value !== null)
    return Object.values(value).flatMap((part) => secretTexts(part, within));
  return within && value !== UNKNOWN ? [String(value)] : [];
}

export function holdsSecret(value: unknown): boolean {
  if (isSecret(value)) return true;
  return typeof value === "object" && value !== null && Object.values(value).some(holdsSecret);
}

/** How one property has changed. */
export type Change = "added" | "deleted" | "updated";

/** Paths of what differs between two sets of properties, fields of objects one by one. */
export function changesBetween(olds: Properties, news: Properties, parent = ""): Map<string, Change> {
  const names = [...new Set([...Object.keys(olds), ...Object.keys(news)])];
  return new Map(
    names.flatMap((name): [string, Change][] => {
      const [before, after, path] = [olds[name], news[name], `${parent}${name}`];
      if (isDeepStrictEqual(before, after)) return [];
      if (isObject(before) && isObject(after)) return [...changesBetween(before, after, `${path}.`)];
      return [[path, before === undefined ? "added" : after === undefined ? "deleted" : "updated"]];
    }),
  );
}

import { MAX_TEXT } from "./limits";
import type { Fields } from "./scenarios/purchaseStates";

/** What a value must be. */
export interface Kind<T> {
  /** Continues the sentence `"KEY" must be`. */
  readonly words: string;
  is(value: unknown): value is T;
}

/** The keys that an object may have, with what each must be. */
export type Shape = Readonly<Record<string, Kind<unknown>>>;

/** What is read by a shape. */
export type Read<S extends Shape> = { readonly [Key in keyof S]?: S[Key] extends Kind<infer T> ? T : never };

export const TEXT = kind(
  `a string of at most ${MAX_TEXT} characters`,
  (value): value is string => typeof value === "string" && value.length <= MAX_TEXT,
);

export const TEXTS = kind(
  "an array of strings",
  (value): value is string[] => Array.isArray(value) && value.every(TEXT.is),
);

export const OBJECT = kind("an object", isObject);

export function kind<T>(words: string, is: (value: unknown) => value is T): Kind<T> {
  return { words, is };
}

/** An integer within both limits. */
export function integer(
  least: number,
  most: number,
  words = `an integer from ${least} to ${most}`,
): Kind<number> {
  return kind(
    words,
    (value): value is number =>
      Number.isSafeInteger(value) && (value as number) >= least && (value as number) <= most,
  );
}

/**
 * What `value` holds; null counts as absent.
 * @param name what the value is, for messages
 * @throws Error that names the key that is wrong, unknown or missing
 */
export function read<S extends Shape, R extends keyof S & string = never>(
  value: unknown,
  name: string,
  shape: S,
  required: readonly R[] = [],
): Read<S> & Required<Pick<Read<S>, R>> {
  if (!isObject(value)) throw new Error(`${name} must be a JSON object`);
  const found: Fields = {};
  for (const [key, given] of Object.entries(value)) {
    const known = Object.hasOwn(shape, key) ? shape[key] : undefined;
    if (known === undefined)
      throw new Error(`unknown key "${key}" (there are: ${Object.keys(shape).join(", ")})`);
    if (given === null) continue;
    if (!known.is(given)) throw new Error(`"${key}" must be ${known.words}`);
    found[key] = given;
  }
  for (const key of required) if (!found[key]) throw new Error(`"${key}" is missing`);
  return found as Read<S> & Required<Pick<Read<S>, R>>;
}

function isObject(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

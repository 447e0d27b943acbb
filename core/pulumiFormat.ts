// What Pulumi's formats look like, as far as a state, the engine's protocol and policies show them to us: type tokens,
// URNs, and the marks of special values (`@pulumi/pulumi/runtime/rpc`). Imports nothing.

/** Type of the `PurchaseState` resource that the dynamic provider of the Node.js SDK serves. */
export const DYNAMIC_TYPE = "pulumi-nodejs:dynamic/tcss:PurchaseState";
/** Type of the `PurchaseState` resource that the plugin serves. */
export const PLUGIN_TYPE = "tcss:index:PurchaseState";
/** Types of the resources that hold a purchase state. */
export const PURCHASE_STATE_TYPES: ReadonlySet<unknown> = new Set([DYNAMIC_TYPE, PLUGIN_TYPE]);
/** Type of the stack itself, the first resource of every program. */
export const STACK_TYPE = "pulumi:pulumi:Stack";
/** Token of the function `getPurchaseState`. */
export const PURCHASE_STATE_FUNCTION = "tcss:index:getPurchaseState";
/** Token of the function `getCoverage`. */
export const COVERAGE_FUNCTION = "tcss:index:getCoverage";

/** A value that is not known yet, in a preview. */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** The key that makes an object a special value; its value is the signature that says which. */
export const SIGNATURE_KEY = "4dabf18193072939515e22adb298388d";
const SECRET_SIGNATURE = "1b47061264138c4ac30d75fd1eb44270";

/**
 * A secret. In the engine's protocol it holds `value`; in a state `ciphertext`, or `plaintext` as JSON where it was
 * exported with `--show-secrets`.
 */
export interface Secret {
  readonly [SIGNATURE_KEY]: typeof SECRET_SIGNATURE;
  readonly value?: unknown;
  readonly plaintext?: unknown;
}

type PlainObject = Record<string, unknown>;

/** `value` marked as a secret, as the engine's protocol has it. */
export function secret(value: unknown): Secret {
  return { [SIGNATURE_KEY]: SECRET_SIGNATURE, value };
}

/** Whether `value` as a whole is a secret. */
export function isSecret(value: unknown): value is Secret {
  return isObject(value) && value[SIGNATURE_KEY] === SECRET_SIGNATURE;
}

/** Whether `value` is a secret, or holds one. */
export function holdsSecret(value: unknown): boolean {
  return isSecret(value) || partsOf(value).some(holdsSecret);
}

/** Whether `value` is unknown, or holds something unknown. */
export function holdsUnknown(value: unknown): boolean {
  return value === UNKNOWN || partsOf(value).some(holdsUnknown);
}

/** `value` without the marks of the secrets in it. A secret that nobody can read without its key stays as it is. */
export function unwrapSecrets(value: PlainObject): PlainObject;
export function unwrapSecrets(value: unknown): unknown;
export function unwrapSecrets(value: unknown): unknown {
  if (isSecret(value)) return unwrapped(value);
  if (Array.isArray(value)) return value.map((item: unknown) => unwrapSecrets(item));
  return isObject(value) ? mapped(value, (part) => unwrapSecrets(part)) : value;
}

/** `value` with its parts marked as secrets where those of `original` are. */
export function wrapSecrets(value: PlainObject, original: PlainObject): PlainObject;
export function wrapSecrets(value: unknown, original: unknown): unknown;
export function wrapSecrets(value: unknown, original: unknown): unknown {
  if (value === undefined) return undefined;
  if (isSecret(original)) return secret(value);
  if (Array.isArray(value) && Array.isArray(original))
    return value.map((item: unknown, index) => wrapSecrets(item, original[index]));
  return isObject(value) && isObject(original)
    ? mapped(value, (part, key) => wrapSecrets(part, original[key]))
    : value;
}

/** Every text that stands in `value` as a secret, or as part of one. */
export function secretTexts(value: unknown, isWithinSecret = false): string[] {
  if (isSecret(value)) return secretTexts(value.value, true);
  if (typeof value === "object" && value !== null)
    return partsOf(value).flatMap((part) => secretTexts(part, isWithinSecret));
  return isWithinSecret && value !== UNKNOWN ? [String(value)] : [];
}

const URN_START = "urn:pulumi:";

/** What a URN says: `urn:pulumi:STACK::PROJECT::PARENTS$TYPE::NAME`. */
export interface UrnParts {
  /** The stack's name, without organization and project. */
  readonly stack: string;
  readonly project: string;
  /** The resource's own type, without those of its parents. */
  readonly type: string;
  readonly name: string;
}

/** @returns undefined for what is not a URN of a resource. */
export function parseUrn(urn: string): UrnParts | undefined {
  if (!urn.startsWith(URN_START)) return undefined;
  const [stack, project, types, ...name] = urn.slice(URN_START.length).split("::");
  if (!stack || !project || !types || name.length === 0) return undefined;
  // a name may hold the separator itself
  return { stack, project, type: types.slice(types.lastIndexOf("$") + 1), name: name.join("::") };
}

function unwrapped(marked: Secret): unknown {
  if ("value" in marked) return unwrapSecrets(marked.value);
  if (typeof marked.plaintext !== "string") return marked;
  try {
    return unwrapSecrets(JSON.parse(marked.plaintext) as unknown);
  } catch {
    return marked;
  }
}

function isObject(value: unknown): value is PlainObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function partsOf(value: unknown): unknown[] {
  return typeof value === "object" && value !== null ? Object.values(value) : [];
}

function mapped(value: PlainObject, change: (part: unknown, key: string) => unknown): PlainObject {
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, change(part, key)]));
}

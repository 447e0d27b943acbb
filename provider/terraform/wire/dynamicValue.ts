// Terraform's values on the wire: MessagePack with an extension for unknown values, or JSON.
// https://github.com/hashicorp/terraform/blob/main/docs/plugin-protocol/object-wire-format.md
import { decode, ExtData, encode } from "@msgpack/msgpack";
import type { Message } from "./protobuf";

/** Stands for a value that is not known before apply. */
export const UNKNOWN = Symbol("known after apply");

const utf8 = new TextDecoder("utf-8", { fatal: true });

/**
 * The value in a `DynamicValue` as it stands there: {@link plain} makes it usable, and {@link dynamicValue} sends a part
 * of it back as it came.
 * @throws Error for bytes that are no value.
 */
export function rawValueIn(dynamic: unknown): unknown {
  const { msgpack, json } = (dynamic ?? {}) as { msgpack?: Uint8Array; json?: Uint8Array };
  if (msgpack !== undefined && msgpack.length > 0) return decode(msgpack, { useBigInt64: true });
  if (json !== undefined && json.length > 0) return JSON.parse(utf8.decode(json)) as unknown;
  return null;
}

/**
 * A raw value without what is only of the wire. Unknown values, refined or not, are {@link UNKNOWN}; whole numbers that
 * no double holds are `bigint`s; a value of the dynamic type is the value alone, without its type.
 */
export function plain(value: unknown): unknown {
  // any extension stands for an unknown value: 0 without and 12 with refinements
  if (value instanceof ExtData) return UNKNOWN;
  if (typeof value === "bigint") return asNumber(value);
  if (Array.isArray(value)) {
    // a value of the dynamic type stands behind its type, as bytes of JSON
    if (value.length === 2 && value[0] instanceof Uint8Array) return plainOf(typeIn(value[0]), value[1]);
    return value.map(plain);
  }
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, plain(part)]));
}

/** Likewise a value of this type, as Terraform writes types in JSON: `["object", {"a": "number"}]`. */
function plainOf(type: unknown, value: unknown): unknown {
  if (type === "number") return numberIn(plain(value));
  const [kind, inner] = Array.isArray(type) ? (type as unknown[]) : [];
  if (kind === undefined || typeof value !== "object" || value === null || value instanceof ExtData)
    return plain(value);
  if (Array.isArray(value))
    return value.map((item, index) =>
      plainOf(kind === "tuple" ? (inner as unknown[] | undefined)?.[index] : inner, item),
    );
  const ofField = (key: string): unknown =>
    kind === "object" ? (inner as Readonly<Record<string, unknown>> | undefined)?.[key] : inner;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, plainOf(ofField(key), part)]));
}

/** Undefined where it cannot be read: then values are taken as they are. */
function typeIn(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(utf8.decode(bytes)) as unknown;
  } catch {
    return undefined;
  }
}

/**
 * The double nearest to a number. Terraform writes one that neither 64 bits nor a double hold exactly, such as 0.1, as
 * text. What is no number stays as it is.
 */
export function numberIn(value: unknown): unknown {
  if (typeof value === "bigint") return Number(value);
  return typeof value === "string" && /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : value;
}

function asNumber(value: bigint): number | bigint {
  return value >= Number.MIN_SAFE_INTEGER && value <= Number.MAX_SAFE_INTEGER ? Number(value) : value;
}

/** A `DynamicValue` that holds a known value; undefined is null. */
export function dynamicValue(value: unknown): Message {
  return { msgpack: encode(value, { useBigInt64: true }) };
}

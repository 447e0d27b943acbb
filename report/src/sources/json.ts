import { instantOf, isSecret, timestamp } from "pulumi-tcss/internal";

/** An object of a JSON text. */
export type Json = Readonly<Record<string, unknown>>;

export function isRecord(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** `value` where it is an object that can be read. */
export function asRecord(value: unknown): Json | undefined {
  return isRecord(value) && !isSecret(value) ? value : undefined;
}

/** A time as RFC 3339 in UTC; undefined for one without its zone. */
export function utc(time: unknown): string | undefined {
  const instant = instantOf(time);
  return instant === undefined ? undefined : timestamp(new Date(instant));
}

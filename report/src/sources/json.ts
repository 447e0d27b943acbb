import { instantOf, isRecord, isSecret, type JsonRecord, timestamp } from "pulumi-tcss/internal";

/** `value` where it is an object that can be read. */
export function asRecord(value: unknown): JsonRecord | undefined {
  return isRecord(value) && !isSecret(value) ? value : undefined;
}

/** A time as RFC 3339 in UTC; undefined for one without its zone. */
export function utc(time: unknown): string | undefined {
  const instant = instantOf(time);
  return instant === undefined ? undefined : timestamp(new Date(instant));
}

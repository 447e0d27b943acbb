/** An object of JSON, whose fields may hold anything. */
export type JsonRecord = Readonly<Record<string, unknown>>;

/** Whether `value` is an object, and neither a list nor null. */
export function isRecord(value: unknown): value is JsonRecord {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

// Objects in a JSON text, at whatever depth. Without recursion: a file may be nested deeply.
import { isRecord, isSecret, type JsonRecord } from "pulumi-tcss/internal";

/** A name under which a value stands, and the one around it. A linked list, since copying a path for each value of a deep file takes minutes. */
export interface Step {
  readonly name: string;
  readonly within: Step | undefined;
}

/** Something that may hold a purchase state, and where it stands: undefined for the whole. */
export interface Found {
  readonly at: Step | undefined;
  readonly value: JsonRecord;
}

/** What stands around a reply of API 3.0. */
export const RESPONSE = "Response";

/** All objects within `content` and itself, those around others first. */
export function recordsIn(content: unknown): Found[] {
  const records: Found[] = [];
  const left: { at: Step | undefined; value: unknown }[] = [{ at: undefined, value: content }];
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    const { at, value } = next;
    if (typeof value !== "object" || value === null || isSecret(value)) continue;
    if (Array.isArray(value) && at?.name === RESPONSE) continue; // not a reply: see replyReading
    if (isRecord(value)) records.push({ at, value });
    const parts = Object.entries(value).map(([name, each]) => ({ at: { name, within: at }, value: each }));
    for (const part of parts.reverse()) left.push(part);
  }
  return records;
}

/** The names on the way from the whole to it, empty for the whole. */
export function nameOf(at: Step | undefined): string {
  const names: string[] = [];
  for (let step = at; step !== undefined; step = step.within) names.push(step.name);
  return names.reverse().join(".");
}

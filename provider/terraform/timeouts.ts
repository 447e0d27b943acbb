import { isRecord } from "../../core/internal";
import { type Diagnostic, error } from "./diagnostics";
import type { Values } from "./values";

/** Seconds of each unit. */
const SECONDS = { ms: 0.001, s: 1, m: 60, h: 3600 } as const;
const PATH = ["timeouts", "read"] as const;
/** What `deadline_seconds` may be. */
const MOST = 3600;

/**
 * The block `timeouts` of a data source: the deadline of its read, as a duration that Go writes (`300ms`, `1m30s`).
 * @returns neither seconds nor a problem where there is none, or it is not known yet.
 */
export function readTimeout({ timeouts, deadline_seconds: other }: Values): {
  readonly seconds?: number;
  readonly problem?: Diagnostic;
} {
  const read = isRecord(timeouts) ? timeouts["read"] : undefined;
  if (typeof read !== "string") return {};
  const seconds = secondsOf(read);
  if (seconds === undefined || seconds <= 0 || seconds > MOST)
    return refused(`timeouts.read must be a duration such as 300ms, 20s or 1m30s, of one hour at most`);
  if (other !== null && other !== undefined)
    return refused("timeouts.read and deadline_seconds exclude each other: each is the deadline of the read");
  return { seconds };
}

function refused(detail: string): { readonly problem: Diagnostic } {
  return { problem: error("Invalid value of an argument", detail, PATH) };
}

/** Seconds of a duration; undefined for what is none. */
function secondsOf(text: string): number | undefined {
  if (!/^(\d+(\.\d+)?(ms|s|m|h))+$/.test(text)) return undefined;
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h)/g)];
  return parts.reduce(
    (sum, [, number, unit]) => sum + Number(number) * SECONDS[unit as keyof typeof SECONDS],
    0,
  );
}

import { CLOCK_SKEW_MILLISECONDS, counted } from "pulumi-tcss/internal";
import type { ReportDocument, Subject } from "../document";
import { isTime, timeOf } from "./time";

/** How old the values of a subject are. */
export interface Age {
  /** `at least 3 days old`. */
  readonly text: string;
  /** When the values were true, as it stands in the report. Absent where the age is unknown. */
  readonly at?: string;
  /** What the time is taken from, where it is not the time of the read: `last successful update`. */
  readonly basis?: string;
}

const UNKNOWN_AGE: Age = { text: "of unknown age" };

/** The age of a subject's values when the report was made. */
export function ageOf(
  { origin, observedAt, purchaseState }: Subject,
  { generatedAt }: Pick<ReportDocument, "generatedAt">,
): Age {
  if (purchaseState === undefined) return { text: "not read" };
  if (observedAt === undefined || !isTime(observedAt)) return UNKNOWN_AGE;
  const seconds = (Date.parse(generatedAt) - Date.parse(observedAt)) / 1000;
  const read: Age = { text: span(seconds), at: observedAt };
  if (purchaseState.observedAt !== undefined || origin.kind === "live") return read;
  if (origin.kind === "stack") return { ...read, basis: "last successful update" };
  // the date of a saved reply, or of a state that a failed update wrote again, is the latest that is possible
  return { ...read, text: `${seconds < 60 ? "" : "at least "}${read.text}`, basis: "by its date" };
}

/** The age on one line: `3 days old (2026-01-01 08:00:00 Beijing time, last successful update)`. */
export function ageLine(subject: Subject, report: Pick<ReportDocument, "generatedAt" | "timeZone">): string {
  const { text, at, basis } = ageOf(subject, report);
  if (at === undefined) return text;
  return `${text} (${[timeOf(at, report.timeZone), basis].filter(Boolean).join(", ")})`;
}

/** Units with their length in seconds, and the age in seconds from which each is used. */
const UNITS = [
  { unit: "day", length: 86_400, from: 2 * 86_400 },
  { unit: "hour", length: 3600, from: 3600 },
  { unit: "minute", length: 60, from: 60 },
] as const;

function span(seconds: number): string {
  // --at names an earlier time, or the clocks differ
  if (seconds * 1000 < -CLOCK_SKEW_MILLISECONDS) return "from after the time of this assessment";
  const fitting = UNITS.find(({ from }) => seconds >= from);
  if (fitting === undefined) return "less than a minute old";
  return `${counted(Math.floor(seconds / fitting.length), fitting.unit)} old`;
}

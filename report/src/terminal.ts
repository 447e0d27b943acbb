import { printable, zonedTime } from "pulumi-tcss/internal";
import stringWidth from "string-width";
import wrapAnsi from "wrap-ansi";
import type { ReportDocument, Subject } from "./document";
import type { FormatOptions } from "./formats/format";

const WIDTH_ELSEWHERE = 80;
const MIN_WIDTH = 20;

/** What of a process decides how its text is laid out. */
export interface Screen {
  readonly stdout: { readonly isTTY?: boolean; readonly columns?: number };
  readonly env: NodeJS.ProcessEnv;
}

/** How text is laid out: as the terminal wants it, or plain in a pipe or a file. */
export function formatOptions(output?: string, { stdout, env }: Screen = process): FormatOptions {
  const terminal = output === undefined && stdout.isTTY === true;
  return {
    colour: output === undefined && (forced(env["FORCE_COLOR"]) ?? (terminal && !refused(env))),
    // a terminal that does not know its width gives 0
    width: Math.max(MIN_WIDTH, (terminal && stdout.columns) || WIDTH_ELSEWHERE),
  };
}

/** What FORCE_COLOR says; undefined where it says nothing. It wins over NO_COLOR, as in Node.js itself. */
function forced(value: string | undefined): boolean | undefined {
  return value === undefined ? undefined : value !== "0" && value !== "false";
}

function refused(env: NodeJS.ProcessEnv): boolean {
  return Boolean(env["NO_COLOR"]) || env["TERM"] === "dumb";
}

/** Columns that a line of plain text takes on a terminal. */
export function columnsOf(text: string): number {
  return stringWidth(text);
}

/** Plain text as lines of at most `width` columns; a word that is longer than a line is broken. */
export function wrap(text: string, width: number): string[] {
  return wrapAnsi(text, width, { hard: true }).split("\n");
}

/** Where a purchase state was read, for people, on one line. */
export function nameOf({ origin: { name, resource } }: Pick<Subject, "origin">): string {
  return printable(resource === undefined ? name : `${name} › ${resource}`);
}

/** How old a subject's values are, for people: `3 days old (2026-01-01 08:00:00 Beijing time, last successful update)`. */
export function ageOf(
  { origin, observedAt, purchaseState }: Subject,
  { generatedAt, timeZone }: Pick<ReportDocument, "generatedAt" | "timeZone">,
): string {
  if (purchaseState === undefined) return "not read";
  if (observedAt === undefined) return "of unknown age";
  const at = timeOf(observedAt, timeZone);
  const seconds = (Date.parse(generatedAt) - Date.parse(observedAt)) / 1000;
  if (purchaseState.observedAt !== undefined || origin.kind === "live") return `${span(seconds)} (${at})`;
  if (origin.kind === "stack") return `${span(seconds)} (${at}, last successful update)`;
  // a reply, and a state that a failed update wrote anew, are as old as their dates, or older
  return `${seconds < 60 ? "" : "at least "}${span(seconds)} (${at}, by its date)`;
}

/** A time for people; what is no time stands as it came. */
export function timeOf(time: string, timeZone: string): string {
  return Number.isNaN(Date.parse(time)) ? time : zonedTime(time, timeZone);
}

const UNITS = [
  ["day", 86_400],
  ["hour", 3600],
  ["minute", 60],
] as const;

function span(seconds: number): string {
  // judged as of a time before that (--at)
  if (seconds < -60) return "from after the time of this assessment";
  for (const [unit, length] of UNITS) {
    const count = Math.floor(seconds / length);
    if (count > 0) return `${count.toLocaleString("en-US")} ${unit}${count === 1 ? "" : "s"} old`;
  }
  return "less than a minute old";
}

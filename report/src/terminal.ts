import stringWidth from "string-width";
import wrapAnsi from "wrap-ansi";
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
    color: output === undefined && (forced(env["FORCE_COLOR"]) ?? (terminal && !refused(env))),
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
  const lines = wrapAnsi(text, width, { hard: true }).split("\n");
  // wrap-ansi adds up the widths of words, and a mark that combines is counted otherwise in a line
  return lines.flatMap((line) => (width > 1 && columnsOf(line) > width ? wrap(line, width - 1) : [line]));
}

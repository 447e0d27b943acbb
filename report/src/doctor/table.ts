import { createColors } from "picocolors";
import { printable } from "pulumi-tcss/internal";
import type { Colors, Paint } from "../formats/colors";
import type { FormatOptions } from "../formats/format";
import { told } from "../present/doctor";
import { wrap } from "../terminal";
import type { Check, CheckStatus, DoctorDocument } from "./checks";

const LONGEST = 2000;
const STATUS_COLUMNS = 11;
const SUBJECT_COLUMNS = 32;
/** Below this width subjects stand on lines of their own. */
const NARROW = 76;

/** Everything that was found, for people. */
export function doctorTable(
  { accounts, machine, determined }: DoctorDocument,
  { color, width }: FormatOptions,
): string {
  const colors = createColors(color);
  const rows = (checks: readonly Check[]): string[] => checks.flatMap((check) => rowOf(check, colors, width));
  const blocks = accounts.map(({ account, checks }) => [
    ...wrap(account === null ? "The account" : `Account ${printable(account)}`, width).map(colors.bold),
    ...rows(checks),
  ]);
  const verdict = determined
    ? "Everything could be determined."
    : "Not everything could be determined: see the lines marked unknown.";
  return `${[[colors.bold("This machine"), ...rows(machine)], ...blocks, wrap(verdict, width)].map((block) => block.join("\n")).join("\n\n")}\n`;
}

function rowOf(check: Check, colors: Colors, width: number): string[] {
  const { subject, says, advice } = told(check);
  const isNarrow = width < NARROW;
  const indent = isNarrow ? 2 : STATUS_COLUMNS + SUBJECT_COLUMNS;
  const room = Math.max(10, width - indent);
  const lines = [
    ...wrap(printable(says, LONGEST), room),
    ...(advice === undefined
      ? []
      : wrap(`→ ${printable(advice, LONGEST)}`, room).map((line) => colors.dim(line))),
  ];
  const status = painted(check.status, colors)(check.status.padEnd(STATUS_COLUMNS));
  const head = `${status}${subject}`;
  if (isNarrow) return [head, ...lines.map((line) => `  ${line}`)];
  const [first = "", ...others] = lines;
  return [
    `${status}${subject.padEnd(SUBJECT_COLUMNS - 1)} ${first}`,
    ...others.map((line) => `${" ".repeat(indent)}${line}`),
  ];
}

function painted(status: CheckStatus, { green, yellow, red, magenta }: Colors): Paint {
  return { ok: green, attention: yellow, problem: red, unknown: magenta }[status];
}

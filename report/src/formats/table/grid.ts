import Table from "cli-table3";
import { createColors } from "picocolors";
import { columnsOf, wrap } from "../../terminal";
import { type Paint, unpainted } from "../colors";
import type { FormatOptions } from "../format";

export interface Cell {
  readonly text: string;
  readonly paint?: Paint;
}

export interface Column {
  readonly head: string;
  /** The columns of a terminal that its text takes at least. Absent: it holds numbers, which are never broken. */
  readonly least?: number;
}

const BORDER = 1;
const PADDING = 2;

/** Rows as a table of at most `width` columns; where that is too narrow, each row as lines of its own. */
export function grid(
  title: string,
  columns: readonly Column[],
  rows: readonly (readonly Cell[])[],
  { color, width }: FormatOptions,
): string {
  const { bold } = createColors(color);
  const head = title === "" ? [] : wrap(title, width).map((line) => bold(line));
  const widths = fitting(columns, rows, width - BORDER - columns.length * (PADDING + BORDER));
  if (widths === undefined) return [...head, ...records(columns, rows, { color, width })].join("\n");
  const drawn = new Table({
    colWidths: widths.map((each) => each + PADDING),
    // we color: the package's own colors would ignore NO_COLOR and the like
    style: { head: [], border: [] },
    head: columns.map(({ head: text }, index) =>
      wrap(text, widths[index] ?? 0)
        .map((line) => bold(line))
        .join("\n"),
    ),
  });
  for (const row of rows)
    drawn.push(
      row.map(({ text, paint = unpainted }, index) =>
        wrap(text, widths[index] ?? 0)
          .map(paint)
          .join("\n"),
      ),
    );
  return [...head, drawn.toString()].join("\n");
}

/** A width for each column, so that all of them fit `room`; undefined when they cannot. */
function fitting(
  columns: readonly Column[],
  rows: readonly (readonly Cell[])[],
  room: number,
): number[] | undefined {
  const wanted = columns.map(({ head }, index) =>
    Math.min(room, Math.max(columnsOf(head), ...rows.map((row) => columnsOf(row[index]?.text ?? "")))),
  );
  const least = columns.map(({ head, least: each }, index) => {
    const texts = each === undefined ? rows.map((row) => columnsOf(row[index]?.text ?? "")) : [each];
    return Math.min(wanted[index] ?? 0, Math.max(...texts, ...head.split(" ").map(columnsOf)));
  });
  if (sum(least) > room) return undefined;
  const widths = [...wanted];
  // the widest column shrinks first: it wraps best
  while (sum(widths) > room) {
    const spare = widths.map((each, index) => (each > (least[index] ?? 0) ? each : 0));
    const widest = spare.indexOf(Math.max(...spare));
    widths[widest] = (widths[widest] ?? 0) - 1;
  }
  return widths;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}

function records(
  columns: readonly Column[],
  rows: readonly (readonly Cell[])[],
  { color, width }: FormatOptions,
): string[] {
  const { dim } = createColors(color);
  return rows.flatMap((row, number) => [
    ...(number === 0 ? [] : [dim("─".repeat(Math.min(width, 20)))]),
    ...row.flatMap(({ text, paint = unpainted }, index) =>
      wrap(`${columns[index]?.head}: ${text}`, width).map(paint),
    ),
  ]);
}

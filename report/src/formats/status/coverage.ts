import { figure, type PurchaseState } from "pulumi-tcss/internal";
import { wrap } from "../../terminal";
import type { Colors, Paint } from "../colors";
import type { Layout } from "./layout";

/** A part of a bar. */
export interface Segment {
  readonly mark: string;
  readonly cores: number;
  readonly label: string;
  readonly paint: Paint;
}

/** All cores as a bar: how they are protected, and how the others could be. */
export function coverageRows(purchaseState: PurchaseState, layout: Layout): string[] {
  const segments = segmentsOf(purchaseState, layout.colors);
  if (segments === undefined) return layout.row("Coverage", "cannot be determined: the reply lacks a count");
  return barRows("Coverage", segments, layout);
}

/** `segments` as a bar with its legend. */
export function barRows(label: string, segments: readonly Segment[], layout: Layout): string[] {
  const total = segments.reduce((sum, { cores }) => sum + cores, 0);
  if (total === 0) return layout.row(label, "there are no cores to protect");
  const lengths = lengthsOf(
    segments.map(({ cores }) => cores),
    Math.min(layout.room, 60),
  );
  const bar = segments.map(({ mark, paint }, index) => paint(mark.repeat(lengths[index] ?? 0))).join("");
  return layout.rows(label, [bar, ...legend(segments, layout.room)]);
}

function segmentsOf(
  {
    coresCnt: covered,
    undefendCoresCnt: undefended,
    currentFlexibleCoresCnt: elastic = 0,
    idleCoresCnt: idle = 0,
  }: PurchaseState,
  { green, cyan, yellow, red }: Colors,
): Segment[] | undefined {
  if (covered === undefined || undefended === undefined) return undefined;
  if (Math.min(covered, undefended, elastic, idle) < 0) return undefined;
  const byElastic = Math.min(covered, elastic);
  const byIdle = Math.min(undefended, idle);
  return [
    { mark: "█", cores: covered - byElastic, label: "protected", paint: green },
    { mark: "▓", cores: byElastic, label: "elastic", paint: cyan },
    { mark: "▒", cores: byIdle, label: "idle cores could cover", paint: yellow },
    { mark: "░", cores: undefended - byIdle, label: "uncovered", paint: red },
  ];
}

/** How long each part of a bar is: in proportion, and at least one where there is anything. */
function lengthsOf(counts: readonly number[], length: number): number[] {
  const total = counts.reduce((sum, count) => sum + count, 0);
  const lengths = counts.map((count) =>
    count === 0 ? 0 : Math.max(1, Math.round((count / total) * length)),
  );
  const excess = lengths.reduce((sum, each) => sum + each, 0) - length;
  const longest = lengths.indexOf(Math.max(...lengths));
  return lengths.map((each, index) => (index === longest ? each - excess : each));
}

function legend(segments: readonly Segment[], room: number): string[] {
  const shown = segments.filter(({ cores }) => cores > 0);
  const lines: { text: string; columns: number }[] = [];
  for (const { mark, cores, label, paint } of shown) {
    const text = `${figure(cores)} ${label}`;
    const columns = text.length + 2;
    const last = lines.at(-1);
    if (last !== undefined && last.columns + 2 + columns <= room) {
      last.text += `  ${paint(mark)} ${text}`;
      last.columns += 2 + columns;
    } else
      for (const [index, part] of wrap(text, room - 2).entries())
        lines.push({ text: `${index === 0 ? paint(mark) : " "} ${part}`, columns });
  }
  return lines.map(({ text }) => text);
}

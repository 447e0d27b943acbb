import { type Finding, figure, messageOf, printable } from "pulumi-tcss/internal";
import type { Subject } from "../../document";
import { waiverTimeLeft } from "../../present/days";
import { isBlocking, openFindings } from "../../present/findings";
import { severityCounts } from "../../present/severity";
import { wrap } from "../../terminal";
import { severityPaint } from "../colors";
import { clipped, type Layout } from "./layout";

/** How much is said of findings and next steps. */
export interface Detail {
  readonly findings: number;
  /** Lines of each finding and of each step. */
  readonly lines: number;
  readonly steps: number;
}

/** What is wrong, worst first, what is waived, and what to do. */
export function findingRows(subject: Subject, layout: Layout, detail: Detail): string[] {
  const open = openFindings(subject);
  return [
    ...openRows(subject, open, layout, detail),
    ...waivedRows(subject, layout),
    ...stepRows(open, layout, detail),
  ];
}

function openRows(
  { purchaseState }: Subject,
  open: readonly Finding[],
  layout: Layout,
  detail: Detail,
): string[] {
  const { colors } = layout;
  if (open.length === 0)
    return layout.row(
      "Findings",
      purchaseState === undefined ? "none, although nothing could be read" : "none: all rules hold",
      colors.green,
    );
  const shown = open.slice(0, detail.findings);
  const rest = open.length - shown.length;
  return [
    ...layout.row("Findings", severityCounts(open)),
    ...shown.flatMap((finding) => findingLines(finding, layout, detail)),
    ...(rest === 0 ? [] : [colors.dim(`  and ${figure(rest)} more: tcss report`)]),
  ];
}

const SEVERITY_COLUMNS = 10;

function findingLines(finding: Finding, layout: Layout, { lines: most }: Detail): string[] {
  const { colors, width, narrow } = layout;
  const { severity, ruleId } = finding;
  const paint = severityPaint(severity, colors);
  const [what] = sentences(messageOf(finding));
  if (narrow)
    return [
      ...wrap(`${severity} ${ruleId}${isBlocking(finding) ? " blocks" : ""}`, width).map(paint),
      ...clipped(wrap(what, width - 2), most).map((line) => `  ${line}`),
    ];
  const label = `${severity.padEnd(SEVERITY_COLUMNS)}${ruleId} `;
  const room = width - label.length - 2;
  const blocks = isBlocking(finding) ? "blocks: " : "";
  return clipped(wrap(`${blocks}${what}`, room), most).map((line, index) =>
    index === 0
      ? `  ${paint(label)}${blocks === "" ? line : line.replace(blocks, colors.bold(blocks))}`
      : `${" ".repeat(label.length + 2)}${line}`,
  );
}

/** The first sentence of a finding, which says what is wrong, and the others, which say what to do. */
function sentences(message: string): [string, string] {
  const [first = "", ...rest] = printable(message, 4000).split(/(?<=[.!?]) (?=[\p{Lu}\d])/u);
  return [first, rest.join(" ")];
}

function waivedRows({ findings }: Subject, layout: Layout): string[] {
  return findings.flatMap(({ ruleId, waived }) =>
    waived === undefined
      ? []
      : layout.row(
          "Waived",
          `${ruleId} until ${waived.waiver.expires} (${waiverTimeLeft(waived)}): ${printable(waived.waiver.reason, 120)}`,
          layout.colors.dim,
        ),
  );
}

function stepRows(open: readonly Finding[], layout: Layout, { steps, lines }: Detail): string[] {
  const all = open.flatMap((finding): string[] => {
    const [, next] = sentences(messageOf(finding));
    return next === "" ? [] : [`${finding.ruleId}: ${next}`];
  });
  if (all.length === 0) return [];
  const shown = all.slice(0, steps).flatMap((step) => clipped(wrap(step, layout.width - 2), lines));
  return ["", layout.colors.bold("Next steps"), ...shown.map((line) => `  ${line}`)];
}

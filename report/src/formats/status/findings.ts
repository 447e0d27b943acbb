import { adviceOf, type Finding, figure, printable, waiverTimeLeft } from "pulumi-tcss/internal";
import type { Subject } from "../../document";
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

/** The most characters of a text that others may have written; the layout cuts it further. */
const MAX_TEXT = 4000;

function findingLines(finding: Finding, layout: Layout, { lines: most }: Detail): string[] {
  const { colors, width, narrow } = layout;
  const { severity, ruleId } = finding;
  const paint = severityPaint(severity, colors);
  const what = printable(finding.message, MAX_TEXT);
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
    const advice = adviceOf(finding);
    return advice === undefined ? [] : [`${finding.ruleId}: ${printable(advice, MAX_TEXT)}`];
  });
  if (all.length === 0) return [];
  const shown = all.slice(0, steps).flatMap((step) => clipped(wrap(step, layout.width - 2), lines));
  return ["", layout.colors.bold("Next steps"), ...shown.map((line) => `  ${line}`)];
}

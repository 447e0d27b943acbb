import { createColors } from "picocolors";
import { counted, figure, type PurchaseState, printable } from "pulumi-tcss/internal";
import type { CostEstimate } from "../cost";
import type { ReportDocument, Subject } from "../document";
import { ageLine } from "../present/age";
import { timeLeft } from "../present/days";
import { COST_ITEMS, estimateNote, money } from "../present/money";
import { shortNameOf } from "../present/names";
import { hasEdition, protectionOf, renewalOf } from "../present/protection";
import { timeOf } from "../present/time";
import { VERDICT_CLAUSE } from "../present/verdict";
import { columnsOf, wrap } from "../terminal";
import { verdictPaint } from "./colors";
import type { FormatOptions } from "./format";
import { coreRows, imageRows } from "./status/counts";
import { coverageRows } from "./status/coverage";
import { type Detail, findingRows } from "./status/findings";
import { Layout } from "./status/layout";

/** How much is said of findings and steps; the first that fits a screen is used. */
const DETAILS: readonly Detail[] = [
  { findings: 20, lines: 20, steps: 20 },
  { findings: 20, lines: 2, steps: 5 },
  { findings: 6, lines: 2, steps: 3 },
  { findings: 5, lines: 2, steps: 2 },
];

const SCREEN_LINES = 40;

/** The whole report on one screen, for people in front of a terminal. */
export function status(report: ReportDocument, { color, width }: FormatOptions): string {
  const colors = createColors(color);
  const layout = new Layout(colors, width);
  const tail = tailOf(report, layout);
  // narrow lines are many lines: there, everything can be read by scrolling
  const limit = width < 80 ? Number.POSITIVE_INFINITY : SCREEN_LINES - tail.length;
  const screens = report.subjects.map((subject) => screenOf(subject, report, layout, limit));
  const lines = screens.flatMap((screen, index) => (index === 0 ? screen : [ruler(layout), ...screen]));
  return `${[...lines, ...tail].join("\n")}\n`;
}

function ruler({ colors, width }: Layout): string {
  return colors.dim("─".repeat(width));
}

/** What is said of the report as a whole. */
function tailOf({ subjects, verdict, unusedWaivers }: ReportDocument, layout: Layout): string[] {
  const unused = unusedWaivers.map(({ rule }) => rule).join(", ");
  const failing = subjects.filter((subject) => subject.verdict !== "pass").length;
  const all = `${VERDICT_CLAUSE[verdict]} (${figure(failing)} of ${counted(subjects.length, "purchase state")})`;
  return [
    ...(unused === "" ? [] : layout.row("Unused", `waivers that match nothing here: ${printable(unused)}`)),
    ...(subjects.length < 2
      ? []
      : [ruler(layout), ...layout.row("All", all, verdictPaint(verdict, layout.colors))]),
  ];
}

function screenOf(subject: Subject, report: ReportDocument, layout: Layout, limit: number): string[] {
  const screens = DETAILS.map((detail) => screen(subject, report, layout, detail));
  return screens.find(({ length }) => length <= limit) ?? screens.at(-1) ?? [];
}

function screen(subject: Subject, report: ReportDocument, layout: Layout, detail: Detail): string[] {
  const { purchaseState, cost } = subject;
  return [
    ...heading(subject, layout),
    ...layout.row("Values", ageLine(subject, report)),
    ...(purchaseState === undefined
      ? []
      : [
          "",
          ...protection(subject, purchaseState, report, layout),
          ...coverageRows(purchaseState, layout),
          ...coreRows(purchaseState, layout),
          ...imageRows(purchaseState, layout),
        ]),
    "",
    ...findingRows(subject, layout, detail),
    ...(cost === undefined ? [] : ["", ...costs(cost, layout)]),
  ];
}

function heading(subject: Subject, { colors, width }: Layout): string[] {
  const { verdict } = subject;
  const name = shortNameOf(subject);
  const says = VERDICT_CLAUSE[verdict].toUpperCase();
  const paint = (line: string): string => verdictPaint(verdict, colors)(colors.bold(line));
  const gap = width - columnsOf(name) - columnsOf(says);
  if (gap >= 2) return [`${colors.bold(name)}${" ".repeat(gap)}${paint(says)}`];
  return [...wrap(name, width).map((line) => colors.bold(line)), ...wrap(says, width).map(paint)];
}

function protection(
  { daysLeft }: Subject,
  purchaseState: PurchaseState,
  { generatedAt, timeZone }: ReportDocument,
  layout: Layout,
): string[] {
  const { expirationTimeUtc: end } = purchaseState;
  const left = timeLeft(end, daysLeft, generatedAt);
  const text = [
    protectionOf(purchaseState),
    left === undefined || end === undefined ? "no known end" : `${left.text} (${timeOf(end, timeZone)})`,
    `automatic renewal ${renewalOf(purchaseState)}`,
  ].join("; ");
  const { green, red } = layout.colors;
  return layout.row("Protection", text, hasEdition(purchaseState) && left?.isOver !== true ? green : red);
}

function costs(cost: CostEstimate, layout: Layout): string[] {
  const parts = COST_ITEMS.filter(({ field }) => cost[field] !== 0).map(
    ({ field, name, period }) => `${name.toLowerCase()} ${money(cost[field], cost)} ${period}`,
  );
  if (parts.length === 0) return layout.row("Cost", "no core is idle, missing or elastic");
  return [...layout.row("Cost", parts.join("; ")), ...layout.row("", estimateNote(cost), layout.colors.dim)];
}

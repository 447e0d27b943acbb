import { createColors } from "picocolors";
import { messageOf, printable, unusedNote, waivedNote } from "pulumi-tcss/internal";
import type { HistoryOfStack, ReportDocument, Subject } from "../document";
import { ageLine } from "../present/age";
import { known, knownOf } from "../present/counts";
import { timeLeft } from "../present/days";
import { isOpen, openFindings } from "../present/findings";
import { COST_ITEMS, estimateNote, money } from "../present/money";
import { shortNameOf } from "../present/names";
import { protectionOf } from "../present/protection";
import { severityCounts } from "../present/severity";
import { timeOf } from "../present/time";
import { VERDICT_WORD } from "../present/verdict";
import { wrap } from "../terminal";
import { severityPaint, verdictPaint } from "./colors";
import { coverageTables } from "./coverage/table";
import { forecastTable } from "./forecast";
import type { Format, FormatOptions } from "./format";
import { type Cell, type Column, grid } from "./table/grid";

/** A report as tables: what was read, what is wrong, what it costs. For terminals and for text files. */
export const table: Format = (report, options) =>
  [
    subjects(report, options),
    counts(report, options),
    findings(report, options),
    costs(report, options),
    ...(report.history ?? []).map((history) => overTime(history, report.timeZone, options)),
    ...(report.coverage === undefined ? [] : [coverageTables(report.coverage, options).join("\n")]),
    ...(report.forecast === undefined ? [] : [forecastTable(report.forecast, options)]),
    notes(report, options),
  ]
    .filter((part) => part !== "")
    .join("\n\n");

/** Limit of a message in a cell: cli-table3 is slow on long cells, and messages of rules are shorter. */
const MAX_MESSAGE = 700;

function subjects(report: ReportDocument, options: FormatOptions): string {
  const { subjects: all } = report;
  const colors = createColors(options.color);
  const columns = [
    column("Purchase state", 20),
    column("Gate", 7),
    column("Protection", 14),
    column("Age", 22),
  ];
  const rows = all.map((subject): Cell[] => {
    const { purchaseState, verdict, daysLeft } = subject;
    const left = timeLeft(purchaseState?.expirationTimeUtc, daysLeft, report.generatedAt);
    const protection =
      purchaseState === undefined
        ? "not read"
        : [protectionOf(purchaseState), left?.text].filter(Boolean).join(", ");
    return [
      { text: shortNameOf(subject) },
      { text: VERDICT_WORD[verdict], paint: verdictPaint(verdict, colors) },
      { text: protection },
      { text: ageLine(subject, report) },
    ];
  });
  return grid("", columns, rows, options);
}

function counts({ subjects: all }: ReportDocument, options: FormatOptions): string {
  const rows = all.flatMap((subject): Cell[][] => {
    const { purchaseState } = subject;
    if (purchaseState === undefined) return [];
    const { allCoresCnt, coresCnt, undefendCoresCnt, idleCoresCnt, currentFlexibleCoresCnt } = purchaseState;
    const { imageCnt, unlicensedImageCnt } = purchaseState;
    const texts = [
      knownOf(coresCnt, allCoresCnt),
      known(undefendCoresCnt),
      known(idleCoresCnt),
      known(currentFlexibleCoresCnt),
      knownOf(unlicensedImageCnt, imageCnt),
    ];
    return [[...named(subject, all), ...texts.map((text) => ({ text }))]];
  });
  if (rows.length === 0) return "";
  const columns = [
    ...name(all),
    column("Protected cores", 9),
    column("Undefended"),
    column("Idle"),
    column("Elastic"),
    column("Unlicensed images", 10),
  ];
  return grid("Counts", columns, rows, options);
}

function findings({ subjects: all }: ReportDocument, options: FormatOptions): string {
  const colors = createColors(options.color);
  const rows = all.flatMap((subject) =>
    openFindings(subject).map((finding): Cell[] => [
      ...named(subject, all),
      { text: finding.severity, paint: severityPaint(finding.severity, colors) },
      { text: finding.enforcementLevel },
      { text: finding.ruleId },
      { text: printable(messageOf(finding), MAX_MESSAGE) },
    ]),
  );
  if (rows.length === 0) return colors.green("Findings: none");
  const columns = [
    ...name(all),
    column("Severity", 8),
    column("Level", 9),
    column("Rule", 7),
    column("Finding", 24),
  ];
  return grid(`Findings: ${severityCounts(all.flatMap(openFindings))}`, columns, rows, options);
}

function costs({ subjects: all }: ReportDocument, options: FormatOptions): string {
  const rows = all.flatMap((subject): Cell[][] => {
    const { cost } = subject;
    if (cost === undefined) return [];
    const amounts = COST_ITEMS.map(({ field }) => ({ text: money(cost[field], cost) }));
    return [[...named(subject, all), ...amounts]];
  });
  if (rows.length === 0) return "";
  const columns = [...name(all), ...COST_ITEMS.map(({ name: item, period }) => column(`${item}, ${period}`))];
  const notes = all.flatMap(({ cost }) => (cost === undefined ? [] : [estimateNote(cost)]));
  const source = printable([...new Set(notes)].join(" "), 1000);
  return [grid("Cost", columns, rows, options), ...wrap(source, options.width)].join("\n");
}

function overTime(
  { stack, points, problem }: HistoryOfStack,
  timeZone: string,
  options: FormatOptions,
): string {
  const title = `Coverage of ${printable(stack)} over time`;
  const note = problem === undefined ? [] : wrap(printable(problem, 1000), options.width);
  if (points.length === 0) return [...wrap(title, options.width), ...note].join("\n");
  const columns = [
    column("Time"),
    column("Update"),
    column("Name", 8),
    column("Cores"),
    column("Protected"),
    column("Undefended"),
  ];
  const rows = points.map(({ time, version, resource, allCoresCnt, coresCnt, undefendCoresCnt }) =>
    [
      timeOf(time, timeZone),
      String(version),
      printable(resource),
      known(allCoresCnt),
      known(coresCnt),
      known(undefendCoresCnt),
    ].map((text) => ({ text })),
  );
  return [grid(title, columns, rows, options), ...note].join("\n");
}

function notes({ subjects: all, unusedWaivers }: ReportDocument, { width }: FormatOptions): string {
  const waived = all.flatMap(({ findings: each }) => each.filter((finding) => !isOpen(finding)));
  return [...waived.map(waivedNote), ...unusedWaivers.map(unusedNote)]
    .flatMap((note) => wrap(printable(note, 2000), width))
    .join("\n");
}

/** The column that names the purchase state. A single one is named once, at the top. */
function name(all: readonly Subject[]): Column[] {
  return all.length > 1 ? [column("Purchase state", 12)] : [];
}

function named(subject: Subject, all: readonly Subject[]): Cell[] {
  return all.length > 1 ? [{ text: shortNameOf(subject) }] : [];
}

function column(head: string, least?: number): Column {
  return { head, ...(least === undefined ? {} : { least }) };
}

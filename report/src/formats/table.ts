import Table from "cli-table3";
import { createColors } from "picocolors";
import { messageOf, printable, unusedNote, waivedNote } from "pulumi-tcss/internal";
import type { HistoryOfStack, ReportDocument, Subject } from "../document";
import { ageOf, columnsOf, nameOf, timeOf, wrap } from "../terminal";
import type { Format, FormatOptions } from "./format";
import { bySeverity, known, money, open, PROTECTION, severityColour, verdictColour } from "./status";

type Colour = (text: string) => string;

interface Cell {
  readonly text: string;
  readonly colour?: Colour;
}

interface Column {
  readonly head: string;
  /** The columns of a terminal that its text takes at least. Absent: it holds numbers, which are never broken. */
  readonly least?: number;
}

/** A report as tables: what was read, what is wrong, what it costs. For terminals and for text files. */
export const table: Format = (report, options) =>
  [
    subjects(report, options),
    counts(report, options),
    findings(report, options),
    costs(report, options),
    ...(report.history ?? []).map((history) => overTime(history, report.timeZone, options)),
    notes(report, options),
  ]
    .filter((part) => part !== "")
    .join("\n\n");

/** What a message may take of a cell: the package draws long cells slowly, and no rule says as much. */
const MAX_MESSAGE = 700;

const WORDS = { pass: "passes", block: "blocks", unknown: "unknown" } as const;

function subjects(report: ReportDocument, options: FormatOptions): string {
  const { subjects: all } = report;
  const colors = createColors(options.colour);
  const columns = [
    column("Purchase state", 20),
    column("Gate", 7),
    column("Protection", 14),
    column("Age", 22),
  ];
  const rows = all.map((subject): Cell[] => {
    const { purchaseState, verdict, daysLeft } = subject;
    const status = purchaseState?.protectionStatus;
    const days =
      daysLeft === undefined
        ? ""
        : daysLeft < 0
          ? `, ended ${-daysLeft} days ago`
          : `, ${daysLeft} days left`;
    return [
      { text: nameOf(subject) },
      { text: WORDS[verdict], colour: verdictColour(verdict, colors) },
      {
        text:
          purchaseState === undefined
            ? "not read"
            : `${status === undefined ? "not known" : PROTECTION[status]}${days}`,
      },
      { text: ageOf(subject, report) },
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
      `${known(coresCnt)} of ${known(allCoresCnt)}`,
      known(undefendCoresCnt),
      known(idleCoresCnt),
      known(currentFlexibleCoresCnt),
      `${known(unlicensedImageCnt)} of ${known(imageCnt)}`,
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
  const colors = createColors(options.colour);
  const rows = all.flatMap((subject) =>
    open(subject).map((finding): Cell[] => [
      ...named(subject, all),
      { text: finding.severity, colour: severityColour(finding.severity, colors) },
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
  return grid(`Findings: ${bySeverity(all.flatMap(open))}`, columns, rows, options);
}

function costs({ subjects: all }: ReportDocument, options: FormatOptions): string {
  const rows = all.flatMap((subject): Cell[][] => {
    const { cost } = subject;
    if (cost === undefined) return [];
    const { idleMonth, missingPrepaidMonth, missingElasticDay, elasticDay } = cost;
    const amounts = [idleMonth, missingPrepaidMonth, missingElasticDay, elasticDay];
    return [[...named(subject, all), ...amounts.map((amount) => ({ text: money(amount, cost) }))]];
  });
  if (rows.length === 0) return "";
  const heads = [
    "Idle, a month",
    "Missing, bought, a month",
    "Missing, elastic, a day",
    "Elastic now, a day",
  ];
  const columns = [...name(all), ...heads.map((head) => column(head))];
  const sources = all.flatMap(({ cost }) => (cost === undefined ? [] : [`${cost.source}, ${cost.asOf}`]));
  const source = `An estimate: ${printable([...new Set(sources)].join("; "), 1000)}.`;
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
  const waived = all.flatMap(({ findings: each }) => each.filter((finding) => finding.waived !== undefined));
  return [...waived.map(waivedNote), ...unusedWaivers.map(unusedNote)]
    .flatMap((note) => wrap(printable(note, 2000), width))
    .join("\n");
}

/** What tells several purchase states apart; one alone is named once, at the top. */
function name(all: readonly Subject[]): Column[] {
  return all.length > 1 ? [column("Purchase state", 12)] : [];
}

function named(subject: Subject, all: readonly Subject[]): Cell[] {
  return all.length > 1 ? [{ text: nameOf(subject) }] : [];
}

function column(head: string, least?: number): Column {
  return { head, ...(least === undefined ? {} : { least }) };
}

const BORDER = 1;
const PADDING = 2;

/** Rows as a table of at most `width` columns; where that is too narrow, each row as lines of its own. */
function grid(
  title: string,
  columns: readonly Column[],
  rows: readonly (readonly Cell[])[],
  { colour, width }: FormatOptions,
): string {
  const { bold } = createColors(colour);
  const head = title === "" ? [] : wrap(title, width).map((line) => bold(line));
  const widths = fitting(columns, rows, width - BORDER - columns.length * (PADDING + BORDER));
  if (widths === undefined) return [...head, ...records(columns, rows, { colour, width })].join("\n");
  const drawn = new Table({
    colWidths: widths.map((each) => each + PADDING),
    // colors are ours: the package's own would ignore what the terminal wants
    style: { head: [], border: [] },
    head: columns.map(({ head: text }, index) =>
      wrap(text, widths[index] ?? 0)
        .map((line) => bold(line))
        .join("\n"),
    ),
  });
  for (const row of rows)
    drawn.push(
      row.map(({ text, colour: paint = (line: string) => line }, index) =>
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
  // the widest gives way first: it has the most to wrap
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
  { colour, width }: FormatOptions,
): string[] {
  const { dim } = createColors(colour);
  return rows.flatMap((row, number) => [
    ...(number === 0 ? [] : [dim("─".repeat(Math.min(width, 20)))]),
    ...row.flatMap(({ text, colour: paint = (line: string) => line }, index) =>
      wrap(`${columns[index]?.head}: ${text}`, width).map(paint),
    ),
  ]);
}

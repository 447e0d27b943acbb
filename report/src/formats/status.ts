import { createColors } from "picocolors";
import {
  AutomaticRenewal,
  counted,
  type Finding,
  figure,
  messageOf,
  ProtectionStatus,
  type PurchaseState,
  printable,
  type Severity,
  type Verdict,
} from "pulumi-tcss/internal";
import type { CostEstimate } from "../cost";
import type { ReportDocument, Subject } from "../document";
import { ageOf, columnsOf, nameOf, timeOf, wrap } from "../terminal";
import type { FormatOptions } from "./format";

type Colors = ReturnType<typeof createColors>;
type Colour = (text: string) => string;

/** Words for each protection status. */
export const PROTECTION: Readonly<Record<ProtectionStatus, string>> = {
  [ProtectionStatus.Active]: "Pro Edition in effect",
  [ProtectionStatus.Trial]: "trial in effect",
  [ProtectionStatus.NotPurchased]: "never bought",
  [ProtectionStatus.TrialOver]: "trial over",
  [ProtectionStatus.Expired]: "expired",
  [ProtectionStatus.Isolated]: "expired and isolated",
  [ProtectionStatus.Destroyed]: "expired and destroyed",
  [ProtectionStatus.Unknown]: "in a state that the API does not document",
};

/** Severities, the worst first. */
export const SEVERITIES: readonly Severity[] = ["critical", "high", "medium", "low"];

/** `1 high, 2 low`. */
export function bySeverity(findings: readonly Finding[]): string {
  return SEVERITIES.flatMap((severity) => {
    const { length } = findings.filter((finding) => finding.severity === severity);
    return length === 0 ? [] : [`${figure(length)} ${severity}`];
  }).join(", ");
}

/** The findings that count, the worst first, those that block before those that do not. */
export function open({ findings }: Subject): Finding[] {
  const weight = ({ severity, enforcementLevel }: Finding): number =>
    (enforcementLevel === "mandatory" ? 0 : SEVERITIES.length) + SEVERITIES.indexOf(severity);
  return findings.filter(({ waived }) => waived === undefined).sort((a, b) => weight(a) - weight(b));
}

/** An amount of money, such as `533.25 USD`. */
export function money(amount: number, { currency }: CostEstimate): string {
  const digits = { minimumFractionDigits: 2, maximumFractionDigits: 2 };
  return `${amount.toLocaleString("en-US", digits)} ${currency}`;
}

const VERDICTS: Readonly<Record<Verdict, string>> = {
  pass: "the gate passes",
  block: "the gate blocks",
  unknown: "cannot be determined; the gate blocks",
};

/** How much is said of findings and steps; the first that fits a screen is used. */
const DETAILS = [
  { findings: 20, lines: 20, steps: 20 },
  { findings: 20, lines: 2, steps: 5 },
  { findings: 6, lines: 2, steps: 3 },
  { findings: 5, lines: 2, steps: 2 },
] as const;
type Detail = (typeof DETAILS)[number];

const SCREEN_LINES = 40;
const LABEL_COLUMNS = 13;
/** Below this width labels stand on lines of their own. */
const NARROW = 56;

/** The whole report on one screen, for people in front of a terminal. */
export function status(report: ReportDocument, { colour, width }: FormatOptions): string {
  const colors = createColors(colour);
  // narrower lines are more lines: what matters there is that all of it can be read
  const limit = width < 80 ? Number.POSITIVE_INFINITY : SCREEN_LINES - tailOf(report, colors, width).length;
  const screens = report.subjects.map((subject) =>
    screenOf(subject, report, new Layout(colors, width), limit),
  );
  const rule = colors.dim("─".repeat(width));
  const lines = screens.flatMap((screen, index) => (index === 0 ? screen : [rule, ...screen]));
  return `${[...lines, ...tailOf(report, colors, width)].join("\n")}\n`;
}

/** What is said of the report as a whole. */
function tailOf(
  { subjects, verdict, unusedWaivers }: ReportDocument,
  colors: Colors,
  width: number,
): string[] {
  const layout = new Layout(colors, width);
  const unused = unusedWaivers.map(({ rule }) => rule).join(", ");
  return [
    ...(unused === "" ? [] : layout.row("Unused", `waivers that match nothing here: ${printable(unused)}`)),
    ...(subjects.length < 2
      ? []
      : [
          colors.dim("─".repeat(width)),
          ...layout.row("All", verdictWords(verdict, subjects), verdictColour(verdict, colors)),
        ]),
  ];
}

function verdictWords(verdict: Verdict, subjects: readonly Subject[]): string {
  const blocking = subjects.filter((subject) => subject.verdict !== "pass").length;
  return `${VERDICTS[verdict]} (${figure(blocking)} of ${counted(subjects.length, "purchase state")})`;
}

function screenOf(subject: Subject, report: ReportDocument, layout: Layout, limit: number): string[] {
  const screens = DETAILS.map((detail) => screen(subject, report, layout, detail));
  return screens.find(({ length }) => length <= limit) ?? screens.at(-1) ?? [];
}

function screen(subject: Subject, report: ReportDocument, layout: Layout, detail: Detail): string[] {
  const { purchaseState, cost } = subject;
  return [
    ...heading(subject, layout),
    ...layout.row("Values", ageOf(subject, report)),
    ...(purchaseState === undefined
      ? []
      : [
          "",
          ...protection(subject, purchaseState, report, layout),
          ...coverage(purchaseState, layout),
          ...cores(purchaseState, layout),
          ...images(purchaseState, layout),
        ]),
    "",
    ...findings(subject, layout, detail),
    ...waived(subject, layout),
    ...steps(subject, layout, detail),
    ...(cost === undefined ? [] : ["", ...costs(cost, layout)]),
  ];
}

/** Where lines break, and what has which color. */
class Layout {
  readonly colors: Colors;
  readonly width: number;
  readonly narrow: boolean;

  constructor(colors: Colors, width: number) {
    this.colors = colors;
    this.width = width;
    this.narrow = width < NARROW;
  }

  /** Columns beside a label. */
  get room(): number {
    return this.narrow ? this.width - 2 : this.width - LABEL_COLUMNS;
  }

  /** `text` beside its label, in lines that fit. */
  row(label: string, text: string, colour: Colour = (line) => line): string[] {
    return this.rows(label, wrap(printable(text, 4000), this.room).map(colour));
  }

  /** Lines that fit already beside their label. */
  rows(label: string, lines: readonly string[]): string[] {
    const { bold } = this.colors;
    if (this.narrow) return [...(label === "" ? [] : [bold(label)]), ...lines.map((line) => `  ${line}`)];
    return lines.map(
      (line, index) => (index === 0 ? bold(label.padEnd(LABEL_COLUMNS)) : " ".repeat(LABEL_COLUMNS)) + line,
    );
  }
}

function heading(subject: Subject, { colors, width }: Layout): string[] {
  const { verdict } = subject;
  const name = nameOf(subject);
  const says = VERDICTS[verdict].toUpperCase();
  const shown = verdictColour(verdict, colors)(colors.bold(says));
  const gap = width - columnsOf(name) - columnsOf(says);
  if (gap >= 2) return [`${colors.bold(name)}${" ".repeat(gap)}${shown}`];
  return [
    ...wrap(name, width).map((line) => colors.bold(line)),
    ...wrap(says, width).map((line) => verdictColour(verdict, colors)(colors.bold(line))),
  ];
}

export function verdictColour(verdict: Verdict, { red, yellow, green }: Colors): Colour {
  return { pass: green, block: red, unknown: yellow }[verdict];
}

function protection(
  { daysLeft }: Subject,
  purchaseState: PurchaseState,
  { generatedAt, timeZone }: ReportDocument,
  layout: Layout,
): string[] {
  const { protectionStatus, expirationTimeUtc, automaticRenewal } = purchaseState;
  const what =
    protectionStatus === undefined ? "not known: the reply holds no State" : PROTECTION[protectionStatus];
  const end =
    expirationTimeUtc === undefined
      ? "no known end"
      : left(
          daysLeft ?? 0,
          timeOf(expirationTimeUtc, timeZone),
          Date.parse(expirationTimeUtc) <= Date.parse(generatedAt),
        );
  const inEffect =
    (protectionStatus === ProtectionStatus.Active || protectionStatus === ProtectionStatus.Trial) &&
    (daysLeft ?? 0) >= 0;
  const { green, red } = layout.colors;
  return layout.row("Protection", `${what}; ${end}; ${renewal(automaticRenewal)}`, inEffect ? green : red);
}

function left(days: number, end: string, isOver: boolean): string {
  if (days > 0) return `${counted(days, "day")} left (${end})`;
  if (days < 0) return `ended ${counted(-days, "day")} ago (${end})`;
  return isOver ? `ended less than a day ago (${end})` : `less than a day left (${end})`;
}

function renewal(value: number | undefined): string {
  switch (value) {
    case AutomaticRenewal.On:
      return "renews automatically";
    case AutomaticRenewal.Off:
      return "renewal switched off";
    case AutomaticRenewal.NotSet:
      return "renewal never set";
    case undefined:
      return "renewal not known";
    default:
      return `renewal ${value}, an undocumented value`;
  }
}

interface Segment {
  readonly mark: string;
  readonly cores: number;
  readonly words: string;
  readonly colour: Colour;
}

/** All cores as a bar: how they are protected, and how the others could be. */
function coverage(purchaseState: PurchaseState, layout: Layout): string[] {
  const segments = segmentsOf(purchaseState, layout.colors);
  if (segments === undefined) return layout.row("Coverage", "cannot be determined: the reply lacks a count");
  const total = segments.reduce((sum, { cores: each }) => sum + each, 0);
  if (total === 0) return layout.row("Coverage", "there are no cores to protect");
  const lengths = shares(
    segments.map(({ cores: each }) => each),
    Math.min(layout.room, 60),
  );
  const bar = segments.map(({ mark, colour }, index) => colour(mark.repeat(lengths[index] ?? 0))).join("");
  return layout.rows("Coverage", [bar, ...legend(segments, layout.room)]);
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
    { mark: "█", cores: covered - byElastic, words: "protected", colour: green },
    { mark: "▓", cores: byElastic, words: "elastic", colour: cyan },
    { mark: "▒", cores: byIdle, words: "idle cores could cover", colour: yellow },
    { mark: "░", cores: undefended - byIdle, words: "uncovered", colour: red },
  ];
}

/** How long each part of a bar is: in proportion, and at least one where there is anything. */
function shares(counts: readonly number[], length: number): number[] {
  const total = counts.reduce((sum, count) => sum + count, 0);
  const lengths = counts.map((count) =>
    count === 0 ? 0 : Math.max(1, Math.round((count / total) * length)),
  );
  const excess = lengths.reduce((sum, each) => sum + each, 0) - length;
  const longest = lengths.indexOf(Math.max(...lengths));
  return lengths.map((each, index) => (index === longest ? each - excess : each));
}

function legend(segments: readonly Segment[], room: number): string[] {
  const shown = segments.filter(({ cores: each }) => each > 0);
  const lines: { text: string; columns: number }[] = [];
  for (const { mark, cores: each, words, colour } of shown) {
    const text = `${figure(each)} ${words}`;
    const columns = text.length + 2;
    const last = lines.at(-1);
    if (last !== undefined && last.columns + 2 + columns <= room) {
      last.text += `  ${colour(mark)} ${text}`;
      last.columns += 2 + columns;
    } else
      for (const [index, part] of wrap(text, room - 2).entries())
        lines.push({ text: `${index === 0 ? colour(mark) : " "} ${part}`, columns });
  }
  return lines.map(({ text }) => text);
}

/** `figure`, or a mark for what the reply does not tell. */
export function known(count: number | undefined): string {
  return count === undefined ? "?" : figure(count);
}

/** `, 44%`; rounded down, so that only all of it is 100%. */
function share(part: number | undefined, whole: number | undefined): string {
  if (part === undefined || whole === undefined || part < 0 || whole <= 0) return "";
  return `, ${Math.floor((part / whole) * 100)}%`;
}

function cores(purchaseState: PurchaseState, layout: Layout): string[] {
  const {
    allCoresCnt,
    coresCnt,
    undefendCoresCnt,
    defendClusterCoresCnt,
    defendHostCoresCnt,
    noContainerCoresCnt,
    entitledCoresCnt,
    authorizedCoresCnt,
    givenAuthorizedCoresCnt,
    trialCoresCnt,
    idleCoresCnt,
    currentFlexibleCoresCnt,
    flexibleCoresLimit,
  } = purchaseState;
  const without =
    noContainerCoresCnt === undefined ? "" : `; ${figure(noContainerCoresCnt)} more run no container`;
  return [
    ...layout.row(
      "Cores",
      `${known(coresCnt)} of ${known(allCoresCnt)} protected${share(coresCnt, allCoresCnt)} (${known(defendClusterCoresCnt)} in clusters, ${known(defendHostCoresCnt)} on hosts), ${known(undefendCoresCnt)} undefended${without}`,
    ),
    ...layout.row(
      "",
      `${known(entitledCoresCnt)} paid or given (${known(authorizedCoresCnt)} bought, ${known(givenAuthorizedCoresCnt)} given, ${known(trialCoresCnt)} trial), ${known(idleCoresCnt)} idle; elastic ${known(currentFlexibleCoresCnt)} of ${known(flexibleCoresLimit)}`,
    ),
  ];
}

function images(purchaseState: PurchaseState, layout: Layout): string[] {
  const { imageCnt, authorizedImageCnt, unlicensedImageCnt, unusedImageLicenseCnt } = purchaseState;
  const { purchasedAuthorizedCnt, givenAuthorizedCnt } = purchaseState;
  return layout.row(
    "Images",
    `${known(authorizedImageCnt)} of ${known(imageCnt)} licensed, ${known(unlicensedImageCnt)} not; ${known(unusedImageLicenseCnt)} licenses unused (${known(purchasedAuthorizedCnt)} bought, ${known(givenAuthorizedCnt)} given)`,
  );
}

const SEVERITY_MARK_COLUMNS = 10;

function findings(subject: Subject, layout: Layout, detail: Detail): string[] {
  const { colors } = layout;
  const all = open(subject);
  if (all.length === 0)
    return layout.row(
      "Findings",
      subject.purchaseState === undefined ? "none, although nothing could be read" : "none: all rules hold",
      colors.green,
    );
  const shown = all.slice(0, detail.findings);
  const rest = all.length - shown.length;
  return [
    ...layout.row("Findings", bySeverity(all)),
    ...shown.flatMap((finding) => findingLines(finding, layout, detail)),
    ...(rest === 0 ? [] : [colors.dim(`  and ${figure(rest)} more: tcss report`)]),
  ];
}

function findingLines(finding: Finding, layout: Layout, { lines: most }: Detail): string[] {
  const { colors, width, narrow } = layout;
  const { severity, ruleId, enforcementLevel } = finding;
  const paint = severityColour(severity, colors);
  const level = enforcementLevel === "mandatory" ? " blocks" : "";
  const [what] = sentences(messageOf(finding));
  if (narrow)
    return [
      ...wrap(`${severity} ${ruleId}${level}`, width).map(paint),
      ...clipped(wrap(what, width - 2), most).map((line) => `  ${line}`),
    ];
  const label = `${severity.padEnd(SEVERITY_MARK_COLUMNS)}${ruleId} `;
  const room = width - label.length - 2;
  const blocks = level === "" ? "" : "blocks: ";
  return clipped(wrap(`${blocks}${what}`, room), most).map((line, index) =>
    index === 0
      ? `  ${paint(label)}${blocks === "" ? line : line.replace(blocks, colors.bold(blocks))}`
      : `${" ".repeat(label.length + 2)}${line}`,
  );
}

export function severityColour(severity: Severity, { red, yellow, cyan }: Colors): Colour {
  return { critical: red, high: red, medium: yellow, low: cyan }[severity];
}

/** The first sentence of a finding, which says what is wrong, and the others, which say what to do. */
function sentences(message: string): [string, string] {
  const [first = "", ...rest] = printable(message, 4000).split(/(?<=[.!?]) (?=[\p{Lu}\d])/u);
  return [first, rest.join(" ")];
}

function clipped(lines: readonly string[], most: number): string[] {
  return lines.length <= most
    ? [...lines]
    : [...lines.slice(0, most - 1), `${(lines[most - 1] ?? "").slice(0, -1).trimEnd()}…`];
}

function waived({ findings: all }: Subject, layout: Layout): string[] {
  return all.flatMap(({ ruleId, waived: use }) =>
    use === undefined
      ? []
      : layout.row(
          "Waived",
          `${ruleId} until ${use.waiver.expires} (${use.daysLeft === 0 ? "its last day" : `${counted(use.daysLeft, "day")} left`}): ${printable(use.waiver.reason, 120)}`,
          layout.colors.dim,
        ),
  );
}

function steps(subject: Subject, layout: Layout, { steps: most, lines: linesEach }: Detail): string[] {
  const all = open(subject).flatMap((finding): string[] => {
    const [, next] = sentences(messageOf(finding));
    return next === "" ? [] : [`${finding.ruleId}: ${next}`];
  });
  if (all.length === 0) return [];
  const room = layout.width - 2;
  const shown = all.slice(0, most).flatMap((step) => clipped(wrap(step, room), linesEach));
  return ["", layout.colors.bold("Next steps"), ...shown.map((line) => `  ${line}`)];
}

function costs(cost: CostEstimate, layout: Layout): string[] {
  const { idleMonth, missingPrepaidMonth, missingElasticDay, elasticDay, asOf, source } = cost;
  const parts = [
    ...(idleMonth === 0 ? [] : [`idle cores up to ${money(idleMonth, cost)} a month`]),
    ...(missingPrepaidMonth === 0 && missingElasticDay === 0
      ? []
      : [
          `missing cores ${money(missingPrepaidMonth, cost)} a month bought, or ${money(missingElasticDay, cost)} a day elastic`,
        ]),
    ...(elasticDay === 0 ? [] : [`elastic cores ${money(elasticDay, cost)} a day`]),
  ];
  if (parts.length === 0) return layout.row("Cost", "no core is idle, missing or elastic");
  return [
    ...layout.row("Cost", parts.join("; ")),
    ...layout.row("", `an estimate: ${source}, ${asOf}`, layout.colors.dim),
  ];
}

import {
  counted,
  documentationUrl,
  type Finding,
  figure,
  messageOf,
  STORED_FIELDS,
  unusedNote,
  type Verdict,
  waivedNote,
} from "pulumi-tcss/internal";
import type { HistoryPoint, ReportDocument, Subject } from "../document";
import { ageLine } from "../present/age";
import { known, knownOf } from "../present/counts";
import { timeLeft } from "../present/days";
import { isOpen } from "../present/findings";
import { worstFirst } from "../present/health";
import { COST_ITEMS, money } from "../present/money";
import { nameOf } from "../present/names";
import { protectionOf } from "../present/protection";
import { timeOf } from "../present/time";
import { VERDICT_CLAUSE, VERDICTS } from "../present/verdict";
import { coverageParts } from "./coverage/markdown";
import { forecastParts } from "./forecast";
import type { Format } from "./format";
import { escaped, folded, list, MAX_CHARACTERS, most, table } from "./markdown/markup";

/** A comment on a pull request: what blocks comes first, and the length stays below the limit of GitHub. */
export const markdown: Format = (report) => {
  const subjects = worstFirst(report);
  const coverage = report.coverage === undefined ? [] : coverageParts(report.coverage, MAX_COVERAGE);
  const planned = report.forecast === undefined ? [] : forecastParts(report.forecast, MAX_FORECAST);
  const render = (shown: number, detailed: number): string => {
    const parts = [
      ...head(report),
      ...overview(subjects, shown, report),
      ...findings(subjects.slice(0, shown)),
      ...planned,
      ...waivers(subjects.slice(0, shown), report),
      ...coverage,
      ...costs(subjects.slice(0, shown)),
      ...history(report),
      ...details(subjects.slice(0, detailed), subjects.length - detailed),
    ];
    return `${parts.join("\n\n")}\n`;
  };
  const fits = (text: string): boolean => text.length < MAX_CHARACTERS;
  const shown = most(subjects.length, (count) => fits(render(count, 0)));
  return render(
    shown,
    most(shown, (count) => fits(render(shown, count))),
  );
};

// with these limits the first purchase state always fits, however long its texts are
const MAX_COVERAGE = 30_000;
const MAX_FORECAST = 15_000;
const MAX_NAME = 120;
const MAX_MESSAGE = 600;
const MAX_LIST = 10;
const MAX_STACKS = 3;
const MAX_POINTS = 10;

/** A workflow finds its earlier comment by this marker, and edits it. */
const MARKER = "<!-- tcss-report -->";
/** Stands in a cell of a purchase state that could not be read. */
const NOTHING = "–";
const SIGN: Readonly<Record<Verdict, string>> = { block: "❌", unknown: "⚠️", pass: "✅" };

function head({ verdict, subjects, tool, generatedAt, timeZone }: ReportDocument): string[] {
  const verdicts = VERDICTS.map(
    (each) => [SIGN[each], subjects.filter((subject) => subject.verdict === each).length] as const,
  )
    .filter(([, count]) => count > 0)
    .map(([sign, count]) => `${sign} ${figure(count)}`);
  return [
    `${MARKER}\n## ${SIGN[verdict]} TCSS: ${VERDICT_CLAUSE[verdict]}`,
    `${[counted(subjects.length, "purchase state"), ...verdicts].join(", ")}. Made at ${escaped(timeOf(generatedAt, timeZone))} by tcss ${escaped(tool.version)}.`,
  ];
}

function overview(subjects: readonly Subject[], shown: number, report: ReportDocument): string[] {
  if (subjects.length === 0) return [];
  const rows = subjects.slice(0, shown).map((subject) => {
    const { verdict, purchaseState } = subject;
    return [
      nameIn(subject),
      `${SIGN[verdict]} ${verdict}`,
      purchaseState === undefined ? NOTHING : escaped(protectionOf(purchaseState)),
      purchaseState === undefined ? NOTHING : knownOf(purchaseState.coresCnt, purchaseState.allCoresCnt),
      purchaseState === undefined ? NOTHING : known(purchaseState.undefendCoresCnt),
      end(subject, report),
      age(subject, report),
    ];
  });
  const columns = [
    "Purchase state",
    "Verdict",
    "Protection",
    "Cores protected",
    "Undefended",
    "License ends",
    "Values",
  ];
  const left = subjects.length - shown;
  return [
    table(columns, rows),
    ...(left === 0
      ? []
      : [`${counted(left, "more purchase state")} left out here: a comment holds no more.`]),
  ];
}

function end({ daysLeft, purchaseState }: Subject, { generatedAt, timeZone }: ReportDocument): string {
  const time = purchaseState?.expirationTimeUtc;
  const left = timeLeft(time, daysLeft, generatedAt);
  return left === undefined || time === undefined
    ? NOTHING
    : `${escaped(timeOf(time, timeZone))} (${left.text})`;
}

function age(subject: Subject, report: ReportDocument): string {
  const stale = subject.purchaseState?.stale === true ? ", last known values" : "";
  return `${escaped(ageLine(subject, report))}${stale}`;
}

function findings(subjects: readonly Subject[]): string[] {
  const items = (read: boolean): string[] =>
    subjects
      .filter(({ purchaseState }) => (purchaseState !== undefined) === read)
      .flatMap((subject) =>
        subject.findings
          .filter(isOpen)
          .map(
            (finding) => `${about(finding)}, ${nameIn(subject)}: ${escaped(messageOf(finding), MAX_MESSAGE)}`,
          ),
      );
  if (subjects.length > 0 && subjects.every((subject) => subject.findings.length === 0))
    return ["All rules hold."];
  return [...list("Findings", items(true)), ...list("What could not be read", items(false))];
}

function about({ ruleId, policyName, enforcementLevel }: Finding): string {
  return `**${enforcementLevel}** [${ruleId}](${documentationUrl({ id: ruleId })}) ${policyName}`;
}

function waivers(subjects: readonly Subject[], { unusedWaivers }: ReportDocument): string[] {
  const waived = subjects.flatMap((subject) =>
    subject.findings
      .filter((finding) => !isOpen(finding))
      .map((finding) => `**waived** ${nameIn(subject)}: ${escaped(waivedNote(finding), MAX_MESSAGE)}`),
  );
  const unused = unusedWaivers.map((waiver) => escaped(unusedNote(waiver), MAX_MESSAGE));
  return [
    ...list("Waived", waived),
    ...list("Waivers without a finding", firsts(unused, MAX_LIST, "waiver")),
  ];
}

/** `items` as far as `limit`, and how many more there are. */
function firsts(items: readonly string[], limit: number, noun: string): string[] {
  const left = items.length - limit;
  return left <= 0
    ? [...items]
    : [...items.slice(0, limit), `${counted(left, `more ${noun}`)} left out here.`];
}

function costs(subjects: readonly Subject[]): string[] {
  const rows = subjects.flatMap((subject) => {
    const { cost } = subject;
    if (cost === undefined) return [];
    return [
      [
        nameIn(subject),
        ...COST_ITEMS.map(({ field }) => escaped(money(cost[field], cost))),
        `${escaped(cost.source)}, ${escaped(cost.asOf)}`,
      ],
    ];
  });
  if (rows.length === 0) return [];
  const items = COST_ITEMS.map(({ name, period }) => `${name}, ${period}`);
  const columns = ["Purchase state", ...items, "Prices"];
  return folded("Costs (an estimate)", [
    "An estimate from list prices, or from the prices that were given; no bill.",
    table(columns, rows),
  ]);
}

function history({ history: stacks = [], timeZone }: ReportDocument): string[] {
  if (stacks.length === 0) return [];
  const parts = stacks.slice(0, MAX_STACKS).flatMap(({ stack, points, problem }) => [
    `**${escaped(stack, MAX_NAME)}**${problem === undefined ? "" : `: ${escaped(problem, MAX_MESSAGE)}`}`,
    ...(points.length === 0
      ? []
      : [
          table(
            ["Time", "Update", "Resource", "Protected", "Undefended"],
            points.slice(-MAX_POINTS).map((point) => pointRow(point, timeZone)),
          ),
        ]),
  ]);
  const left = stacks.length - MAX_STACKS;
  return folded("Coverage over time", [
    ...parts,
    ...(left > 0 ? [`${counted(left, "more stack")} left out here.`] : []),
  ]);
}

function pointRow(
  { time, version, resource, coresCnt, allCoresCnt, undefendCoresCnt }: HistoryPoint,
  timeZone: string,
): string[] {
  return [
    escaped(timeOf(time, timeZone)),
    figure(version),
    escaped(resource, MAX_NAME),
    knownOf(coresCnt, allCoresCnt),
    known(undefendCoresCnt),
  ];
}

function details(subjects: readonly Subject[], left: number): string[] {
  return [
    ...subjects.flatMap((subject) => {
      const rows = fieldRows(subject);
      return rows.length === 0
        ? []
        : folded(`All fields: ${nameIn(subject)}`, [table(["Field", "Value"], rows)]);
    }),
    ...(left === 0 ? [] : [`The fields of ${counted(left, "purchase state")} are left out here.`]),
  ];
}

function fieldRows({ purchaseState }: Subject): string[][] {
  if (purchaseState === undefined) return [];
  const stored = STORED_FIELDS.flatMap((field) => {
    const value = purchaseState[field];
    return value === undefined ? [] : [[field, escaped([value].flat().join(", "))]];
  });
  const additional = Object.entries(purchaseState.additionalFields ?? {});
  const shown = additional
    .slice(0, MAX_LIST)
    .map(([name, value]) => [`${escaped(name)} (new)`, escaped(JSON.stringify(value) ?? "")]);
  const left = additional.length - shown.length;
  return [...stored, ...shown, ...(left > 0 ? [[`${counted(left, "more field")} left out here`, ""]] : [])];
}

function nameIn(subject: Subject): string {
  return escaped(nameOf(subject), MAX_NAME);
}

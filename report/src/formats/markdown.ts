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
import { ageOf, timeOf } from "../terminal";
import type { Format } from "./format";
import { clean, nameOf } from "./text";

/** A comment on a pull request: what blocks first, and short enough for GitHub whatever was read. */
export const markdown: Format = (report) => {
  const subjects = [...report.subjects].sort((a, b) => RANK[a.verdict] - RANK[b.verdict]);
  const render = (shown: number, detailed: number): string => {
    const parts = [
      ...head(report),
      ...overview(subjects, shown, report),
      ...findings(subjects.slice(0, shown)),
      ...waivers(subjects.slice(0, shown), report),
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

/** GitHub refuses a comment of more than 65,536 characters; the rest is for what a workflow adds. */
const MAX_CHARACTERS = 60_000;

// with these, at least the first purchase state fits, whatever its texts are
const MAX_NAME = 120;
const MAX_MESSAGE = 600;
const MAX_VALUE = 120;
const MAX_LIST = 10;
const MAX_STACKS = 3;
const MAX_POINTS = 10;

/** By this a workflow finds its earlier comment, to edit it. */
const MARKER = "<!-- tcss-report -->";
const NONE = "–";
const RANK: Readonly<Record<Verdict, number>> = { block: 0, unknown: 1, pass: 2 };
const SIGN: Readonly<Record<Verdict, string>> = { block: "❌", unknown: "⚠️", pass: "✅" };
const HEADLINE: Readonly<Record<Verdict, string>> = {
  block: "the gate blocks",
  unknown: "whether anything is protected cannot be determined, so the gate blocks",
  pass: "the gate passes",
};

/** The greatest number up to `limit` that fits, where every smaller one fits, too. */
function most(limit: number, fits: (count: number) => boolean): number {
  let [low, high] = [0, limit];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (fits(middle)) low = middle;
    else high = middle - 1;
  }
  return low;
}

function head({ verdict, subjects, tool, generatedAt, timeZone }: ReportDocument): string[] {
  const verdicts = (Object.keys(SIGN) as Verdict[])
    .map((each) => [SIGN[each], subjects.filter((subject) => subject.verdict === each).length] as const)
    .filter(([, count]) => count > 0)
    .map(([sign, count]) => `${sign} ${figure(count)}`);
  return [
    `${MARKER}\n## ${SIGN[verdict]} TCSS: ${HEADLINE[verdict]}`,
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
      escaped(purchaseState?.protectionStatus ?? NONE),
      share(purchaseState?.coresCnt, purchaseState?.allCoresCnt),
      count(purchaseState?.undefendCoresCnt),
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

function count(value: number | undefined): string {
  return value === undefined ? NONE : figure(value);
}

function share(part: number | undefined, whole: number | undefined): string {
  return part === undefined ? NONE : `${figure(part)} of ${count(whole)}`;
}

function end({ daysLeft, purchaseState }: Subject, { timeZone }: ReportDocument): string {
  if (daysLeft === undefined || purchaseState?.expirationTimeUtc === undefined) return NONE;
  const past = Object.is(daysLeft, -0) || daysLeft < 0;
  const days = past ? `${counted(-daysLeft, "day")} ago` : `${counted(daysLeft, "day")} left`;
  return `${escaped(timeOf(purchaseState.expirationTimeUtc, timeZone))} (${days})`;
}

function age(subject: Subject, report: ReportDocument): string {
  const stale = subject.purchaseState?.stale === true ? ", last known values" : "";
  return `${escaped(ageOf(subject, report))}${stale}`;
}

function findings(subjects: readonly Subject[]): string[] {
  const items = (read: boolean): string[] =>
    subjects
      .filter(({ purchaseState }) => (purchaseState !== undefined) === read)
      .flatMap((subject) =>
        subject.findings
          .filter(({ waived }) => waived === undefined)
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
      .filter((finding) => finding.waived !== undefined)
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
    if (subject.cost === undefined) return [];
    const { currency, idleMonth, missingPrepaidMonth, missingElasticDay, elasticDay, source, asOf } =
      subject.cost;
    const amounts = [idleMonth, missingPrepaidMonth, missingElasticDay, elasticDay];
    return [
      [
        nameIn(subject),
        ...amounts.map((amount) => `${escaped(currency)} ${amount.toLocaleString("en-US")}`),
        `${escaped(source, MAX_VALUE)}, ${escaped(asOf, MAX_VALUE)}`,
      ],
    ];
  });
  if (rows.length === 0) return [];
  const columns = [
    "Purchase state",
    "Idle cores, a month",
    "Missing cores bought, a month",
    "Missing cores elastic, a day",
    "Elastic cores now, a day",
    "Prices",
  ];
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
    share(coresCnt, allCoresCnt),
    count(undefendCoresCnt),
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
    return value === undefined ? [] : [[field, escaped([value].flat().join(", "), MAX_VALUE)]];
  });
  const additional = Object.entries(purchaseState.additionalFields ?? {});
  const shown = additional
    .slice(0, MAX_LIST)
    .map(([name, value]) => [
      `${escaped(name, MAX_VALUE)} (new)`,
      escaped(JSON.stringify(value) ?? "", MAX_VALUE),
    ]);
  const left = additional.length - shown.length;
  return [...stored, ...shown, ...(left > 0 ? [[`${counted(left, "more field")} left out here`, ""]] : [])];
}

function nameIn(subject: Subject): string {
  return escaped(nameOf(subject), MAX_NAME);
}

function list(title: string, items: readonly string[]): string[] {
  return items.length === 0 ? [] : [`### ${title}`, items.map((item) => `- ${item}`).join("\n")];
}

function table(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  return [line(columns), line(columns.map(() => "---")), ...rows.map(line)].join("\n");
}

function folded(summary: string, parts: readonly string[]): string[] {
  return [`<details>\n<summary>${summary}</summary>`, ...parts, "</details>"];
}

/**
 * Text from outside as Markdown that shows it, in a table and in HTML as well. It must not begin a block: a list
 * item that begins with `1.` is another list.
 */
function escaped(text: string, limit = MAX_VALUE): string {
  const markdown = literal(clean(text, limit));
  // text of nothing but markup grows to up to nine times its length
  return markdown.length <= 2 * limit ? markdown : literal(clean(text, Math.floor(limit / 5)));
}

function literal(text: string): string {
  return text.replace(REFERENCE, "$&\u200b").replace(MARKUP, (character) => `&#${character.charCodeAt(0)};`);
}

const MARKUP = /[\\`*_{}[\]<>|~&$^#\u200b]/g;

/** What GitHub and GitLab link or notify by, wherever it stands in text: an entity would not keep them from it. */
const REFERENCE = /[@#!$%~&](?=[\p{L}\p{N}_])|\bGH-(?=\d)|:(?=\/\/)|\bwww(?=\.)/giu;

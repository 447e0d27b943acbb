import { type Asset, type Coverage, counted, figure, TcssError } from "pulumi-tcss/internal";
import { type CoveredAccount, shownAssets } from "../../coverageDocument";
import { snippetsOf } from "../../present/coverage/snippets";
import { type Step, stepsOf } from "../../present/coverage/steps";
import {
  accessNote,
  KIND_NAME,
  markOf,
  notesOf,
  STATUS_WORD,
  statusCounts,
} from "../../present/coverage/words";
import { timeOf } from "../../present/time";
import { escaped, fenced, folded, list, MAX_CHARACTERS, most, table } from "../markdown/markup";
import type { CoverageFormat } from "./format";
import { cores } from "./numbers";

/** A comment on a pull request or a job's summary, within the length that GitHub takes. */
export const markdown: CoverageFormat = ({ accounts, tool, generatedAt, timeZone }) => {
  const head = [
    `${MARKER}\n## TCSS: coverage`,
    `${counted(accounts.length, "account")}. Made at ${escaped(timeOf(generatedAt, timeZone))} by tcss ${escaped(tool.version)}.`,
  ];
  const length = head.join("\n\n").length;
  return `${[...head, ...coverageParts(accounts, MAX_CHARACTERS - length - 10)].join("\n\n")}\n`;
};

/** A workflow finds its earlier comment by this marker, and edits it. */
const MARKER = "<!-- tcss-coverage -->";

const MAX_NAME = 120;
const MAX_TEXT = 600;
const MAX_ITEMS = 20;
const MAX_CLUSTERS = 20;
/** More rows fit into no comment: to try would take long. */
const MAX_ROWS = 1500;

/** How much is shown, from the first account on. */
interface Extent {
  readonly accounts: number;
  /** Commands of each account. */
  readonly commands: number;
  /** Assets of each account. */
  readonly assets: number;
}

/** The coverage of each account, in at most `room` characters: commands come before assets. */
export function coverageParts(accounts: readonly CoveredAccount[], room: number): string[] {
  const fits = (extent: Extent): boolean => partsOf(accounts, extent).join("\n\n").length <= room;
  const none = { accounts: 0, commands: 0, assets: 0 };
  const shown = most(Math.min(accounts.length, MAX_ROWS), (count) => fits({ ...none, accounts: count }));
  const all = accounts.slice(0, shown);
  const commands = most(longest(all, commandsIn), (count) =>
    fits({ ...none, accounts: shown, commands: count }),
  );
  const assets = most(Math.min(longest(all, assetsIn), MAX_ROWS), (count) =>
    fits({ accounts: shown, commands, assets: count }),
  );
  return partsOf(accounts, { accounts: shown, commands, assets });
}

function longest(accounts: readonly CoveredAccount[], count: (account: CoveredAccount) => number): number {
  return accounts.reduce((length, account) => Math.max(length, count(account)), 0);
}

function commandsIn(account: CoveredAccount): number {
  const { coverage } = account;
  return coverage instanceof TcssError
    ? 0
    : stepsOf(account, coverage).reduce((sum, { commands }) => sum + commands.length, 0);
}

function assetsIn(account: CoveredAccount): number {
  return account.coverage instanceof TcssError ? 0 : shownAssets(account, account.coverage).length;
}

function partsOf(accounts: readonly CoveredAccount[], extent: Extent): string[] {
  const left = accounts.length - extent.accounts;
  return [
    ...accounts.slice(0, extent.accounts).flatMap((account) => accountParts(account, extent)),
    ...(left === 0 ? [] : [`${counted(left, "more account")} left out here: a comment holds no more.`]),
  ];
}

function accountParts(account: CoveredAccount, extent: Extent): string[] {
  const { name, coverage } = account;
  const title = `### Coverage of ${escaped(name, MAX_NAME)}`;
  if (coverage instanceof TcssError) return [title, `⚠️ not read: ${escaped(coverage.message, MAX_TEXT)}`];
  return [
    title,
    totals(coverage),
    ...planParts(account, coverage, extent),
    ...assetParts(account, coverage, extent),
    ...list(
      "Notes",
      notesOf(coverage).map((note) => escaped(note, MAX_TEXT)),
    ),
  ];
}

function totals(coverage: Coverage): string {
  const { assets, cores: all, protectedCores, undefendedCores } = coverage.totals;
  const counts = statusCounts(coverage);
  const sums =
    all === null
      ? "cores unknown"
      : `${cores(protectedCores)} of ${cores(all)} cores protected, **${cores(undefendedCores)} undefended**`;
  return `${sums}; ${counted(assets, "asset")}${counts === "" ? "" : ` (${counts})`}.`;
}

function planParts(account: CoveredAccount, coverage: Coverage, { commands }: Extent): string[] {
  const steps = stepsOf(account, coverage);
  if (steps.length === 0) return [];
  const clusters = (coverage.plan?.switchOn ?? []).filter(({ kind }) => kind === "cluster");
  const code = snippetsOf(clusters.slice(0, MAX_CLUSTERS));
  const left = clusters.length - MAX_CLUSTERS;
  return [
    "#### Plan",
    ...steps.flatMap((step, index) => stepParts(step, index + 1, commands)),
    // code is as long as the ids are: it goes with the commands
    ...(commands === 0
      ? []
      : code.flatMap((snippet) =>
          folded(`As code for clusters: ${snippet.name}`, [
            fenced(snippet.code, snippet.language),
            ...(left > 0 ? [`${counted(left, "more cluster")} left out here.`] : []),
          ]),
        )),
  ];
}

function stepParts({ text, items, commands }: Step, number: number, shown: number): string[] {
  const lines = commands.slice(0, shown);
  const left = commands.length - lines.length;
  return [
    `**${number}.** ${escaped(text, MAX_TEXT)}`,
    ...itemLines(items),
    ...lines.flatMap(({ line, note }) => [
      ...(note === undefined ? [] : [`⚠️ ${escaped(note, MAX_TEXT)}`]),
      fenced(line, "sh"),
    ]),
    ...(left === 0 ? [] : [`${counted(left, "more command")} left out here: \`tcss coverage\` prints them.`]),
  ];
}

function itemLines(items: readonly string[]): string[] {
  if (items.length === 0) return [];
  const left = items.length - MAX_ITEMS;
  const lines = items.slice(0, MAX_ITEMS).map((item) => `- ${escaped(item, MAX_TEXT)}`);
  return [[...lines, ...(left > 0 ? [`- and ${figure(left)} more`] : [])].join("\n")];
}

function assetParts(account: CoveredAccount, coverage: Coverage, { assets: shown }: Extent): string[] {
  const assets = shownAssets(account, coverage);
  const left = assets.length - Math.min(shown, assets.length);
  const rows = assets.slice(0, shown).map(row);
  if (assets.length === 0) return [];
  return [
    ...(rows.length === 0
      ? []
      : folded(`Assets, worst first (${figure(assets.length)})`, [table(COLUMNS, rows)])),
    ...(left === 0
      ? []
      : [`${counted(left, "asset")} left out here: a comment holds no more. \`tcss coverage\` lists all.`]),
  ];
}

const COLUMNS = ["Protection", "Kind", "Id", "Name", "Region", "Cores", "Undefended", "Access", "Tags"];

function row(asset: Asset): string[] {
  const { kind, id = "–", name = "–", region = "–", status, tags = [] } = asset;
  const mark = markOf(asset);
  return [
    `${SIGN[status]} ${STATUS_WORD[status]}${mark === undefined ? "" : `, ${mark}`}`,
    KIND_NAME[kind],
    escaped(id, MAX_NAME),
    escaped(name, MAX_NAME),
    escaped(region, MAX_NAME),
    cores(asset.cores),
    cores(asset.undefendedCores),
    escaped(accessNote(asset) ?? "ok", MAX_NAME),
    escaped(tags.join(", ") || "–", MAX_NAME),
  ];
}

const SIGN: Readonly<Record<Asset["status"], string>> = {
  undefended: "❌",
  partial: "⚠️",
  unknown: "❔",
  defended: "✅",
};

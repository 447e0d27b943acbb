import { createColors } from "picocolors";
import { type Coverage, counted, printable, TcssError } from "pulumi-tcss/internal";
import { type CoveredAccount, shownAssets } from "../../coverageDocument";
import { percentage } from "../../present/counts";
import { snippetsOf } from "../../present/coverage/snippets";
import { type Step, stepsOf } from "../../present/coverage/steps";
import { notesOf, statusCounts } from "../../present/coverage/words";
import { columnsOf, wrap } from "../../terminal";
import type { Paint } from "../colors";
import type { FormatOptions } from "../format";
import { barRows } from "../status/coverage";
import { Layout } from "../status/layout";
import { assetRows } from "./assetRows";
import type { CoverageFormat } from "./format";
import { cores } from "./numbers";

/** The assets of each account with bars, worst first, and the plan: for terminals and for text files. */
export const table: CoverageFormat = ({ accounts }, options) => coverageTables(accounts, options).join("\n");

/** The lines of {@link table}. */
export function coverageTables(
  accounts: readonly CoveredAccount[],
  { color, width }: FormatOptions,
): string[] {
  const layout = new Layout(createColors(color), width);
  return accounts.flatMap((account, index) => [
    ...(index === 0 ? [] : ["", layout.colors.dim("─".repeat(width)), ""]),
    ...linesOf(account, layout),
  ]);
}

function linesOf(account: CoveredAccount, layout: Layout): string[] {
  const { coverage } = account;
  const { red } = layout.colors;
  if (coverage instanceof TcssError)
    return [
      ...heading(account, "not read", layout, layout.colors.yellow),
      ...layout.row("Error", coverage.message, red),
    ];
  return [
    ...heading(account, verdictOf(coverage), layout, paintOf(coverage, layout)),
    "",
    ...totals(coverage, layout),
    ...notesOf(coverage).flatMap((note, index) =>
      layout.row(index === 0 ? "Notes" : "", note, layout.colors.dim),
    ),
    "",
    ...assetRows(shownAssets(account, coverage), coverage.assets.length, layout),
    ...plan(account, coverage, layout),
  ];
}

function heading(
  { name }: CoveredAccount,
  verdict: string,
  { colors, width }: Layout,
  paint: Paint,
): string[] {
  const shown = printable(name);
  const says = verdict.toUpperCase();
  const gap = width - columnsOf(shown) - columnsOf(says);
  if (gap >= 2) return [`${colors.bold(shown)}${" ".repeat(gap)}${paint(colors.bold(says))}`];
  return [
    ...wrap(shown, width).map((line) => colors.bold(line)),
    ...wrap(says, width).map((line) => paint(colors.bold(line))),
  ];
}

function verdictOf({ totals: { undefendedCores, undefended, partial, unknown } }: Coverage): string {
  if (undefendedCores !== null && undefendedCores > 0)
    return `${cores(undefendedCores)} ${undefendedCores === 1 ? "core" : "cores"} undefended`;
  const open = undefended + partial;
  if (open > 0) return `${counted(open, "asset")} undefended`;
  return unknown > 0 ? `${counted(unknown, "asset")} unknown` : "all defended";
}

function paintOf({ totals }: Coverage, { colors: { red, yellow, green } }: Layout): Paint {
  if (totals.undefended + totals.partial > 0 || (totals.undefendedCores ?? 0) > 0) return red;
  return totals.unknown > 0 ? yellow : green;
}

function totals(coverage: Coverage, layout: Layout): string[] {
  const { totals: sums, plan: planned } = coverage;
  const counts = statusCounts(coverage);
  const assets = `${counted(sums.assets, "asset")}${counts === "" ? "" : `: ${counts}`}`;
  const { cores: all, protectedCores, undefendedCores } = sums;
  if (all === null || protectedCores === null || undefendedCores === null)
    return [...layout.row("Assets", assets), ...layout.row("Cores", "unknown")];
  const covered = Math.min(undefendedCores, planned?.coveredCores ?? 0);
  const { green, yellow, red } = layout.colors;
  const share = percentage(protectedCores, all);
  return [
    ...layout.row("Assets", assets),
    ...layout.row(
      "Cores",
      `${cores(protectedCores)} of ${cores(all)} protected${share === undefined ? "" : `, ${share}`}; ${cores(undefendedCores)} undefended`,
    ),
    ...barRows(
      "Coverage",
      [
        { mark: "█", cores: protectedCores, label: "protected", paint: green },
        { mark: "▒", cores: covered, label: "covered by the plan at no cost", paint: yellow },
        { mark: "░", cores: undefendedCores - covered, label: "left", paint: red },
      ],
      layout,
    ),
  ];
}

/** How many assets a step names; JSON and HTML have them all. */
const MAX_ITEMS = 20;
/** How many clusters become code; likewise. */
const MAX_CLUSTERS = 20;

function plan(account: CoveredAccount, coverage: Coverage, layout: Layout): string[] {
  const steps = stepsOf(account, coverage);
  if (steps.length === 0) return [];
  return [
    "",
    layout.colors.bold("Plan"),
    ...steps.flatMap((step, index) => stepLines(step, index + 1, layout)),
    ...code(coverage, layout),
  ];
}

function stepLines({ text, items, commands }: Step, number: number, layout: Layout): string[] {
  const left = items.length - MAX_ITEMS;
  return [
    ...hanging(`${number}. `, text, layout),
    ...items.slice(0, MAX_ITEMS).flatMap((item) => hanging("   - ", item, layout)),
    ...(left > 0 ? [`   - and ${left} more: --format html or json`] : []),
    // not wrapped: a terminal breaks a command where it must, and copies it whole
    ...commands.flatMap(({ line, note }) => [
      ...(note === undefined ? [] : hanging("   ", note, layout).map(layout.colors.yellow)),
      `   ${layout.colors.cyan(line)}`,
    ]),
  ];
}

function hanging(start: string, text: string, { width }: Layout): string[] {
  return wrap(printable(text, 2000), Math.max(10, width - start.length)).map(
    (line, index) => `${index === 0 ? start : " ".repeat(start.length)}${line}`,
  );
}

function code({ plan: planned }: Coverage, layout: Layout): string[] {
  const clusters = (planned?.switchOn ?? []).filter(({ kind }) => kind === "cluster");
  const left = clusters.length - MAX_CLUSTERS;
  return snippetsOf(clusters.slice(0, MAX_CLUSTERS)).flatMap(({ name, code: text }) => [
    "",
    layout.colors.bold(`As code for clusters: ${name}`),
    ...text.split("\n").map((line) => (line === "" ? "" : `   ${line}`)),
    ...(left > 0 ? [`   and ${left} more: --format html`] : []),
  ]);
}

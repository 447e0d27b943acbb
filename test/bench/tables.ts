import Table from "cli-table3";
import type { Result, Unit } from "./measure";

const DIGITS = { s: 3, MB: 1, bytes: 0, calls: 0 } as const satisfies Record<Unit, number>;

/** A figure as tables show it. */
export function shown(unit: Unit, figure: number): string {
  const [minimumFractionDigits, maximumFractionDigits] = [DIGITS[unit], DIGITS[unit]];
  return figure.toLocaleString("en-US", { minimumFractionDigits, maximumFractionDigits });
}

const COLUMNS: Readonly<Record<string, (result: Result) => string>> = {
  median: ({ unit, median }) => `${shown(unit, median)} ${unit}`,
  quartiles: ({ unit, quartiles, figures }) =>
    figures.length > 1 ? quartiles.map((quartile) => shown(unit, quartile)).join(" – ") : "",
  ratio: ({ ratio }) => ratio?.toFixed(2) ?? "",
  limit: ({ unit, ratio, limit }) => {
    if (limit === undefined) return "";
    return ratio === undefined ? shown(unit, limit) : limit.toFixed(2);
  },
  "ratio to the usual": ({ ratioToUsual }) => ratioToUsual?.toFixed(2) ?? "",
  "API calls": ({ calls }) => calls?.toString() ?? "",
};

/** Head and lines of a table, without the columns that would be empty. */
function cells(title: string, results: readonly Result[]): string[][] {
  const columns = Object.entries(COLUMNS).filter(([, cell]) => results.some((result) => cell(result) !== ""));
  return [
    [title, ...columns.map(([head]) => head)],
    ...results.map((result) => [result.name, ...columns.map(([, cell]) => cell(result))]),
  ];
}

/** A table for a terminal. */
export function textTable(title: string, results: readonly Result[]): string {
  const [head = [], ...lines] = cells(title, results);
  const colAligns = head.map((_, column): "left" | "right" => (column === 0 ? "left" : "right"));
  const table = new Table({ head, colAligns, style: { head: [], border: [] } });
  table.push(...lines);
  return table.toString();
}

/** The same in Markdown. */
export function markdownTable(title: string, results: readonly Result[]): string {
  const [head = [], ...lines] = cells(title, results);
  const rule = head.map((_, column) => (column === 0 ? "---" : "---:"));
  return [head, rule, ...lines].map((line) => `| ${line.join(" | ")} |`).join("\n");
}

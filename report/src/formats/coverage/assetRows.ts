import { type Asset, counted, figure, printable } from "pulumi-tcss/internal";
import { accessNote, KIND_NAME, markOf, STATUS_WORD } from "../../present/coverage/words";
import { columnsOf, wrap } from "../../terminal";
import type { Colors, Paint } from "../colors";
import type { Layout } from "../status/layout";
import { cores } from "./numbers";

const BAR = 10;
const STATUS_COLUMNS = 11;

/** The assets as a table, in the order in which they come. On a narrow terminal each takes several lines. */
export function assetRows(assets: readonly Asset[], all: number, layout: Layout): string[] {
  const { bold } = layout.colors;
  const title =
    assets.length === all ? counted(all, "asset") : `${figure(assets.length)} of ${counted(all, "asset")}`;
  if (assets.length === 0)
    return [bold(all === 0 ? "The lists hold no asset" : "No asset is undefended or of unknown protection")];
  const head = bold(`${title}, worst first`);
  if (layout.narrow) return [head, ...assets.flatMap((asset) => narrowLines(asset, layout))];
  const numbers = assets.map(({ undefendedCores, cores: count }) => [cores(undefendedCores), cores(count)]);
  const widths = ["Undefended", "Cores"].map((name, column) =>
    numbers.reduce((most, row) => Math.max(most, row[column]?.length ?? 0), name.length),
  ) as [number, number];
  const start = STATUS_COLUMNS + BAR + 1 + widths[0] + 2 + widths[1] + 2;
  const room = Math.max(8, layout.width - start);
  const names = `${"Protection".padEnd(STATUS_COLUMNS + BAR + 1)}${"Undefended".padStart(widths[0])}  ${"Cores".padStart(widths[1])}  Asset`;
  return [
    head,
    layout.colors.dim(names),
    ...assets.flatMap((asset, index) => {
      const [undefended = "", count = ""] = numbers[index] ?? [];
      const paint = statusPaint(asset, layout.colors);
      const left = `${paint(STATUS_WORD[asset.status].padEnd(STATUS_COLUMNS))}${bar(asset, layout.colors)} ${undefended.padStart(widths[0])}  ${count.padStart(widths[1])}  `;
      return fitted(describe(asset), room).map((line, number) =>
        number === 0 ? `${left}${line}` : `${" ".repeat(start)}${line}`,
      );
    }),
  ];
}

function narrowLines(asset: Asset, { colors, width }: Layout): string[] {
  const paint = statusPaint(asset, colors);
  return [
    `${paint(STATUS_WORD[asset.status].padEnd(STATUS_COLUMNS))}${bar(asset, colors)}`,
    `  ${cores(asset.undefendedCores)} of ${cores(asset.cores)} cores undefended`,
    ...fitted(describe(asset), width - 2).map((line) => `  ${line}`),
  ];
}

/** Most texts fit: looking for their breaks would take most of the time of ten thousand assets. */
function fitted(text: string, room: number): string[] {
  return columnsOf(text) <= room ? [text] : wrap(text, room);
}

/** `cluster cls-1 shop (ap-singapore); needs the agent`. */
function describe(asset: Asset): string {
  const { kind, id = "without id", name, region } = asset;
  const named = [KIND_NAME[kind], id, ...(name === undefined || name === id ? [] : [name])].join(" ");
  const where = region === undefined ? "" : ` (${region})`;
  const notes = [accessNote(asset), markOf(asset)].filter(Boolean);
  return printable([`${named}${where}`, ...notes].join("; "), 400);
}

/** How much of an asset is protected. Where that is unknown: dots. */
function bar(asset: Asset, colors: Colors): string {
  const { cores: all, protectedCores, status } = asset;
  const paint = statusPaint(asset, colors);
  if (all === undefined || protectedCores === undefined || all <= 0)
    return paint(
      status === "defended" ? "█".repeat(BAR) : status === "undefended" ? "░".repeat(BAR) : "·".repeat(BAR),
    );
  // neither a little nor almost all is drawn as nothing or all
  const part = Math.min(1, protectedCores / all);
  const filled = part === 0 ? 0 : part === 1 ? BAR : Math.min(BAR - 1, Math.max(1, Math.round(part * BAR)));
  return `${colors.green("█".repeat(filled))}${paint("░".repeat(BAR - filled))}`;
}

function statusPaint({ status, exempt }: Asset, { red, yellow, green, dim }: Colors): Paint {
  if (exempt === true) return dim;
  return { undefended: red, partial: yellow, unknown: yellow, defended: green }[status];
}

import type { ReportDocument } from "../document";
import type { Format, FormatOptions } from "./format";
import { endedLine } from "./text";

/** Each format by its name, loaded when it is needed. */
const formats = {
  table: () => (require("./table") as typeof import("./table")).table,
  json: () => (require("./json") as typeof import("./json")).json,
  jsonl: () => (require("./jsonl") as typeof import("./jsonl")).jsonl,
  markdown: () => (require("./markdown") as typeof import("./markdown")).markdown,
  html: () => (require("./html") as typeof import("./html")).html,
  sarif: () => (require("./sarif") as typeof import("./sarif")).sarif,
  junit: () => (require("./junit") as typeof import("./junit")).junit,
  openmetrics: () => (require("./openmetrics") as typeof import("./openmetrics")).openmetrics,
  csv: () => (require("./csv") as typeof import("./csv")).csv,
} as const satisfies Record<string, () => Format>;

export type FormatName = keyof typeof formats;

export const FORMAT_NAMES = Object.keys(formats) as FormatName[];

/** `report` in a format, ending with a line break unless it is empty. */
export async function formatted(
  name: FormatName,
  report: ReportDocument,
  options: FormatOptions,
): Promise<string> {
  const format: Format = formats[name]();
  return endedLine(await format(report, options));
}

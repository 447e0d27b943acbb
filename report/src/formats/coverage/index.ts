import type { CoverageDocument } from "../../coverageDocument";
import type { FormatOptions } from "../format";
import { endedLine } from "../text";
import type { CoverageFormat } from "./format";

/** Each format by its name, loaded when it is needed. */
const formats = {
  table: () => (require("./table") as typeof import("./table")).table,
  json: () => (require("./json") as typeof import("./json")).json,
  csv: () => (require("./csv") as typeof import("./csv")).csv,
  markdown: () => (require("./markdown") as typeof import("./markdown")).markdown,
  html: () => (require("./html") as typeof import("./html")).html,
} as const satisfies Record<string, () => CoverageFormat>;

export type CoverageFormatName = keyof typeof formats;

export const COVERAGE_FORMAT_NAMES = Object.keys(formats) as CoverageFormatName[];

/** `document` in a format, ending with a line break. */
export async function formattedCoverage(
  name: CoverageFormatName,
  document: CoverageDocument,
  options: FormatOptions,
): Promise<string> {
  return endedLine(formats[name]()(document, options));
}

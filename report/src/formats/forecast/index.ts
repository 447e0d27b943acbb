import { createColors } from "picocolors";
import { type Forecast, jsonText, printable } from "pulumi-tcss/internal";
import {
  forecastSentences,
  publishedForecast,
  RESOURCE_COLUMNS,
  resourceCells,
} from "../../present/forecast";
import { wrap } from "../../terminal";
import type { FormatOptions } from "../format";
import { escaped, list, table as markdownTable, most } from "../markdown/markup";
import { grid } from "../table/grid";
import { endedLine } from "../text";

/** The forecast of plans, for `tcss forecast` and within reports. */
type ForecastFormat = (forecast: Forecast, options: FormatOptions) => string;

const formats = {
  table: (forecast, options) => forecastTable(forecast, options),
  json: (forecast) => jsonText({ schemaVersion: 1, ...publishedForecast(forecast) }, 2),
  markdown: (forecast) => forecastParts(forecast, MAX_LENGTH).join("\n\n"),
} as const satisfies Record<string, ForecastFormat>;

export type ForecastFormatName = keyof typeof formats;

export const FORECAST_FORMAT_NAMES = Object.keys(formats) as ForecastFormatName[];

/** `forecast` in a format, ending with a line break. */
export async function formattedForecast(
  name: ForecastFormatName,
  forecast: Forecast,
  options: FormatOptions,
): Promise<string> {
  return endedLine(formats[name](forecast, options));
}

/** GitHub takes no longer comment, and a job's summary adds to it. */
const MAX_LENGTH = 55_000;
const MAX_ROWS = 200;

/** Resources and sums, for terminals and text files. */
export function forecastTable(forecast: Forecast, options: FormatOptions): string {
  const rows = forecast.resources
    .slice(0, MAX_ROWS)
    .map((resource) => resourceCells(resource).map((text) => ({ text: printable(text) })));
  const left = forecast.resources.length - rows.length;
  const [first = "", ...others] = forecastSentences(forecast).map((line) => printable(line, 2000));
  const { bold } = createColors(options.color);
  return [
    ...wrap(first, options.width).map((line) => bold(line)),
    ...others.flatMap((line) => wrap(line, options.width)),
    ...(rows.length === 0 ? [] : [grid("", COLUMNS, rows, options)]),
    ...(left > 0 ? [`${left} more resources: --format json`] : []),
  ].join("\n");
}

const COLUMNS = RESOURCE_COLUMNS.map((head) => ({ head, least: head === "Resource" ? 20 : 8 }));

/** The same as parts of a comment on a pull request, as far as `limit` characters hold it. */
export function forecastParts(forecast: Forecast, limit: number): string[] {
  const sentences = forecastSentences(forecast).map((line) => escaped(line, 600));
  const parts = (rows: number): string[] => {
    const shown = forecast.resources.slice(0, rows).map((resource) => resourceCells(resource).map(cell));
    const left = forecast.resources.length - shown.length;
    return [
      ...list("What the deployment adds", sentences),
      ...(shown.length === 0 ? [] : [markdownTable(RESOURCE_COLUMNS, shown)]),
      ...(left > 0 ? [`${left} more resources left out here.`] : []),
    ];
  };
  return parts(
    most(Math.min(MAX_ROWS, forecast.resources.length), (rows) => parts(rows).join("\n\n").length <= limit),
  );
}

function cell(text: string): string {
  return escaped(text);
}

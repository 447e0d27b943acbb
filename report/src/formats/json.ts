import { jsonText } from "pulumi-tcss/internal";
import { publishedForecast } from "../present/forecast";
import { publishedCoverage } from "./coverage/published";
import type { Format } from "./format";
import { type PublishedReport, published } from "./published";

/** The report as it is: its structure is report.schema.json. */
export const json: Format = (report) => {
  const { coverage, forecast, ...others } = report;
  const whole: PublishedReport = {
    ...others,
    subjects: report.subjects.map(published),
    ...(coverage === undefined ? {} : { coverage: coverage.map(publishedCoverage) }),
    ...(forecast === undefined ? {} : { forecast: publishedForecast(forecast) }),
  };
  return jsonText(whole, 2);
};

import { jsonText } from "pulumi-tcss/internal";
import { publishedCoverage } from "./coverage/published";
import type { Format } from "./format";
import { type PublishedReport, published } from "./published";

/** The report as it is: its structure is report.schema.json. */
export const json: Format = (report) => {
  const { coverage, ...others } = report;
  const whole: PublishedReport = {
    ...others,
    subjects: report.subjects.map(published),
    ...(coverage === undefined ? {} : { coverage: coverage.map(publishedCoverage) }),
  };
  return jsonText(whole, 2);
};

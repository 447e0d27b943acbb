import { jsonText } from "pulumi-tcss/internal";
import type { Format } from "./format";
import { type PublishedReport, published } from "./published";

/** The report as it is: its structure is report.schema.json. */
export const json: Format = (report) => {
  const whole: PublishedReport = { ...report, subjects: report.subjects.map(published) };
  return jsonText(whole, 2);
};

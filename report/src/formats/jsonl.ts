import { jsonText } from "pulumi-tcss/internal";
import { publishedCoverage } from "./coverage/published";
import type { Format } from "./format";
import { published } from "./published";

/**
 * One line of JSON a purchase state, each with what the report says as a whole: for streams and log stores. Where assets
 * were asked for, a line more for each account.
 */
export const jsonl: Format = ({ schemaVersion, tool, generatedAt, subjects, coverage = [] }) => {
  const whole = { schemaVersion, tool, generatedAt };
  return [
    ...subjects.map((subject) => ({ ...whole, ...published(subject) })),
    ...coverage.map((account) => ({ ...whole, coverage: publishedCoverage(account) })),
  ]
    .map((line) => `${jsonText(line)}\n`)
    .join("");
};

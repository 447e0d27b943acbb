import { jsonText } from "pulumi-tcss/internal";
import type { Format } from "./format";
import { published } from "./published";

/** One line of JSON a purchase state, each with what the report says as a whole: for streams and log stores. */
export const jsonl: Format = ({ schemaVersion, tool, generatedAt, subjects }) =>
  subjects
    .map((subject) => `${jsonText({ schemaVersion, tool, generatedAt, ...published(subject) })}\n`)
    .join("");

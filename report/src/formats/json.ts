import { jsonText } from "pulumi-tcss/internal";
import type { Format } from "./format";
import { published } from "./published";

/** The report as it is: its structure is report.schema.json. */
export const json: Format = (report) => jsonText({ ...report, subjects: report.subjects.map(published) }, 2);

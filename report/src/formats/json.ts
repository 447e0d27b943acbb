import { jsonText } from "pulumi-tcss/internal";
import type { Format } from "./format";

/** The report as it is: its structure is report.schema.json. */
export const json: Format = (report) => jsonText(report, 2);

import type { Format } from "./format";

/** The report as it is: its structure is report.schema.json. */
export const json: Format = (report) => JSON.stringify(report, null, 2);

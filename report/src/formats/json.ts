import type { Format } from "./index";

/** The report as it is: its structure is report.schema.json. */
export const json: Format = (report) => JSON.stringify(report, null, 2);

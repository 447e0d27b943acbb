import type { ReportDocument } from "../../../../../report/src/document";
import { html } from "../../../../../report/src/formats/html";

/** The page that a report makes. */
export async function render(report: ReportDocument): Promise<string> {
  return html(report, { color: false, width: 80 });
}

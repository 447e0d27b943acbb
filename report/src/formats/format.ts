import type { ReportDocument } from "../document";

/** What a format may need beyond the document. */
export interface FormatOptions {
  /** Whether the text goes to a terminal that shows colors. */
  readonly color: boolean;
  /** Columns of the terminal; 80 for a pipe or a file. */
  readonly width: number;
  /** Whether the text becomes a file that the command writes itself. Default: false. */
  readonly isFile?: boolean;
}

/** Makes text of a report. */
export type Format = (report: ReportDocument, options: FormatOptions) => string | Promise<string>;

import { TcssError, type Verdict } from "pulumi-tcss/internal";
import type { ReportDocument } from "./document";

/** Exit codes of `tcss check`. Every error, of any command, ends with the code of `unknown`. */
export const EXIT_CODES: Readonly<Record<Verdict, number>> = { pass: 0, block: 1, unknown: 2 };

/** Exit code of a command that shows a report, whatever its verdict: an error only where nothing could be read. */
export function shownExitCode({ subjects, verdict, coverage = [] }: ReportDocument): number {
  // what was asked for, of no account
  if (coverage.length > 0 && coverage.every(({ coverage: read }) => read instanceof TcssError))
    return EXIT_CODES.unknown;
  // the settings exempt the stack: there is nothing to read
  if (subjects.length === 0 && verdict === "pass") return 0;
  return subjects.every(({ purchaseState }) => purchaseState === undefined) ? EXIT_CODES.unknown : 0;
}

import type { ReportDocument } from "../document";
import type { CommonOptions, Target } from "../options";
import { UNNAMED } from "../words";

/**
 * Advises to name the account. A report is read later, by other people: there, an account needs a name. Said only on
 * a terminal, where somebody can give one, or with `--verbose`.
 */
export function adviseName(
  { subjects }: ReportDocument,
  targets: readonly Target[],
  { quiet = false, verbose = false }: CommonOptions,
): void {
  if (quiet || !(verbose || process.stderr.isTTY)) return;
  const isUnnamed = subjects.some(({ origin: { kind, name } }) => kind === "live" && name === UNNAMED);
  if (isUnnamed && targets.some(({ format }) => format !== "table"))
    console.error("tcss: the report calls the account unnamed: name it with --account NAME.");
}

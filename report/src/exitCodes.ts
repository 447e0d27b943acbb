import type { Verdict } from "pulumi-tcss/internal";

/** Exit codes of `tcss check`. Every error, of any command, ends with the code of `unknown`. */
export const EXIT_CODES: Readonly<Record<Verdict, number>> = { pass: 0, block: 1, unknown: 2 };

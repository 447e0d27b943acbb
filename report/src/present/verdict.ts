import type { Verdict } from "pulumi-tcss/internal";

/** All verdicts, the worst first. */
export const VERDICTS = ["block", "unknown", "pass"] as const satisfies readonly Verdict[];

/** A verdict in one word, as in `Verdict: passes`. */
export const VERDICT_WORD: Readonly<Record<Verdict, string>> = {
  block: "blocks",
  unknown: "unknown",
  pass: "passes",
};

/** A verdict as a clause that can stand alone. */
export const VERDICT_CLAUSE: Readonly<Record<Verdict, string>> = {
  block: "the gate blocks",
  unknown: "cannot be determined; the gate blocks",
  pass: "the gate passes",
};

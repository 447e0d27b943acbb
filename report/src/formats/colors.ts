import type { createColors } from "picocolors";
import type { Severity, Verdict } from "pulumi-tcss/internal";

export type Colors = ReturnType<typeof createColors>;

/** Adds a color to one line. */
export type Paint = (line: string) => string;

export const unpainted: Paint = (line) => line;

export function verdictPaint(verdict: Verdict, { red, yellow, green }: Colors): Paint {
  return { pass: green, block: red, unknown: yellow }[verdict];
}

export function severityPaint(severity: Severity, { red, yellow, cyan }: Colors): Paint {
  return { critical: red, high: red, medium: yellow, low: cyan }[severity];
}

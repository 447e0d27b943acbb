import { type Finding, figure, type Severity } from "pulumi-tcss/internal";

/** Severities, the worst first. */
export const SEVERITIES = ["critical", "high", "medium", "low"] as const satisfies readonly Severity[];

/** How many findings there are of each severity: `1 high, 2 low`. */
export function severityCounts(findings: readonly Finding[]): string {
  return SEVERITIES.flatMap((severity) => {
    const { length } = findings.filter((finding) => finding.severity === severity);
    return length === 0 ? [] : [`${figure(length)} ${severity}`];
  }).join(", ");
}

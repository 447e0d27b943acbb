import { blocks, type Finding } from "pulumi-tcss/internal";
import type { Subject } from "../document";
import { SEVERITIES } from "./severity";

/** Whether a finding counts: no waiver accepts it. */
export function isOpen({ waived }: Finding): boolean {
  return waived === undefined;
}

/** Whether a finding alone makes the gate block. */
export function isBlocking(finding: Finding): boolean {
  return blocks([finding]);
}

/** Findings from worst to best: blocking, advisory, waived; each by severity, then by rule. */
export function ranked(findings: readonly Finding[]): Finding[] {
  const effect = (finding: Finding): number => (isBlocking(finding) ? 0 : isOpen(finding) ? 1 : 2);
  return [...findings].sort(
    (a, b) =>
      effect(a) - effect(b) ||
      SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) ||
      (a.ruleId < b.ruleId ? -1 : 1),
  );
}

/** The findings of a subject that count, worst first. */
export function openFindings({ findings }: Subject): Finding[] {
  return ranked(findings).filter(isOpen);
}

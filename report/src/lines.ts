import { counted, type Finding, messageOf, printable, type Verdict, waivedNote } from "pulumi-tcss/internal";
import type { ReportDocument, Subject } from "./document";
import { ageOf, nameOf } from "./terminal";

const SAYS: Readonly<Record<Verdict, string>> = {
  pass: "Verdict: passes",
  block: "Verdict: blocks",
  unknown: "Verdict: unknown",
};

/**
 * Where each purchase state is from and how old it is, one line a finding, and the verdict.
 * @param asked who was asked by live reads: shown with a pass, since another account's pass would look the same.
 */
export function linesOf(report: ReportDocument, verdict: Verdict, asked: readonly string[] = []): string[] {
  return [
    ...report.subjects.flatMap((subject) => [
      `${nameOf(subject)}: ${heading(subject, report)}`,
      ...subject.findings.map((finding) => `${nameOf(subject)}: ${lineOf(finding)}`),
    ]),
    ...(verdict === "pass" ? asked.map((line) => `TCSS: ${line}.`) : []),
    SAYS[verdict],
  ].map((line) => printable(line, 2000));
}

function heading(subject: Subject, report: ReportDocument): string {
  if (subject.purchaseState === undefined) return "not read";
  return `${counted(subject.findings.length, "finding")}, values ${ageOf(subject, report)}`;
}

function lineOf(finding: Finding): string {
  const { waived, enforcementLevel, ruleId, policyName } = finding;
  if (waived !== undefined) return `waived ${waivedNote(finding)}`;
  return `${enforcementLevel} ${ruleId} ${policyName}: ${messageOf(finding)}`;
}

import { counted, type Finding, messageOf, printable, type Verdict, waivedNote } from "pulumi-tcss/internal";
import type { ReportDocument, Subject } from "../document";
import { ageLine } from "../present/age";
import { isOpen } from "../present/findings";
import { forecastSentences } from "../present/forecast";
import { shortNameOf } from "../present/names";
import { VERDICT_WORD } from "../present/verdict";

/**
 * Where each purchase state is from and how old it is, one line a finding, and the verdict.
 * @param asked who was asked by live reads: shown with a pass, since another account's pass would look the same.
 */
export function linesOf(report: ReportDocument, verdict: Verdict, asked: readonly string[] = []): string[] {
  return [
    ...report.subjects.flatMap((subject) => [
      `${shortNameOf(subject)}: ${heading(subject, report)}`,
      ...subject.findings.map((finding) => `${shortNameOf(subject)}: ${lineOf(finding)}`),
    ]),
    ...(report.forecast === undefined
      ? []
      : forecastSentences(report.forecast).map((sentence) => `plan: ${sentence}`)),
    ...(verdict === "pass" ? asked.map((line) => `TCSS: ${line}.`) : []),
    `Verdict: ${VERDICT_WORD[verdict]}`,
  ].map((line) => printable(line, 2000));
}

function heading(subject: Subject, report: ReportDocument): string {
  if (subject.purchaseState === undefined) return "not read";
  return `${counted(subject.findings.length, "finding")}, values ${ageLine(subject, report)}`;
}

function lineOf(finding: Finding): string {
  const { enforcementLevel, ruleId, policyName } = finding;
  if (!isOpen(finding)) return `waived ${waivedNote(finding)}`;
  return `${enforcementLevel} ${ruleId} ${policyName}: ${messageOf(finding)}`;
}

import {
  type Finding,
  type Severity,
  textOf,
  type UndecidedWaiver,
  type WaiverUse,
} from "pulumi-tcss/internal";
import type { ReportWith, Subject, SubjectWith } from "../document";
import type { PublishedCoverage } from "./coverage/published";

/** A finding as report.schema.json describes it: it says everything in one text. */
export interface PublishedFinding {
  readonly ruleId: string;
  readonly policyName: string;
  readonly title: string;
  readonly severity: Severity;
  readonly enforcementLevel: "advisory" | "mandatory";
  readonly outcome: "violated" | "unverifiable";
  readonly message: string;
  readonly waived?: WaiverUse;
  readonly expiredWaiver?: WaiverUse;
  readonly undecidedWaiver?: UndecidedWaiver;
}

/** A report as report.schema.json describes it. */
export interface PublishedReport extends ReportWith<PublishedFinding> {
  readonly coverage?: readonly PublishedCoverage[];
}

/** `subject` with what is published of its findings. */
export function published(subject: Subject): SubjectWith<PublishedFinding> {
  return { ...subject, findings: subject.findings.map(publishedFinding) };
}

function publishedFinding(finding: Finding): PublishedFinding {
  const { key: _, facts: __, advice: ___, ...fields } = finding;
  return { ...fields, message: textOf(finding) };
}

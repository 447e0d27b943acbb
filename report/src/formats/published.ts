import { type Finding, textOf } from "pulumi-tcss/internal";
import type { Subject } from "../document";

/** A subject as report.schema.json describes it: a finding says everything in one text. */
export function published(subject: Subject): object {
  return { ...subject, findings: subject.findings.map(publishedFinding) };
}

function publishedFinding(finding: Finding): object {
  const { key: _, facts: __, advice: ___, ...fields } = finding;
  return { ...fields, message: textOf(finding) };
}

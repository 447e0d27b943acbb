import {
  type Finding,
  type Severity,
  textOf,
  type UndecidedWaiver,
  type UndefendedAssetsFacts,
  type WaiverUse,
} from "pulumi-tcss/internal";
import type { ReportWith, Subject, SubjectWith } from "../document";
import type { PublishedForecast } from "../present/forecast";
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
  /** The assets that the finding is about. Absent where it is about none, or they are unknown. */
  readonly assets?: UndefendedAssetsFacts;
  /** Patterns of `assets.mustBeDefended` that name no asset. Absent where there are none. */
  readonly notFound?: readonly string[];
  readonly waived?: WaiverUse;
  readonly expiredWaiver?: WaiverUse;
  readonly undecidedWaiver?: UndecidedWaiver;
}

/** A report as report.schema.json describes it. */
export interface PublishedReport extends ReportWith<PublishedFinding> {
  readonly coverage?: readonly PublishedCoverage[];
  readonly forecast?: PublishedForecast;
}

/** `subject` with what is published of its findings. */
export function published(subject: Subject): SubjectWith<PublishedFinding> {
  return { ...subject, findings: subject.findings.map(publishedFinding) };
}

function publishedFinding(finding: Finding): PublishedFinding {
  const { key: _, facts, advice: __, ...fields } = finding;
  const { assets, notFound = [] } = facts as Pick<PublishedFinding, "assets" | "notFound">;
  return {
    ...fields,
    message: textOf(finding),
    ...(assets === undefined ? {} : { assets }),
    ...(notFound.length === 0 ? {} : { notFound }),
  };
}

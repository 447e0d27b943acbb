import { createHash } from "node:crypto";
import {
  documentationUrl,
  type EnforcementLevel,
  type Finding,
  jsonText,
  messageOf,
  REPOSITORY,
  type Rule,
  rules,
  type Severity,
  unusedNote,
} from "pulumi-tcss/internal";
import type {
  Invocation,
  Location,
  Log,
  Notification,
  ReportingDescriptor,
  Result,
  Run,
  Suppression,
} from "sarif";
import type { Origin, ReportDocument, Subject } from "../document";
import { nameOf } from "../present/names";
import { UNNAMED } from "../words";
import type { Format } from "./format";
import { clean } from "./text";

/** SARIF 2.1.0, for code scanning: every rule, and one result a finding. */
export const sarif: Format = (report) => jsonText(logOf(report), 2);

const NOT_READ = "not-read";
const UNUSED_WAIVER = "unused-waiver";

function logOf(report: ReportDocument): Log {
  const { tool, subjects, verdict, generatedAt } = report;
  return {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: {
            name: tool.name,
            fullName: "tcss: purchase state of Tencent Container Security Service",
            version: tool.version,
            semanticVersion: tool.version,
            informationUri: REPOSITORY,
            rules: rules.map(descriptorOf),
            notifications: [
              { id: NOT_READ, shortDescription: { text: "A purchase state could not be read" } },
              { id: UNUSED_WAIVER, shortDescription: { text: "A waiver matches no finding" } },
            ],
          },
        },
        ...automationDetailsOf(report),
        invocations: [invocationOf(report)],
        results: subjects.flatMap((subject) => subject.findings.map((finding) => resultOf(subject, finding))),
        columnKind: "utf16CodeUnits",
        properties: { verdict, generatedAt, ...sumsOf(report) },
      },
    ],
  };
}

/**
 * An id made of the sources, the same in every run whatever is found: uploads about one account replace each other, and
 * never those about another account. Code scanning takes the part before the last slash as the category. Absent where a
 * source has no name of its own: then the category that the upload names counts, which an id would override.
 */
function automationDetailsOf({ subjects }: ReportDocument): Pick<Run, "automationDetails"> {
  const names = [...new Set(subjects.map(identityOf))].sort();
  const [first] = names;
  if (first === undefined || names.includes(undefined)) return {};
  const id = names.length === 1 ? first : `several/${hashOf(names)}`;
  return { automationDetails: { id: `tcss/${id}/` } };
}

/** A source as the command line names it; undefined where it has no name. */
function identityOf({ origin: { kind, name } }: Subject): string | undefined {
  if (kind === "stdin" || (kind === "live" && name === UNNAMED)) return undefined;
  // readable where possible, and different for different names
  const plain = /^[\w.-]+(\/[\w.-]+)*$/.test(name) && name.length <= 100;
  return `${kind}/${plain ? name : hashOf(name)}`;
}

function hashOf(value: unknown): string {
  return createHash("sha256").update(JSON.stringify(value)).digest("hex").slice(0, 16);
}

const LEVELS = { mandatory: "error", advisory: "warning", disabled: "none" } as const satisfies Record<
  EnforcementLevel,
  Result.level
>;

/** Scores of CVSS: code scanning sorts and labels security findings by them. */
const SECURITY_SEVERITY: Readonly<Record<Severity, string>> = {
  low: "3.0",
  medium: "5.5",
  high: "8.0",
  critical: "9.5",
};

/** What the plans add and remove, without their resources. */
function sumsOf({ forecast }: ReportDocument): Pick<Run, "properties">["properties"] {
  if (forecast === undefined) return {};
  const { added, removed, net } = forecast;
  return { forecast: { added, removed, net } };
}

function descriptorOf(rule: Rule): ReportingDescriptor {
  const { id, name, title, rationale, remediation, severity, defaultLevel } = rule;
  const steps = remediation.map((step) => `- ${step}`).join("\n");
  const helpUri = documentationUrl(rule);
  return {
    id,
    name,
    shortDescription: { text: title },
    fullDescription: { text: rationale },
    help: {
      text: `${title}.\n\n${rationale}\n\nWhat to do:\n${steps}\n\n${helpUri}`,
      markdown: `**${title}.** ${rationale}\n\n**What to do**\n\n${steps}\n\n[${id} ${name}](${helpUri})`,
    },
    helpUri,
    defaultConfiguration: { enabled: defaultLevel !== "disabled", level: LEVELS[defaultLevel] },
    properties: {
      severity,
      "security-severity": SECURITY_SEVERITY[severity],
      precision: "very-high",
      tags: ["security", "cloud", "container-security", "tcss"],
    },
  };
}

function resultOf(subject: Subject, finding: Finding): Result {
  const { ruleId, policyName, severity, outcome, enforcementLevel, waived } = finding;
  return {
    ruleId,
    ruleIndex: rules.findIndex(({ id }) => id === ruleId),
    level: LEVELS[enforcementLevel],
    message: { text: messageText(`${nameOf(subject)}: ${messageOf(finding)}`) },
    locations: [locationOf(subject)],
    partialFingerprints: fingerprintsOf(subject, finding),
    // required on every result as soon as one result has suppressions
    suppressions: waived === undefined ? [] : [suppressionOf(waived)],
    properties: { policyName, severity, outcome, enforcementLevel },
  };
}

function suppressionOf({ waiver, daysLeft }: NonNullable<Finding["waived"]>): Suppression {
  return {
    kind: "external",
    status: "accepted",
    justification: clean(waiver.reason),
    properties: { expires: clean(waiver.expires), daysLeft },
  };
}

/** Made of rule and subject alone: numbers and dates can change while the finding stays the same. */
function fingerprintsOf({ origin }: Subject, { ruleId }: Finding): Record<string, string> {
  const identity = JSON.stringify([ruleId, origin.kind, origin.name, origin.resource ?? ""]);
  const hash = createHash("sha256").update(identity).digest("hex");
  return {
    "tcssRuleAndSubject/v1": hash,
    // without it, code scanning merges all findings of a rule at the same line
    primaryLocationLineHash: `${hash.slice(0, 16)}:1`,
  };
}

function locationOf({ origin }: Subject): Location {
  const { kind, name, resource } = origin;
  const path = resource === undefined ? name : `${name}::${resource}`;
  return {
    physicalLocation: { artifactLocation: { uri: uriOf(origin) }, region: { startLine: 1 } },
    logicalLocations: [
      {
        name: clean(resource ?? name),
        fullyQualifiedName: clean(path),
        kind: resource === undefined ? kind : "resource",
      },
    ],
  };
}

/** The file that was read, where it is in the repository; else the file that every Pulumi project has. */
function uriOf({ kind, name }: Origin): string {
  const segments = clean(name)
    .split(/[\\/]/)
    .filter((segment) => segment !== ".");
  const within = segments.every((segment) => segment !== "" && segment !== ".." && !/^[a-z]:/i.test(segment));
  return kind === "file" && within && segments.length > 0
    ? segments.map(encodeURIComponent).join("/")
    : "Pulumi.yaml";
}

function invocationOf({ generatedAt, subjects, unusedWaivers }: ReportDocument): Invocation {
  const unread = subjects.filter(({ purchaseState }) => purchaseState === undefined);
  return {
    executionSuccessful: unread.length === 0,
    endTimeUtc: generatedAt,
    toolExecutionNotifications: unread.map(notReadNotification),
    toolConfigurationNotifications: unusedWaivers.map((waiver) => ({
      descriptor: { id: UNUSED_WAIVER },
      level: "note",
      message: { text: messageText(unusedNote(waiver)) },
    })),
  };
}

function notReadNotification(subject: Subject): Notification {
  const [finding] = subject.findings;
  const reason = finding === undefined ? "could not be read" : messageOf(finding);
  return {
    descriptor: { id: NOT_READ },
    level: "error",
    message: { text: messageText(`${nameOf(subject)}: ${reason}`) },
    locations: [locationOf(subject)],
  };
}

/** Text with the syntax of SARIF messages escaped: a link `[text](target)`, a placeholder `{0}`. */
function messageText(text: string): string {
  return clean(text).replaceAll("](", "] (").replaceAll("{", "{{").replaceAll("}", "}}");
}

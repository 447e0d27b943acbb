import {
  documentationUrl,
  type Finding,
  type Forecast,
  messageOf,
  onlyDefined,
  type Rule,
  rules,
  waivedNote,
} from "pulumi-tcss/internal";
import { create } from "xmlbuilder2";
import type { XMLBuilder } from "xmlbuilder2/lib/interfaces";
import type { ReportDocument, Subject } from "../document";
import { isBlocking, isOpen } from "../present/findings";
import { accountOf, nameOf } from "../present/names";
import type { Format } from "./format";
import { clean } from "./text";

/**
 * JUnit's XML as Jenkins and compatible systems read it: one suite a purchase state, one test a rule. A test fails where
 * the gate would block.
 */
export const junit: Format = (report) => {
  const suites = report.subjects.map(suiteOf);
  const all = suites.flatMap(({ tests }) => tests);
  const root = create({ version: "1.0", encoding: "UTF-8" }).ele("testsuites", {
    name: "tcss",
    ...counts(all),
    time: "0",
  });
  for (const suite of suites) addSuite(root, suite, report);
  return root.end({ prettyPrint: true });
};

interface Suite {
  readonly subject: Subject;
  readonly tests: readonly Test[];
}

interface Test {
  readonly rule: Rule;
  readonly result: "passed" | "failure" | "error" | "skipped";
  /** The message of the finding; on a test that passed, an advisory one. */
  readonly message?: string;
}

function suiteOf(subject: Subject): Suite {
  return {
    subject,
    tests: rules.map((rule) => ({
      rule,
      ...resultOf(
        subject,
        subject.findings.find(({ ruleId }) => ruleId === rule.id),
      ),
    })),
  };
}

function resultOf({ purchaseState }: Subject, finding: Finding | undefined): Omit<Test, "rule"> {
  if (finding === undefined)
    return purchaseState === undefined
      ? { result: "skipped", message: "Not assessed: the purchase state could not be read." }
      : { result: "passed" };
  if (!isOpen(finding)) return { result: "skipped", message: waivedNote(finding) };
  const message = messageOf(finding);
  if (!isBlocking(finding)) return { result: "passed", message };
  return { result: purchaseState === undefined ? "error" : "failure", message };
}

function counts(tests: readonly Test[]): Record<"tests" | "failures" | "errors" | "skipped", string> {
  const count = (result: Test["result"]): string =>
    String(tests.filter((test) => test.result === result).length);
  return {
    tests: String(tests.length),
    failures: count("failure"),
    errors: count("error"),
    skipped: count("skipped"),
  };
}

function addSuite(
  root: XMLBuilder,
  { subject, tests }: Suite,
  { generatedAt, forecast }: ReportDocument,
): void {
  const sums = forecast === undefined ? {} : sumsOf(forecast);
  const name = content(nameOf(subject));
  const suite = root.ele("testsuite", {
    name,
    ...counts(tests),
    time: "0",
    // JUnit's own times have no zone
    timestamp: generatedAt.replace(/Z$/, ""),
  });
  const properties = suite.ele("properties");
  for (const [property, value] of Object.entries({ ...propertiesOf(subject), ...sums }))
    properties.ele("property", { name: property, value: content(value) });
  for (const test of tests) addTest(suite, name, test);
}

function propertiesOf(subject: Subject): Record<string, string> {
  const { origin, verdict, observedAt } = subject;
  return onlyDefined({ source: origin.kind, verdict, observedAt, account: accountOf(subject) });
}

/** What the plans add and remove. Unit: cores. */
function sumsOf({ added, removed, net }: Forecast): Record<string, string> {
  return {
    "forecast.added": String(added.certain),
    "forecast.removed": String(removed.certain),
    "forecast.net": String(net.certain),
    "forecast.net.possible": String(net.possible),
    "forecast.net.maximum": String(net.maximum),
  };
}

function addTest(suite: XMLBuilder, classname: string, { rule, result, message = "" }: Test): void {
  const name = `${rule.id} ${rule.name}`;
  const test = suite.ele("testcase", { classname, name, time: "0" });
  const text = content(message);
  switch (result) {
    case "passed":
      if (text !== "") test.ele("system-out").txt(`Advisory: ${text}`);
      return;
    case "skipped":
      test.ele("skipped", { message: text });
      return;
    default:
      test
        .ele(result, { message: text, type: rule.severity })
        .txt([text, ...rule.remediation.map((step) => `- ${step}`), documentationUrl(rule)].join("\n"));
  }
}

/** Text for the writer, which takes `&b;` in it for an entity and leaves it as it is. */
function content(text: string): string {
  return clean(text).replaceAll("&", "&amp;");
}

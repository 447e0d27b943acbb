import assert from "node:assert/strict";
import { XMLParser } from "fast-xml-parser";
import { type Finding, rules } from "pulumi-tcss/internal";
import { validateXML } from "xmllint-wasm";
import type { ReportDocument, Subject } from "../../../../report/src/document";
import { reports, textOf } from "./support";

interface Case {
  readonly "@name": string;
  readonly "@classname": string;
  readonly "@time": string;
  readonly failure?: { readonly "@message": string };
  readonly error?: { readonly "@message": string };
  readonly skipped?: { readonly "@message": string };
  readonly "system-out"?: string;
}

type Counts = Readonly<Record<"@tests" | "@failures" | "@errors", string>>;
type Suite = Counts & { readonly "@name": string; readonly "@skipped": string; readonly testcase: Case[] };
type Suites = Counts & { readonly testsuite?: Suite[] };

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: "@",
  parseTagValue: false,
  isArray: (name) => ["testsuite", "testcase", "property"].includes(name),
});

async function suitesOf(report: ReportDocument): Promise<Suites> {
  const xml = await textOf("junit", report);
  const { valid, rawOutput } = await validateXML({ xml, normalization: "c14n" });
  assert.ok(valid, rawOutput);
  return (parser.parse(xml) as { testsuites: Suites }).testsuites;
}

function resultOf({ failure, error, skipped }: Case): string {
  const results = Object.entries({ failure, error, skipped }).filter(([, value]) => value !== undefined);
  assert.ok(results.length <= 1);
  return results[0]?.[0] ?? "passed";
}

function expected({ purchaseState }: Subject, finding: Finding | undefined): string {
  if (finding === undefined) return purchaseState === undefined ? "skipped" : "passed";
  if (finding.waived !== undefined) return "skipped";
  if (finding.enforcementLevel === "advisory") return "passed";
  return purchaseState === undefined ? "error" : "failure";
}

function assertCounts(counts: Counts, cases: readonly Case[]): void {
  const count = (result: string) => String(cases.filter((each) => resultOf(each) === result).length);
  assert.equal(counts["@tests"], String(cases.length));
  assert.equal(counts["@failures"], count("failure"));
  assert.equal(counts["@errors"], count("error"));
}

describe("junit", () => {
  for (const [name, report] of reports)
    it(`${name} is XML with a suite a subject and a test a rule, counted right`, async () => {
      const suites = await suitesOf(report);
      const { testsuite = [] } = suites;
      assert.equal(testsuite.length, report.subjects.length);
      for (const [index, subject] of report.subjects.entries()) {
        const suite = testsuite[index] as Suite;
        assertCounts(suite, suite.testcase);
        assert.deepEqual(
          suite.testcase.map((test) => [test["@name"], test["@classname"], test["@time"], resultOf(test)]),
          rules.map((rule) => [
            `${rule.id} ${rule.name}`,
            suite["@name"],
            "0",
            expected(
              subject,
              subject.findings.find(({ ruleId }) => ruleId === rule.id),
            ),
          ]),
        );
        const skipped = suite.testcase.filter((test) => resultOf(test) === "skipped");
        assert.equal(suite["@skipped"], String(skipped.length));
      }
      assertCounts(
        suites,
        testsuite.flatMap(({ testcase }) => testcase),
      );
    });

  it("says what is advisory, why something is waived, and why nothing could be read", async () => {
    const { testsuite = [] } = await suitesOf(reports.get("everything") as ReportDocument);
    const [, waived, expiring, unread] = testsuite;
    assert.match(waived?.testcase[2]?.skipped?.["@message"] ?? "", /Cores are bought in August/);
    assert.match(expiring?.testcase[3]?.["system-out"] ?? "", /^Advisory: The TCSS license ends/);
    assert.match(unread?.testcase[0]?.error?.["@message"] ?? "", /could not be read/);
  });
});

import assert from "node:assert/strict";
import { documentationUrl, parsePurchaseState, rules, TcssError } from "pulumi-tcss/internal";
import type { Log, Result, Run } from "sarif";
import type { Origin, ReportDocument } from "../../../../report/src/document";
import { sarifValidator } from "./sarifSchema";
import { reportOf, reports, textOf } from "./support";

const validate = sarifValidator();
const everything = reports.get("everything") as ReportDocument;

async function runOf(report: ReportDocument): Promise<Run> {
  const log = JSON.parse(await textOf("sarif", report)) as Log;
  assert.ok(validate(log), JSON.stringify(validate.errors));
  assert.equal(log.runs.length, 1);
  return log.runs[0] as Run;
}

async function resultsAt(origin: Origin, reply: Record<string, unknown>): Promise<Result[]> {
  const report = reportOf([{ origin, reading: parsePurchaseState(reply), place: {} }]);
  return (await runOf(report)).results ?? [];
}

describe("sarif", () => {
  for (const [name, report] of reports)
    it(`${name} is SARIF 2.1.0, one result a finding`, async () => {
      const { results = [] } = await runOf(report);
      const findings = report.subjects.flatMap((subject) => subject.findings);
      assert.deepEqual(
        results.map(({ ruleId, level }) => [ruleId, level]),
        findings.map(({ ruleId, enforcementLevel }) => [
          ruleId,
          enforcementLevel === "mandatory" ? "error" : "warning",
        ]),
      );
    });

  describe("automationDetails", () => {
    const idOf = async (...origins: Origin[]): Promise<string | undefined> => {
      const read = parsePurchaseState({ State: 3 });
      const report = reportOf(origins.map((origin) => ({ origin, reading: read, place: {} })));
      return (await runOf(report)).automationDetails?.id;
    };
    const live = (name: string): Origin => ({ kind: "live", name });
    const stack = (name: string, resource?: string): Origin => ({ kind: "stack", name, resource });

    it("name what was assessed, each by an id of its own", async () => {
      const origins: Origin[][] = [
        [live("production")],
        [live("staging")],
        [stack("acme/security/prod")],
        [stack("acme/security/test")],
        [{ kind: "file", name: "acme/security/prod" }],
        [live("生产")],
        [live("生产 2")],
        [live("a\u202eb")],
        [live("a\\u202eb")],
        [live("x".repeat(200))],
        [live("x".repeat(201))],
        [live("production"), live("staging")],
        [live("production"), stack("acme/security/prod")],
        [stack("acme/security/prod"), stack("acme/security/test")],
      ];
      const ids = await Promise.all(origins.map((each) => idOf(...each)));
      assert.equal(new Set(ids).size, origins.length, ids.join("\n"));
      // code scanning: what stands before the last slash is the category
      for (const id of ids) assert.match(id ?? "", /^tcss\/[\w./-]+\/$/);
      assert.equal(ids[0], "tcss/live/production/");
      assert.equal(ids[2], "tcss/stack/acme/security/prod/");
    });

    it("stay the same, whatever was found, in whichever order", async () => {
      const failed = new TcssError("no answer", { kind: "network" });
      const unread = reportOf([{ origin: stack("acme/security/prod"), reading: failed, place: {} }]);
      const { automationDetails } = await runOf(unread);
      assert.equal(
        automationDetails?.id,
        await idOf(stack("acme/security/prod", "a"), stack("acme/security/prod", "b")),
      );
      assert.equal(await idOf(live("a"), live("b")), await idOf(live("b"), live("a")));
    });

    it("are absent where something has no name, so that an upload's category counts", async () => {
      assert.equal(await idOf(live("unnamed account")), undefined);
      assert.equal(await idOf({ kind: "stdin", name: "standard input" }), undefined);
      assert.equal(await idOf(live("a"), { kind: "stdin", name: "standard input" }), undefined);
      assert.equal(await idOf(), undefined);
    });
  });

  it("is held to a schema that refuses what is not SARIF", () => {
    const driver = { name: "tcss" };
    assert.ok(validate({ version: "2.1.0", runs: [{ tool: { driver } }] }));
    assert.equal(validate({ version: "2.1.0", runs: [{ tool: { driver }, color: "red" }] }), false);
    assert.equal(validate({ version: "2.1.0", runs: [{ tool: {} }] }), false);
  });

  it("holds every rule with its texts, and results point at them", async () => {
    const { tool, results = [] } = await runOf(everything);
    const descriptors = tool.driver.rules ?? [];
    assert.deepEqual(
      descriptors.map(({ id }) => id),
      rules.map(({ id }) => id),
    );
    for (const [index, rule] of rules.entries()) {
      const descriptor = descriptors[index];
      assert.equal(descriptor?.helpUri, documentationUrl(rule));
      assert.equal(descriptor?.shortDescription?.text, rule.title);
      assert.equal(descriptor?.fullDescription?.text, rule.rationale);
      for (const step of rule.remediation) {
        assert.ok(descriptor?.help?.text?.includes(step));
        assert.ok(descriptor?.help?.markdown?.includes(step));
      }
      const score = Number(descriptor?.properties?.["security-severity"]);
      assert.ok(score > 0 && score <= 10);
      assert.ok(descriptor?.properties?.tags?.includes("security"));
    }
    for (const { ruleId, ruleIndex = -1 } of results) assert.equal(descriptors[ruleIndex]?.id, ruleId);
  });

  it("suppresses what is waived, and nothing else", async () => {
    const { results = [] } = await runOf(everything);
    const suppressed = results.filter(({ suppressions }) => suppressions?.length);
    assert.deepEqual(
      suppressed.map(({ ruleId, suppressions }) => [ruleId, suppressions?.[0]?.kind]),
      [["TCSS002", "external"]],
    );
    assert.equal(suppressed[0]?.suppressions?.[0]?.justification, "Cores are bought in August.");
  });

  it("notifies of what could not be read, and of waivers without a finding", async () => {
    const { invocations = [] } = await runOf(everything);
    const [invocation] = invocations;
    assert.equal(invocation?.executionSuccessful, false);
    assert.match(
      invocation?.toolExecutionNotifications?.[0]?.message.text ?? "",
      /^acme\/security\/prod › c: .*could not/,
    );
    assert.match(invocation?.toolConfigurationNotifications?.[0]?.message.text ?? "", /TCSS005 no-trial/);
    const [healthy] = (await runOf(reports.get("healthy") as ReportDocument)).invocations ?? [];
    assert.equal(healthy?.executionSuccessful, true);
    assert.deepEqual(healthy?.toolExecutionNotifications, []);
  });

  it("gives a finding the same fingerprint whatever its numbers, and every finding its own", async () => {
    const origin = { kind: "stack", name: "acme/security/prod", resource: "a" } as const;
    const one = await resultsAt(origin, {
      State: 3,
      ExpirationTime: "2026-07-03 00:00:00",
      UndefendCoresCnt: 1,
    });
    const other = await resultsAt(origin, {
      State: 3,
      ExpirationTime: "2026-07-05 00:00:00",
      UndefendCoresCnt: 7,
    });
    assert.notDeepEqual(
      one.map(({ message }) => message),
      other.map(({ message }) => message),
    );
    assert.deepEqual(
      one.map(({ partialFingerprints }) => partialFingerprints),
      other.map(({ partialFingerprints }) => partialFingerprints),
    );
    const { results = [] } = await runOf(everything);
    const hashes = results.map((result) => result.partialFingerprints?.["primaryLocationLineHash"]);
    assert.equal(new Set(hashes).size, results.length);
  });

  it("locates a finding at a path within the repository", async () => {
    const uriOf = async (origin: Origin) => {
      const [result] = await resultsAt(origin, { State: 0 });
      const location = result?.locations?.[0]?.physicalLocation;
      assert.equal(location?.region?.startLine, 1);
      return location?.artifactLocation?.uri;
    };
    assert.equal(await uriOf({ kind: "stack", name: "a/b/c" }), "Pulumi.yaml");
    assert.equal(await uriOf({ kind: "file", name: "./replies/one two.json" }), "replies/one%20two.json");
    assert.equal(await uriOf({ kind: "file", name: "replies\\one.json" }), "replies/one.json");
    for (const name of ["/etc/passwd", "../one.json", "a/../../b.json", "C:\\one.json", "https://a/b", "."])
      assert.equal(await uriOf({ kind: "file", name }), "Pulumi.yaml", name);
  });
});

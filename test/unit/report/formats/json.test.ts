import assert from "node:assert/strict";
import Ajv, { type AnySchemaObject } from "ajv";
import { levelsAndSettings, ProtectionStatus, parsePurchaseState, STORED_FIELDS } from "pulumi-tcss/internal";
import schema from "../../../../report/report.schema.json";
import { makeReport } from "../../../../report/src/document";
import { NOW, reportOf, reports, textOf } from "./support";

const isTime = (text: string) => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(text);
const validate = new Ajv({ strict: true, allErrors: true })
  .addFormat("date-time", isTime)
  .compile(schema as AnySchemaObject);

async function parsed(name: string): Promise<Record<string, unknown>> {
  const report = reports.get(name);
  assert.ok(report !== undefined);
  return JSON.parse(await textOf("json", report)) as Record<string, unknown>;
}

describe("json", () => {
  for (const name of reports.keys())
    it(`${name} has the structure of report.schema.json`, async () => {
      assert.ok(validate(await parsed(name)), JSON.stringify(validate.errors));
    });

  it("says everything that the document says, each finding in one text", async () => {
    for (const [name, report] of reports) {
      const subjects = report.subjects.map((subject) => ({
        ...subject,
        findings: subject.findings.map((finding) => {
          const { key: _, facts: __, advice, ...fields } = finding;
          return { ...fields, message: [finding.message, advice].filter(Boolean).join(" ") };
        }),
      }));
      assert.deepEqual(await parsed(name), JSON.parse(JSON.stringify({ ...report, subjects })));
    }
  });

  it("has the structure with every field that there can be", async () => {
    const purchaseState = {
      ...parsePurchaseState({ State: 3, NoContainerCoresCnt: -1, Region: "new" }),
      accountId: "100000000001",
      observedAt: "2026-07-01T00:00:00Z",
      stale: true,
    };
    const scope = { account: "100000000001", stack: "prod", resource: "*" };
    const waivers = [{ rule: "TCSS001" as const, reason: "r", expires: "2026-07-01", scope }];
    const origin = { kind: "stdin", name: "standard input", resource: undefined } as const;
    const report = reportOf([{ origin, reading: purchaseState, place: {}, observedAt: undefined }], {
      waivers,
    });
    assert.ok(validate(JSON.parse(await textOf("json", report))), JSON.stringify(validate.errors));
  });

  const places: [string, (report: Record<string, unknown>) => unknown][] = [
    ["the report", (report) => report],
    ["its tool", (report) => report["tool"]],
    ...[
      "",
      "origin",
      "purchaseState",
      "cost",
      "findings.0",
      "findings.0.waived",
      "findings.0.waived.waiver",
    ].map((path): [string, (report: Record<string, unknown>) => unknown] => [
      `a subject's ${path || "own keys"}`,
      (report) => at(report, `subjects.1${path && `.${path}`}`),
    ]),
    ["a stack's history", (report) => at(report, "history.0")],
    ["a point of it", (report) => at(report, "history.0.points.0")],
    ["an unused waiver", (report) => at(report, "unusedWaivers.0")],
  ];
  for (const [place, find] of places)
    it(`refuses a key that it does not know in ${place}`, async () => {
      const report = await parsed("everything");
      assert.ok(validate(report));
      const object = find(report) as Record<string, unknown>;
      object["color"] = "red";
      assert.equal(validate(report), false);
      const [error] = validate.errors ?? [];
      assert.equal(error?.keyword, "additionalProperties");
    });

  it("describes every field, and no other", () => {
    const { properties } = schema.definitions.purchaseState;
    assert.deepEqual(Object.keys(properties).sort(), [...STORED_FIELDS, "additionalFields"].sort());
    assert.deepEqual(properties.protectionStatus.enum, Object.values(ProtectionStatus));
    for (const [path, object] of objects(schema))
      for (const [key, value] of Object.entries(object["properties"] as Record<string, object>))
        assert.ok("description" in value || "$ref" in value, `${path}.${key}`);
  });

  it("closes every object that is the report's own", () => {
    const open = objects(schema).filter(([, object]) => object["additionalProperties"] !== false);
    assert.deepEqual(
      open.map(([path]) => path),
      [],
    );
  });

  it("has no history unless it was asked for, and can be about no purchase state", async () => {
    const options = { settings: levelsAndSettings({}), gate: { waivers: [], timeZone: "UTC" } };
    const report = makeReport([], { ...options, now: NOW, version: "0.1.0" });
    const read = JSON.parse(await textOf("json", report));
    assert.ok(validate(read), JSON.stringify(validate.errors));
    assert.equal("history" in read, false);
  });
});

function at(value: unknown, path: string): unknown {
  return path.split(".").reduce((inner, key) => (inner as Record<string, unknown>)[key], value);
}

/** Every object schema with properties, by its path. */
function objects(value: unknown, path = ""): [string, Record<string, unknown>][] {
  if (typeof value !== "object" || value === null) return [];
  const inner = Object.entries(value).flatMap(([key, each]) => objects(each, `${path}/${key}`));
  const own = value as Record<string, unknown>;
  return own["type"] === "object" && "properties" in own ? [[path, own], ...inner] : inner;
}

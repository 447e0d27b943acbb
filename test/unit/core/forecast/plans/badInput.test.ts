import assert from "node:assert/strict";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { TcssError } from "../../../../../core/base/errors";
import { forecast } from "../../../../../core/forecast";
import { changesInPlan } from "../../../../../core/forecast/plans";

const SECRET = "hush-hush";
const PLAN = {
  format_version: "1.2",
  planned_values: { note: SECRET },
  resource_changes: [
    {
      address: "tencentcloud_kubernetes_node_pool.web",
      mode: "managed",
      type: "tencentcloud_kubernetes_node_pool",
      change: {
        actions: ["create"],
        before: null,
        after: {
          desired_capacity: 2,
          min_size: 1,
          max_size: 6,
          auto_scaling_config: [{ instance_type: "S5.LARGE8", password: SECRET }],
        },
      },
    },
  ],
};
const TEXT = JSON.stringify(PLAN);
const bytes = (...parts: (string | number[])[]): Uint8Array =>
  Buffer.concat(parts.map((part) => Buffer.from(part as string)));

describe("what is no plan", () => {
  const cases: [what: string, plan: string | Uint8Array, message: RegExp][] = [
    ["nothing", "", /is empty/],
    ["blanks", " \n", /is empty/],
    [
      "a binary plan file",
      bytes("PK", [3, 4, 0]),
      /binary plan file.*terraform show -json plan\.tfplan > plan\.json/s,
    ],
    ["a compressed one", gzipSync(TEXT), /compressed by gzip.*gunzip/],
    ["UTF-16 without its mark", Buffer.from(TEXT, "utf16le"), /NUL characters/],
    ["text", "Terraform will perform the following actions", /is not JSON/],
    ["the wrapper's output", `[command]/usr/bin/terraform show\n${TEXT}`, /terraform_wrapper: false/],
    ["a list", "[]", /a list/],
    ["other JSON", '{"a":1}', /is not a plan\./],
    ["a state of Terraform", '{"format_version":"1.0","values":{}}', /a state of Terraform/],
    ["a state of Pulumi", '{"version":3,"deployment":{}}', /a state of Pulumi/],
    ["a saved plan of Pulumi", '{"resourcePlans":{}}', /saved plan of Pulumi/],
    [
      "the log of a plan",
      '{"@level":"info","@message":"x"}\n{"@level":"info"}',
      /log of terraform plan -json/,
    ],
    ["an encrypted plan", '{"meta":{},"encrypted_data":"xx"}', /is encrypted.*tofu show -json/],
    [
      "a future version",
      JSON.stringify({ ...PLAN, format_version: "2.0" }),
      /format version 2\.0; supported: 1\.x/,
    ],
    ["an old version", JSON.stringify({ ...PLAN, format_version: "0.2" }), /format version 0\.2/],
    ["no version", JSON.stringify({ ...PLAN, format_version: undefined }), /no format version/],
    ["a version that is a number", JSON.stringify({ ...PLAN, format_version: 1.2 }), /no format version/],
    ["a failed run by a text", JSON.stringify({ ...PLAN, errored: "true" }), /run that failed/],
    ["a configuration", '{"format_version":"1.2","configuration":{}}', /not a plan, but a configuration/],
    ["schemas", '{"format_version":"1.0","provider_schemas":{}}', /the schemas of providers/],
    [
      "planned values without changes",
      '{"format_version":"1.2","planned_values":{"root_module":{"resources":[{}]}}}',
      /a part of a plan/,
    ],
    [
      "a mode that is not known",
      TEXT.replace('"managed"', '"imagined"'),
      /change of tencentcloud_kubernetes_node_pool\.web whose mode is not known/,
    ],
    [
      "a summary of a preview",
      '{"changeSummary":{"same":1,"create":2}}',
      /a part of a preview: it counts changes, and does not list them/,
    ],
    ["a failed run", JSON.stringify({ ...PLAN, errored: true }), /run that failed/],
    ["a key twice", TEXT.replace("{", '{"resource_changes":[],'), /has the same key twice/],
    [
      "a key twice within a resource",
      TEXT.replace('"desired_capacity":2', '"desired_capacity":2,"desired_capacity":0'),
      /same key twice/,
    ],
    ["two plans in one file", `${TEXT}${TEXT}`, /goes on after its end/],
    ["a resource that is no object", JSON.stringify({ ...PLAN, resource_changes: [5] }), /not an object/],
    ["resources that are no list", JSON.stringify({ ...PLAN, resource_changes: {} }), /not valid JSON/],
    [
      "a failed preview",
      '{"steps":[],"diagnostics":[{"severity":"error","message":"x"}]}',
      /preview that failed/,
    ],
    ["a step without a URN", '{"steps":[{"op":"create"}]}', /without the URN/],
    [
      "a step that is not known",
      '{"steps":[{"op":"explode","urn":"urn:pulumi:s::p::tencentcloud:Instance/instance:Instance::vm","newState":{"custom":true}}]}',
      /step of vm that is not known/,
    ],
    ["a stream without its end", '{"sequence":0,"timestamp":1,"preludeEvent":{}}\n', /ends early/],
    [
      "a stream that failed",
      '{"sequence":0,"timestamp":1,"summaryEvent":{"result":"failed"}}\n',
      /preview that failed/,
    ],
  ];
  for (const [what, plan, message] of cases)
    it(`is refused: ${what}`, () =>
      assert.throws(
        () => changesInPlan(plan, "plan.json"),
        (error: unknown) => {
          assert.ok(error instanceof TcssError);
          assert.match(error.message, message);
          assert.match(error.message, /^plan\.json /);
          assert.doesNotMatch(error.message, /hush|Terraform will/);
          assert.equal(error.kind, "configuration");
          return true;
        },
      ));

  it("is refused wherever a plan ends early (property)", () =>
    fc.assert(
      fc.property(fc.integer({ min: 1, max: TEXT.length - 1 }), (length) => {
        assert.throws(() => changesInPlan(TEXT.slice(0, length)), TcssError);
      }),
    ));

  it("is refused without another error, whatever it is (property)", () =>
    fc.assert(
      fc.property(fc.oneof(fc.json(), fc.string(), fc.uint8Array()), (plan) => {
        try {
          changesInPlan(plan);
        } catch (error) {
          assert.ok(error instanceof TcssError, String(error));
        }
      }),
    ));
});

describe("a plan", () => {
  const encodings: [what: string, plan: string | Uint8Array][] = [
    ["as PowerShell writes it", Buffer.from(`\ufeff${TEXT}`, "utf16le")],
    ["in UTF-16 of the other order", Buffer.from(`\ufeff${TEXT}`, "utf16le").swap16()],
    ["with a byte order mark", Buffer.from(`\ufeff${TEXT}`)],
    ["as text with a mark", `\ufeff${TEXT}`],
    ["with line breaks", JSON.stringify(PLAN, null, 2)],
    ["with a line break at its end", `${TEXT}\r\n`],
  ];
  for (const [what, plan] of encodings)
    it(`is read ${what}`, () => assert.equal(forecast(changesInPlan(plan).changes).added.certain, 8));

  it("is whole without changes, where nothing is planned", () => {
    for (const text of [
      '{"format_version":"1.2","planned_values":{"root_module":{}},"configuration":{}}',
      '{"format_version":"1.2","resource_changes":[],"complete":true,"errored":false}',
      '{"steps":[],"changeSummary":{"same":3}}',
      '{"changeSummary":{"same":3,"refresh":1}}',
    ]) {
      const { changes, isIncomplete } = changesInPlan(text);
      assert.deepEqual([changes, isIncomplete], [[], false]);
    }
  });

  it("is not complete unless it says so", () =>
    assert.equal(changesInPlan(JSON.stringify({ ...PLAN, complete: "no" })).isIncomplete, true));

  for (const mark of ["after_unknown", "after_sensitive"])
    it(`tells nothing that ${mark} hides as a whole`, () => {
      const text = TEXT.replace('"actions"', `"${mark}":true,"actions"`);
      const { unknown, added } = forecast(changesInPlan(text).changes);
      assert.deepEqual([added.certain, unknown.map(({ what }) => what)], [0, ["count", "instanceType"]]);
    });

  it("of Pulumi may delete an old resource beside a new one of the same URN", () => {
    const urn = "urn:pulumi:dev::shop::tencentcloud:Kubernetes/nodePool:NodePool::web";
    const state = (desiredCapacity: number, more = {}) => ({
      custom: true,
      inputs: { desiredCapacity, minSize: 0, maxSize: 9, autoScalingConfig: { instanceType: "S5.LARGE8" } },
      ...more,
    });
    const steps = [
      { op: "update", urn, oldState: state(3), newState: state(5) },
      { op: "delete", urn, oldState: state(3, { delete: true }) },
    ];
    for (const each of [steps, [...steps].reverse()]) {
      const { added, removed } = forecast(changesInPlan(JSON.stringify({ steps: each })).changes);
      assert.deepEqual([added.certain, removed.certain], [8, 12]);
    }
  });

  for (const count of [-1, 1.5, "many", "1e3", true, [], {}, 1e300, 1e9, Number.MAX_SAFE_INTEGER])
    it(`does not count ${JSON.stringify(count)} machines`, () => {
      const text = TEXT.replace('"desired_capacity":2', `"desired_capacity":${JSON.stringify(count)}`);
      const found = forecast(changesInPlan(text).changes);
      assert.deepEqual([found.added.certain, found.unknown[0]?.what], [0, "count"]);
    });
});

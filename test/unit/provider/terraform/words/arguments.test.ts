import assert from "node:assert/strict";
import { ExtData } from "@msgpack/msgpack";
import { FUNCTIONS, FunctionError } from "../../../../../provider/terraform/functions";
import { snake } from "../../../../../provider/terraform/names";
import { DATA_SOURCES, SELECTORS, type Shape } from "../../../../../provider/terraform/shapes";
import { config, dynamic, providerIn } from "../support";
import { NOW, useWords } from "./bed";

const unknown = new ExtData(0, Uint8Array.of(0));

describe("what a Terraform user reads", () => {
  const bed = useWords();
  const { heard, provider, reads, assertInTerms } = bed;

  it("of wrong arguments, in the provider block and in data sources", () => {
    const wrong = (shape: Shape): unknown[] =>
      typeof shape === "string"
        ? ["", " ", "AKIDabcdefghijklmnop", "x y", -1, 1e9, 0.5, Number.NaN, true]
        : "list" in shape
          ? [[], ["1", "1"], ["x"], [""]]
          : [{}, { role_arn: "" }, { role_arn: "AKIDabcdefghijklmnop", session_duration: 1, policy: "{" }];
    const from = providerIn(bed.folder);
    for (const [name, shape] of Object.entries(SELECTORS))
      for (const value of wrong(shape)) {
        heard(from.validateProvider(config({ [snake(name)]: value })));
        for (const source of Object.keys(DATA_SOURCES))
          heard(from.validateDataSource(source, config({ [snake(name)]: value })));
      }
    heard(from.validateProvider(config({ secret_id: "x", profile: "p", cam_role_name: "r" })));
    heard(from.validateProvider(config({ security_token: "" })));
    heard(from.validateDataSource("tcss_nothing", config()));
    heard(from.validateDataSource("tcss_gate", config({ timeouts: { read: "soon" }, deadline_seconds: 1 })));
    assertInTerms(/assume_role\.role_arn/, /is a secret, and arguments are kept in Terraform's state/);
  });

  it("of wrong settings of the gate", () => {
    const from = providerIn(bed.folder);
    for (const [name, values] of Object.entries({
      rules: [7, { "no-undefended-core": "advisory" }, { "no-undefended-cores": { max_undefended_core: 1 } }],
      waivers: [
        [{ rule: "x", reason: ".", expires: "soon", scop: {} }],
        [{ rule: "TCSS002", scope: { stak: "a" } }],
      ],
      accounts: [
        [{ account: "a", assume_role: { role_arn: "r", session_durations: 1 }, secret_key: "x" }],
        [{}],
      ],
      protects: [[{ stack: "a//b" }], [{ stack: "x", live: false }]],
      assets: [{ exempt: ["host:"], must_be_defendet: [] }, { exempt: [1] }],
    }))
      for (const value of values)
        heard(from.validateDataSource("tcss_gate", config({ [name]: dynamic(value) })));
    assertInTerms(
      /max_undefended_core is unknown\. Valid names: enforcement_level, max_undefended_cores\. Did you mean max_undefended_cores\?/,
      /Valid names: exempt, must_be_defended\. Did you mean must_be_defended\?/,
      /session_durations is unknown\. Valid names: role_arn/,
    );
  });

  it("of what is not known before apply", async () => {
    await reads(provider({ endpoint: unknown, assume_role: { role_arn: unknown } }));
    await reads(provider(), { account: unknown });
    assertInTerms(/assume_role\.role_arn/, /-target=/);
  });

  it("of the functions", () => {
    for (const [name, args] of [
      ["findings", [{}, null, "now"]],
      ["findings", [{}, null, NOW.toISOString()]],
      ["findings", [{ state: 3 }, { "no-trial": { max_days: 1 } }, NOW.toISOString()]],
      ["findings", [{ state: 3 }, { "expiring-soon": { min_days_left: "x" } }, NOW.toISOString()]],
      ["days_left", ["x", "y"]],
      ["days_left", [NOW.toISOString(), "y"]],
    ] as const)
      assert.throws(
        () => FUNCTIONS[name]?.(args),
        (error) => error instanceof FunctionError && bed.texts.push(error.message) > 0,
      );
    assertInTerms(/max_days is unknown\. Valid names: enforcement_level/, /min_days_left must be/);
  });
});

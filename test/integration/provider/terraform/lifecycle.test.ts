// What the engines' commands do with a module over its life: refresh, destroy, output, show, and a provider that ends early.
import assert from "node:assert/strict";
import { describeWithEngines, type Outcome } from "../../support/terraform";
import { plainText, READ, RESOURCE, UNDEFENDED, useModules } from "./moduleBed";

const OUTPUT = `output "undefended" {\n  value = ${UNDEFENDED}\n}\n`;
const COVERAGE = 'data "tcss_coverage" "this" {}\n';
const CHECKED = `data "tcss_gate" "this" {}
check "tcss" {
  assert {
    condition     = data.tcss_gate.this.passed
    error_message = data.tcss_gate.this.summary
  }
}
`;
const UNREACHABLE = 'provider "tcss" {\n  endpoint    = "http://127.0.0.1:9"\n  max_retries = 0\n}\n';

describeWithEngines("the life of a module with tcss", (engine) => {
  const bed = useModules(engine);
  const { moduleOf, asked } = bed;
  const passes = (outcome: Outcome): Outcome => {
    assert.equal(outcome.code, 0, outcome.output);
    return outcome;
  };

  it("refresh-only shows and stores what has changed, and creates nothing", async () => {
    const tf = await moduleOf(`${READ}${RESOURCE}${OUTPUT}`);
    passes(await tf.run("apply", "-auto-approve"));
    bed.emulator.setScenario("healthy");
    const plan = await tf.run("plan", "-refresh-only", "-detailed-exitcode");
    assert.equal(plan.code, 2, plan.output);
    assert.match(plan.output, /undefended = \d+ -> 0/);
    passes(await tf.run("apply", "-refresh-only", "-auto-approve"));
    assert.equal(await tf.output("output", "-json", "undefended"), "0\n");
    // the resource has its old input yet
    assert.match(plainText(passes(await tf.run("plan"))), /1 to change/);
  });

  it("an account that cannot be read stops destroy, and -refresh=false gets by; output needs no provider", async () => {
    const tf = await moduleOf(`${READ}${COVERAGE}${RESOURCE}${OUTPUT}`);
    passes(await tf.run("apply", "-auto-approve"));
    for (const name of ["tcss_purchase_state", "tcss_coverage"]) {
      tf.change(`${UNREACHABLE}data "${name}" "this" {}\n${name === "tcss_coverage" ? "" : RESOURCE}`);
      const stopped = await tf.run("destroy", "-auto-approve");
      assert.equal(stopped.code, 1, stopped.output);
      assert.match(plainText(stopped), /could not be read .*127\.0\.0\.1:9/);
    }
    const before = asked();
    const { env } = tf;
    // no provider is to be had
    const without = { TF_CLI_CONFIG_FILE: "/dev/null", TF_REATTACH_PROVIDERS: "{}" };
    const given = { ...env };
    Object.assign(env, without);
    assert.match(await tf.output("output", "-json"), /"undefended"/);
    Object.assign(env, given);
    tf.change(`${UNREACHABLE}${READ}${RESOURCE}`);
    const destroyed = passes(await tf.run("destroy", "-auto-approve", "-refresh=false"));
    assert.match(destroyed.output, /1 destroyed/);
    assert.equal(asked(), before);
  });

  it("a check that passes or fails is no change: -detailed-exitcode 0, with its status in plan and state", async () => {
    const statusOf = async (...file: string[]): Promise<string[]> => {
      const shown = JSON.parse(await tf.output("show", "-json", ...file)) as {
        readonly checks: readonly { readonly status: string; readonly address: { readonly kind: string } }[];
      };
      return shown.checks.filter(({ address }) => address.kind === "check").map(({ status }) => status);
    };
    const tf = await moduleOf(CHECKED);
    for (const [scenario, status] of [
      ["undefended", "fail"],
      ["healthy", "pass"],
    ] as const) {
      bed.emulator.setScenario(scenario);
      passes(await tf.run("apply", "-auto-approve"));
      assert.equal(passes(await tf.run("plan", "-detailed-exitcode", "-out=saved.plan")).code, 0);
      assert.deepEqual(await statusOf(), [status]);
      assert.deepEqual(await statusOf("saved.plan"), [status]);
    }
  });

  it("a postcondition may judge by the function, of the data source as it is", async () => {
    const tf = await moduleOf(`data "tcss_purchase_state" "this" {
  lifecycle {
    postcondition {
      condition     = length([for each in provider::tcss::findings(self, {}, plantimestamp()) : each if each.level == "mandatory"]) == 0
      error_message = "\${self.undefend_cores_cnt} of \${self.all_cores_cnt} cores are undefended."
    }
  }
}
`);
    const stopped = await tf.run("plan");
    assert.equal(stopped.code, 1, stopped.output);
    assert.match(plainText(stopped), /postcondition failed.*\d+ of \d+ cores are undefended\./);
    assert.equal((await tf.run("destroy", "-auto-approve")).code, 0);
    bed.emulator.setScenario("healthy");
    passes(await tf.run("plan"));
  });

  it("for_each with other selectors asks each account and region once", async () => {
    const tf = await moduleOf(`data "tcss_purchase_state" "each" {
  for_each = { a = "ap-guangzhou", b = "ap-beijing", c = "ap-guangzhou" }
  account  = each.key
  region   = each.value
}
output "named" {
  value = [for each in data.tcss_purchase_state.each : each.account]
}
`);
    assert.match(plainText(passes(await tf.run("plan"))), /named = \[ \+ "a", \+ "b", \+ "c", \]/);
    assert.equal(asked(), 2, "a region is another question, a label is none");
  });

  it("what is null is as if it were not set, in attributes, objects and blocks", async () => {
    const tf = await moduleOf(`provider "tcss" {
  secret_id           = null
  assume_role         = null
  allowed_account_ids = null
}
data "tcss_gate" "this" {
  rules    = { no-undefended-cores = { max_undefended_cores = null }, no-trial = null }
  waivers  = null
  assets   = { exempt = null, must_be_defended = [] }
  timeouts {
    read = null
  }
}
data "tcss_purchase_state" "this" {
  profile           = null
  record_observed_at = null
}
output "passed" {
  value = data.tcss_gate.this.passed
}
`);
    assert.match(passes(await tf.run("plan")).output, /passed = false/);
  });

  it("numbers that are too large, and a key that no value has, are errors at their place", async () => {
    const tf = await moduleOf(`data "tcss_purchase_state" "this" {
  deadline_seconds = 1e400
  max_retries      = 9007199254740993
}
data "tcss_gate" "this" {
  rules = { no-undefended-cores = { max_undefended_cores = 123456789012345678901234567890 } }
}
`);
    const found = await tf.run("validate");
    assert.equal(found.code, 1);
    const text = plainText(found);
    assert.match(text, /deadline_seconds must be/);
    assert.match(text, /max_retries must be/);
    tf.change('data "tcss_gate" "this" {\n  rules = { "__proto__" = "advisory" }\n}\n');
    const refused = await tf.run("validate");
    assert.equal(refused.code, 1);
    assert.match(plainText(refused), /__proto__/);
    assert.doesNotMatch(refused.output, /\n\s+at \S+ \(/, "no stack trace");
  });

  it("what is unknown is waited for in every attribute: arguments, roles, lists, the gate's settings", async () => {
    const tf = await moduleOf(`resource "terraform_data" "later" {
  input = "x"
}
data "tcss_purchase_state" "role" {
  assume_role = { role_arn = "qcs::cam::uin/1:roleName/\${terraform_data.later.output}" }
}
data "tcss_coverage" "list" {
  exempt = ["host:\${terraform_data.later.output}"]
}
data "tcss_gate" "rules" {
  rules   = { no-undefended-cores = terraform_data.later.output == "x" ? "advisory" : "mandatory" }
  waivers = [{ rule = "TCSS002", reason = "r-\${terraform_data.later.output}", expires = "2999-01-01" }]
}
data "tcss_gate" "timeouts" {
  timeouts {
    read = "\${length(terraform_data.later.output)}s"
  }
}
`);
    const plan = passes(await tf.run("plan"));
    assert.equal(plan.output.match(/will be read during apply/g)?.length, 4, plan.output);
    assert.equal(asked(), 0);
    const provider = `resource "terraform_data" "later" {
  input = "x"
}
provider "tcss" {
  region              = "r-\${terraform_data.later.output}"
  allowed_account_ids = [length(terraform_data.later.output)]
  assume_role = {
    role_arn         = "qcs::cam::uin/1:roleName/\${terraform_data.later.output}"
    session_duration = length(terraform_data.later.output)
  }
}
`;
    tf.change(`${provider}${READ}`);
    const stopped = await tf.run("plan");
    assert.equal(stopped.code, 1);
    assert.match(
      plainText(stopped),
      /not wholly known before apply: .*allowed_account_ids.*assume_role\.role_arn, assume_role\.session_duration.*region.*-target=/,
    );
    // the gate has not passed, and is no error
    tf.change(`${provider}${CHECKED}`);
    assert.match(plainText(passes(await tf.run("plan"))), /Check block assertion failed.*TCSS000/);
    assert.equal(asked(), 0);
  });

  it("providers schema -json shows the schema", async () => {
    const tf = await moduleOf("");
    const schema = JSON.parse(await tf.output("providers", "schema", "-json")) as {
      readonly provider_schemas: Readonly<
        Record<
          string,
          {
            readonly provider: {
              readonly block: { readonly attributes: Record<string, { sensitive?: boolean }> };
            };
            readonly data_source_schemas: object;
            readonly functions: object;
          }
        >
      >;
    };
    const [found] = Object.values(schema.provider_schemas);
    assert.deepEqual(Object.keys(found?.data_source_schemas ?? {}).sort(), [
      "tcss_coverage",
      "tcss_gate",
      "tcss_purchase_state",
    ]);
    assert.deepEqual(Object.keys(found?.functions ?? {}).sort(), ["days_left", "findings"]);
    assert.equal(found?.provider.block.attributes["secret_key"]?.sensitive, true);
  });
});

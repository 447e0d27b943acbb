import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Emulator, startEmulator } from "../../../../emulator/src";
import { emulatorAccess } from "../../../support/emulatorAccess";
import {
  describeWithEngines,
  type InProcess,
  type Outcome,
  outcomeOf,
  serveInProcess,
  TerraformModule,
} from "../../support/terraform";

const READ = 'data "tcss_purchase_state" "this" {}\n';
const UNDEFENDED = "data.tcss_purchase_state.this.undefend_cores_cnt";
const POSTCONDITION = `data "tcss_gate" "this" {
  lifecycle {
    postcondition {
      condition     = self.passed
      error_message = self.summary
    }
  }
}
`;
const CHECK = `data "tcss_gate" "this" {}
check "tcss" {
  assert {
    condition     = data.tcss_gate.this.passed
    error_message = data.tcss_gate.this.summary
  }
}
`;
const RESOURCE = `resource "terraform_data" "node" {
  input = ${UNDEFENDED}
}
`;

describeWithEngines("a module with tcss", (engine) => {
  let emulator: Emulator;
  let provider: InProcess;
  let module: TerraformModule | undefined;
  before(async () => {
    emulator = await startEmulator({ scenario: "undefended" });
  });
  after(() => emulator.close());
  beforeEach(() => {
    emulator.setScenario("undefended");
    emulator.faults.clear();
    emulator.clearRequests();
  });
  afterEach(() => {
    provider.close();
    module?.remove();
  });

  async function moduleOf(text: string, files: Record<string, string> = {}): Promise<TerraformModule> {
    module = new TerraformModule({ engine, text, files });
    const { folder } = module;
    const env = {
      HOME: join(folder, "home"),
      ...emulatorAccess(emulator),
      TENCENTCLOUD_STS_ENDPOINT: emulator.endpoint,
      TENCENTCLOUD_METADATA_ENDPOINT: "http://127.0.0.1:9",
    };
    provider = await serveInProcess(env, folder);
    module.env["TF_REATTACH_PROVIDERS"] = provider.reattach;
    return module;
  }

  const asked = (): number => emulator.requests("DescribePurchaseStateInfo").length;

  /** What a user sees, without the frame and the line breaks of the engine. */
  const plainText = ({ output }: Outcome): string => output.replace(/[│╷╵]/g, "").replace(/\s+/g, " ");

  it("knows the values at plan time; apply of a saved plan judges that reading, and asks nobody", async () => {
    const tf = await moduleOf(`${READ}${RESOURCE}output "undefended" {\n  value = ${UNDEFENDED}\n}\n`);
    const plan = await tf.run("plan", "-out=saved.plan");
    assert.equal(plan.code, 0, plan.output);
    assert.match(plan.output, /\+ undefended = \d+/);
    assert.equal(asked(), 1);
    emulator.setScenario("healthy");
    assert.equal((await tf.run("apply", "saved.plan")).code, 0);
    assert.equal(asked(), 1, "a saved plan holds what was read");
    // now it differs, and only what is read again says so
    const refreshed = await tf.run("plan", "-refresh-only", "-detailed-exitcode");
    assert.equal(refreshed.code, 2, refreshed.output);
    assert.match(refreshed.output, /undefended = \d+ -> 0/);
    assert.equal((await tf.run("destroy", "-auto-approve")).code, 0);
  });

  it("a postcondition stops plan and apply before anything is created, and lets destroy pass", async () => {
    emulator.setScenario("healthy");
    const text = `${READ}${POSTCONDITION}${RESOURCE}`;
    const tf = await moduleOf(text);
    assert.equal((await tf.run("apply", "-auto-approve")).code, 0);
    emulator.setScenario("undefended");
    for (const command of [["plan"], ["apply", "-auto-approve"]]) {
      const stopped = await tf.run(...command);
      assert.equal(stopped.code, 1, stopped.output);
      assert.match(
        plainText(stopped),
        /postcondition failed.*The TCSS gate blocks\. mandatory TCSS002 no-undefended-cores/,
      );
    }
    const destroyed = await tf.run("destroy", "-auto-approve");
    assert.equal(destroyed.code, 0, destroyed.output);
    assert.match(destroyed.output, /1 destroyed/);
  });

  it("a gate that could not be determined stops the plan as well, and lets destroy pass", async () => {
    const tf = await moduleOf(POSTCONDITION);
    emulator.faults.push(...Array.from({ length: 40 }, () => ({ fault: "5xx" as const })));
    tf.change(`provider "tcss" {\n  max_retries = 0\n}\n${POSTCONDITION}`);
    const stopped = await tf.run("plan");
    assert.equal(stopped.code, 1, stopped.output);
    assert.match(plainText(stopped), /could not be determined.*TCSS000/);
    assert.equal((await tf.run("destroy", "-auto-approve")).code, 0);
  });

  it("a check warns, and stops nothing", async () => {
    const tf = await moduleOf(CHECK);
    const plan = await tf.run("plan", "-detailed-exitcode");
    assert.equal(plan.code, 0, plan.output);
    assert.match(plainText(plan), /Warning: Check block assertion failed.*TCSS002/);
    assert.equal((await tf.run("apply", "-auto-approve")).code, 0);
    const shown = JSON.parse(await tf.output("show", "-json")) as { checks: { status: string }[] };
    assert.ok(shown.checks.some(({ status }) => status === "fail"));
  });

  it("fifty data sources by for_each, and a gate, make one call", async () => {
    const tf = await moduleOf(`data "tcss_purchase_state" "each" {
  for_each = toset([for number in range(50) : tostring(number)])
}
data "tcss_gate" "this" {}
output "count" {
  value = length(data.tcss_purchase_state.each)
}
`);
    const plan = await tf.run("plan");
    assert.equal(plan.code, 0, plan.output);
    assert.match(plan.output, /count = 50/);
    assert.equal(asked(), 1);
  });

  it("a provider block that is not known yet is an error that names its attributes and -target", async () => {
    const unknown = 'resource "terraform_data" "gateway" {\n  input = "x"\n}\n';
    const provided = 'provider "tcss" {\n  account = terraform_data.gateway.output\n}\n';
    const tf = await moduleOf(unknown + provided + READ);
    const plan = await tf.run("plan");
    assert.equal(plan.code, 1, plan.output);
    assert.match(plainText(plan), /not wholly known before apply: account\b.*-target=/);
    assert.equal(asked(), 0);
  });

  it("selectors that are not known yet move the read to apply", async () => {
    const tf = await moduleOf(`resource "terraform_data" "name" {
  input = "production"
}
data "tcss_purchase_state" "this" {
  account = terraform_data.name.output
}
`);
    const plan = await tf.run("plan");
    assert.equal(plan.code, 0, plan.output);
    assert.match(plainText(plan), /will be read during apply/);
    assert.equal(asked(), 0);
    assert.equal((await tf.run("apply", "-auto-approve")).code, 0);
    assert.equal(asked(), 1);
  });

  it("a gate that depends on pending changes is read during apply, and stops it after they were made", async () => {
    const first = 'resource "terraform_data" "first" {\n  input = "x"\n}\n';
    const dependent = POSTCONDITION.replace("{\n", "{\n  depends_on = [terraform_data.first]\n");
    const tf = await moduleOf(first + dependent);
    const plan = await tf.run("plan");
    assert.equal(plan.code, 0, plan.output);
    assert.match(plainText(plan), /will be read during apply/);
    assert.equal(asked(), 0);
    const apply = await tf.run("apply", "-auto-approve");
    assert.equal(apply.code, 1, apply.output);
    assert.match(plainText(apply), /terraform_data\.first: Creation complete.*postcondition failed/);
    assert.equal(asked(), 1);
    // nothing is pending now
    assert.equal((await tf.run("plan")).code, 1);
    assert.equal(asked(), 2);
    // and without the dependency, it would have stopped the plan
    tf.change(`${first.replace('"x"', '"y"')}${POSTCONDITION}`);
    const stopped = await tf.run("apply", "-auto-approve");
    assert.equal(stopped.code, 1, stopped.output);
    assert.doesNotMatch(stopped.output, /Modif|Creat(ing|ion)/);
  });

  it("a data source nested in a check shows a change in each plan, and one outside of it in none", async () => {
    emulator.setScenario("healthy");
    const nested = CHECK.replace(/^data .*\n/, "").replace(
      'check "tcss" {\n',
      'check "tcss" {\n  data "tcss_gate" "this" {}\n',
    );
    for (const [text, code] of [
      [nested, 2],
      [CHECK, 0],
    ] as const) {
      const tf = await moduleOf(text);
      assert.equal((await tf.run("apply", "-auto-approve")).code, 0);
      for (const time of ["first", "second"]) {
        const plan = await tf.run("plan", "-detailed-exitcode");
        assert.equal(plan.code, code, `${time} plan of\n${text}${plan.output}`);
      }
      if (code === 2) {
        provider.close();
        tf.remove();
      }
    }
  });

  it("timestamp() makes what the functions give unknown in a plan, and plantimestamp() does not", async () => {
    const days = (now: string): string =>
      `output "days" {\n  value = provider::tcss::days_left("2999-01-01T00:00:00Z", ${now})\n}\n`;
    const tf = await moduleOf(days("timestamp()"));
    const unknown = await tf.run("plan");
    assert.equal(unknown.code, 0, unknown.output);
    assert.match(plainText(unknown), /days = \(known after apply\)/);
    tf.change(days("plantimestamp()"));
    assert.match(plainText(await tf.run("plan")), /days = \d+/);
    assert.equal(asked(), 0);
  });

  it("an account's key stands in no state, no output and no plan, where it comes from an ephemeral variable", async () => {
    const secret = "ephemeral-secret-key-of-the-test";
    const id = "AKIDephemeralephemeral1";
    emulator.addCredential({ secretId: id, secretKey: secret });
    const tf = await moduleOf(`variable "key" {
  type      = string
  ephemeral = true
}
provider "tcss" {
  secret_id  = "${id}"
  secret_key = var.key
}
${READ}output "state" {
  value = data.tcss_purchase_state.this.state
}
`);
    tf.env["TF_VAR_key"] = secret;
    tf.env["TF_LOG"] = "TRACE";
    const plan = await tf.run("plan", "-out=saved.plan");
    assert.equal(plan.code, 0, plan.output.slice(-3000));
    const apply = await tf.run("apply", "saved.plan");
    assert.equal(apply.code, 0, apply.output.slice(-3000));
    delete tf.env["TF_LOG"];
    const texts = [
      readFileSync(join(tf.folder, "terraform.tfstate"), "utf8"),
      await tf.output("show", "-json"),
      await tf.output("show", "-json", "saved.plan"),
      readFileSync(join(tf.folder, "saved.plan"), "latin1"),
    ];
    for (const text of texts) assert.equal(text.includes(secret), false);
  });

  it("mistakes have their line and column, in the provider block and in data sources", async () => {
    const tf = await moduleOf(`provider "tcss" {
  site     = "international"
  endpoint = "ftp://x"
  assume_role = {
    role_arn         = "qcs::cam::uin/1:roleName/x"
    session_duration = 99999
  }
  allowed_account_ids = ["1", "x"]
}
${READ}`);
    interface Found {
      readonly detail: string;
      readonly range?: { readonly start: { readonly line: number; readonly column: number } };
    }
    const at = (output: string): string[] =>
      (JSON.parse(output) as { diagnostics: Found[] }).diagnostics
        // reattached providers are a warning without a place
        .flatMap(({ detail, range }) => (range === undefined ? [] : [{ detail, start: range.start }]))
        .map(({ detail, start }) => `${start.line}:${start.column} ${detail.split(" ")[0]}`)
        .sort();
    const found = async (): Promise<string[]> => at((await outcomeOf(tf.start("validate", "-json"))).output);
    // main.tf begins with seven lines of required_providers
    assert.deepEqual(await found(), [
      "10:14 endpoint",
      "13:24 assume_role.session_duration",
      "15:31 allowed_account_ids[1]",
    ]);
    tf.change(
      'data "tcss_purchase_state" "this" {\n  time_zone = "CST"\n  timeouts {\n    read = "soon"\n  }\n}\n',
    );
    assert.deepEqual(await found(), ["11:12 timeouts.read", "9:15 time_zone"]);
  });

  it("timeouts end a read, and the message says what to raise", async () => {
    emulator.faults.push(...Array.from({ length: 10 }, () => ({ fault: "hang" as const })));
    const tf = await moduleOf(
      'data "tcss_purchase_state" "this" {\n  timeouts {\n    read = "300ms"\n  }\n}\n',
    );
    const plan = await tf.run("plan");
    assert.equal(plan.code, 1);
    assert.match(plainText(plan), /0\.3 s.*deadline_seconds/);
    assert.doesNotMatch(plan.output, /tcss:/);
  });

  it("functions judge what was read, and name the argument that is wrong", async () => {
    const call = (name: string, args: string): string =>
      `output "it" {\n  value = provider::tcss::${name}(${args})\n}\n`;
    const tf = await moduleOf(
      READ + call("findings", 'data.tcss_purchase_state.this, { all = "advisory" }, plantimestamp()'),
    );
    const plan = await tf.run("plan");
    assert.equal(plan.code, 0, plan.output);
    assert.match(plan.output, /rule_id += "TCSS002"/);
    tf.change(call("days_left", '"2024-01-11T00:00:00Z", "2024-01-01T00:00:00Z"'));
    assert.match((await tf.run("plan")).output, /it = 10/);
    tf.change(call("days_left", '"tomorrow", plantimestamp()'));
    assert.match(
      plainText(await tf.run("plan")),
      /Invalid value for "end" parameter: must be a time in RFC 3339/,
    );
  });

  it("coverage names the assets and the plan", async () => {
    const tf = await moduleOf(`data "tcss_coverage" "this" {
  exempt = ["host:nothing-*"]
}
output "undefended" {
  value = [for asset in data.tcss_coverage.this.assets : asset.id if asset.status == "undefended"]
}
output "plan" {
  value = data.tcss_coverage.this.plan
}
`);
    const plan = await tf.run("plan");
    assert.equal(plan.code, 0, plan.output);
    assert.match(plan.output, /switch_on/);
    assert.match(plan.output, /remaining_cores/);
    assert.equal(asked(), 1);
  });

  it("the gate names undefended assets, and judges those that must be defended", async () => {
    const gate = (settings: string): string => `data "tcss_gate" "this" {
  ${settings}
}
output "summary" {
  value = data.tcss_gate.this.summary
}
`;
    const tf = await moduleOf(gate('assets = { must_be_defended = ["cluster:none-of-this-name"] }'));
    const judged = await tf.run("plan");
    assert.equal(judged.code, 0, judged.output);
    assert.match(plainText(judged), /TCSS011 critical-assets-defended/);
    assert.ok(emulator.requests("DescribeUserCluster").length > 0);
    emulator.clearRequests();
    emulator.setScenario("healthy");
    tf.change(gate(""));
    assert.match(plainText(await tf.run("plan")), /The TCSS gate passes/);
    assert.equal(emulator.requests("DescribeUserCluster").length, 0, "nobody asked for assets");
  });

  it("is mocked by terraform test", async () => {
    const tf = await moduleOf(POSTCONDITION, {
      "gate.tftest.hcl": `mock_provider "tcss" {
  mock_data "tcss_gate" {
    defaults = {
      passed  = true
      summary = "passes"
    }
  }
}
run "passes" {
  command = plan
}
run "blocks" {
  command = plan
  override_data {
    target = data.tcss_gate.this
    values = {
      passed  = false
      summary = "blocks"
    }
  }
  expect_failures = [data.tcss_gate.this]
}
`,
    });
    const outcome = await tf.run("test");
    assert.equal(outcome.code, 0, outcome.output);
    assert.match(outcome.output, /2 passed, 0 failed/);
    assert.equal(asked(), 0);
  });
});

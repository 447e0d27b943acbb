import assert from "node:assert/strict";
import { describeWithEngines, outcomeOf } from "../../support/terraform";
import { plainText, READ, RESOURCE, UNDEFENDED, useModules } from "./moduleBed";

describeWithEngines("a module with tcss", (engine) => {
  const bed = useModules(engine);
  const { moduleOf, asked } = bed;

  it("knows the values at plan time; apply of a saved plan judges that reading, and asks nobody", async () => {
    const tf = await moduleOf(`${READ}${RESOURCE}output "undefended" {\n  value = ${UNDEFENDED}\n}\n`);
    const plan = await tf.run("plan", "-out=saved.plan");
    assert.equal(plan.code, 0, plan.output);
    assert.match(plan.output, /\+ undefended = \d+/);
    assert.equal(asked(), 1);
    bed.emulator.setScenario("healthy");
    assert.equal((await tf.run("apply", "saved.plan")).code, 0);
    assert.equal(asked(), 1, "a saved plan holds what was read");
    // now it differs, and only what is read again says so
    const refreshed = await tf.run("plan", "-refresh-only", "-detailed-exitcode");
    assert.equal(refreshed.code, 2, refreshed.output);
    assert.match(refreshed.output, /undefended = \d+ -> 0/);
    assert.equal((await tf.run("destroy", "-auto-approve")).code, 0);
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

  it("data sources of all kinds with equal selectors ask no more than a single one of assets", async () => {
    const kinds = ["tcss_purchase_state", "tcss_coverage", "tcss_gate"];
    const sources = (count: number, ...each: string[]): string =>
      each
        .map((kind) => `data "${kind}" "each" {\n  count = ${count}\n  region = "ap-guangzhou"\n}\n`)
        .join("");
    const tf = await moduleOf(sources(1, "tcss_coverage"));
    assert.equal((await tf.run("plan")).code, 0);
    const actions = (): string[] => bed.emulator.requests().map(({ action = "" }) => action);
    const single = actions().sort();
    assert.ok(single.includes("DescribeUserCluster"));
    bed.emulator.clearRequests();
    tf.change(sources(17, ...kinds));
    const plan = await tf.run("plan");
    assert.equal(plan.code, 0, plan.output);
    assert.equal(asked(), 1);
    assert.deepEqual(actions().sort(), single);
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
    tf.change(
      'data "tcss_gate" "this" {\n  rules = { all = "advisory", no-trial = { max = 1 }, no-undefended-core = "advisory" }\n}\n',
    );
    assert.deepEqual(await found(), ["9:42 rules.no-trial.max", "9:77 rules.no-undefended-core"]);
  });

  it("timeouts end a read, and the message says what to raise", async () => {
    bed.emulator.faults.push(...Array.from({ length: 10 }, () => ({ fault: "hang" as const })));
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
});

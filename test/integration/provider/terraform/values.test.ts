// What becomes of values on their way through the engines: how they write them is theirs alone.
import assert from "node:assert/strict";
import { type Emulator, startEmulator } from "../../../../emulator/src";
import { emulatorAccess } from "../../../support/emulatorAccess";
import { describeWithEngines, TerraformModule } from "../../support/terraform";

const NOW = "2024-06-01T00:00:00Z";

describeWithEngines("values of a module with tcss", (engine) => {
  let emulator: Emulator;
  let module: TerraformModule;
  before(async () => {
    emulator = await startEmulator({ scenario: "healthy" });
  });
  after(() => emulator.close());
  afterEach(() => module.remove());

  async function plan(text: string, env: Record<string, string> = {}): Promise<string> {
    module = new TerraformModule({ engine, text, env: { ...emulatorAccess(emulator), ...env } });
    const { code, output } = await module.run("plan", "-no-color");
    assert.equal(code, 0, output);
    return output;
  }

  it("fractions reach the provider, its data sources and its functions", async () => {
    const rules = '{ "elastic-headroom" = { max_elastic_use = 0.9 } }';
    const output = await plan(`
provider "tcss" {
  deadline_seconds        = 9.7
  request_timeout_seconds = 8.1
}
data "tcss_gate" "this" {
  rules = ${rules}
}
data "tcss_purchase_state" "this" {
  deadline_seconds = 9.9
}
output "passed" {
  value = data.tcss_gate.this.passed
}
output "found" {
  value = length(provider::tcss::findings(data.tcss_purchase_state.this, ${rules}, plantimestamp()))
}
`);
    assert.match(output, /passed = true/);
    assert.match(output, /found += 0/);
  });

  it("findings reads times in the zone that the provider block says", async () => {
    const now = new Date();
    // in Honolulu, ten hours behind UTC: four hours from now, which in Beijing would be fourteen hours ago
    const end = new Date(now.getTime() - 6 * 3_600_000).toISOString().slice(0, 19).replace("T", " ");
    emulator.setFields({ ExpirationTime: end });
    const output = await plan(`
provider "tcss" {
  time_zone = "Pacific/Honolulu"
}
data "tcss_gate" "this" {}
data "tcss_purchase_state" "this" {}
locals {
  found = provider::tcss::findings(data.tcss_purchase_state.this, {}, "${now.toISOString()}")
}
output "same" {
  value = local.found[*].message == data.tcss_gate.this.findings[*].message
}
output "found" {
  value = join(" ", local.found[*].rule_id)
}
`);
    assert.match(output, /same += true/);
    assert.match(output, /found += "TCSS003"/);
  });

  it("an empty object stands for the defaults of the rules; a null does so in Terraform alone", async () => {
    const output = await plan(`
provider "tcss" {}
data "tcss_purchase_state" "this" {}
output "empty" {
  value = length(provider::tcss::findings(data.tcss_purchase_state.this, {}, "${NOW}"))
}
output "null" {
  value = length(provider::tcss::findings(data.tcss_purchase_state.this, null, "${NOW}"))
}
`);
    assert.match(output, /empty += 1/);
    // OpenTofu takes the null for a value of a type that is not known yet, and does not ask the provider
    assert.match(output, engine.name === "Terraform" ? /null += 1/ : /null += \(known after apply\)/);
  });
});

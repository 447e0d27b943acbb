import assert from "node:assert/strict";
import { describeWithEngines } from "../../support/terraform";
import { plainText, READ, RESOURCE, useModules } from "./moduleBed";

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

describeWithEngines("a module with tcss", (engine) => {
  const bed = useModules(engine);
  const { moduleOf, asked } = bed;

  it("a postcondition stops plan and apply before anything is created, and lets destroy pass", async () => {
    bed.emulator.setScenario("healthy");
    const text = `${READ}${POSTCONDITION}${RESOURCE}`;
    const tf = await moduleOf(text);
    assert.equal((await tf.run("apply", "-auto-approve")).code, 0);
    bed.emulator.setScenario("undefended");
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
    bed.emulator.faults.push(...Array.from({ length: 40 }, () => ({ fault: "5xx" as const })));
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
    bed.emulator.setScenario("healthy");
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
        bed.provider.close();
        tf.remove();
      }
    }
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
    assert.ok(bed.emulator.requests("DescribeUserCluster").length > 0);
    bed.emulator.clearRequests();
    bed.emulator.setScenario("healthy");
    tf.change(gate(""));
    assert.match(plainText(await tf.run("plan")), /The TCSS gate passes/);
    assert.equal(bed.emulator.requests("DescribeUserCluster").length, 0, "nobody asked for assets");
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

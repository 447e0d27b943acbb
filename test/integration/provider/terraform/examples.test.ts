import assert from "node:assert/strict";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Emulator, startEmulator } from "../../../../emulator/src";
import { emulatorAccess } from "../../../support/emulatorAccess";
import { BUILT, describeWithEngines, type Outcome, ROOT, TerraformModule } from "../../support/terraform";

const EXAMPLES = join(ROOT, "examples/terraform");
const DOCUMENT = readFileSync(join(ROOT, "docs/terraform.md"), "utf8");
const textOf = (name: string): string => readFileSync(join(EXAMPLES, name, "main.tf"), "utf8");
/** The module without what names the provider: the tests name it otherwise. */
const bodyOf = (name: string): string => textOf(name).replace(/^terraform \{[\s\S]*?\n\}\n/, "");

const CONDITION = `condition     = data.tcss_gate.this.passed
      error_message = data.tcss_gate.this.summary`;

/** A module for each row of the table "What stops what". */
const FORMS: Readonly<Record<string, string>> = {
  '`postcondition` on `data "tcss_gate"`': `data "tcss_gate" "this" {
  lifecycle {
    postcondition {
      condition     = self.passed
      error_message = self.summary
    }
  }
}
resource "terraform_data" "made" {}
`,
  "`precondition` on a resource": `data "tcss_gate" "this" {}
resource "terraform_data" "made" {
  lifecycle {
    precondition {
      ${CONDITION}
    }
  }
}
`,
  "`check` over a top-level data source": `data "tcss_gate" "this" {}
resource "terraform_data" "made" {}
check "gate" {
  assert {
      ${CONDITION}
  }
}
`,
};

describeWithEngines("what the documents say of Terraform", (engine) => {
  let emulator: Emulator;
  let module: TerraformModule | undefined;
  before(async () => {
    emulator = await startEmulator({ scenario: "example" });
  });
  after(() => emulator.close());
  beforeEach(() => emulator.setScenario("example"));
  afterEach(() => module?.remove());

  function moduleOf(text: string): TerraformModule {
    module = new TerraformModule({
      engine,
      text,
      env: emulatorAccess(emulator),
    });
    return module;
  }

  function verdictOf({ code, output }: Outcome): string {
    if (code !== 0) return "stopped";
    return /Warning: Check block assertion failed/.test(output) ? "warned" : "passes";
  }

  it("each row of the table stops what it says", async () => {
    const rows = [
      ...DOCUMENT.matchAll(/^\| (.+?) \| (stopped|warned|passes) \| (stopped|warned|passes) \|$/gm),
    ];
    assert.deepEqual(
      rows.map(([, form]) => form),
      Object.keys(FORMS),
    );
    for (const [, form = "", whilePlanning, whileDestroying] of rows) {
      emulator.setScenario("healthy");
      const tf = moduleOf(FORMS[form] ?? "");
      assert.equal((await tf.run("apply", "-auto-approve")).code, 0);
      emulator.setScenario("example");
      assert.equal(verdictOf(await tf.run("plan")), whilePlanning, form);
      const destroyed = await tf.run("destroy", "-auto-approve");
      assert.equal(destroyed.code === 0 ? "passes" : "stopped", whileDestroying, form);
      assert.match(destroyed.output, /1 destroyed/);
      tf.remove();
    }
  });

  it("the examples do what their README says", async () => {
    assert.deepEqual(readdirSync(EXAMPLES).sort(), [
      "README.md",
      "coverage",
      "gate",
      "read",
      "several-accounts",
    ]);
    for (const [name, code, pattern] of [
      ["read", 0, /undefended_cores = 86/],
      ["coverage", 0, /switch_on +=/],
      ["gate", 1, /86 of 154 cores/],
    ] as const) {
      const outcome = await moduleOf(bodyOf(name)).run("plan");
      assert.equal(outcome.code, code, outcome.output);
      assert.match(outcome.output, pattern);
      module?.remove();
    }
    const tf = moduleOf(bodyOf("several-accounts"));
    const profiles = join(tf.folder, "home/.tccli");
    mkdirSync(profiles);
    emulator.addCredential({
      secretId: "AKIDexampleproduction",
      secretKey: "example-production-key",
      scenario: "healthy",
      accountId: "100000000077",
    });
    const keys = {
      production: { secretId: "AKIDexampleproduction", secretKey: "example-production-key" },
      staging: { secretId: emulator.secretId, secretKey: emulator.secretKey },
    };
    for (const [name, key] of Object.entries(keys))
      writeFileSync(join(profiles, `${name}.credential`), JSON.stringify(key));
    // a profile in the block wins over the environment's key
    const outcome = await tf.run("plan");
    assert.equal(outcome.code, 0, outcome.output);
    assert.equal(verdictOf(outcome), "warned");
  });

  it("the examples name the provider as a release is called", () => {
    for (const name of readdirSync(EXAMPLES).filter((each) => !each.includes(".")))
      assert.match(textOf(name), /source = "pulumi-tcss\/tcss"/);
    assert.match(DOCUMENT, new RegExp(BUILT.replace(ROOT, "/path/to/pulumi-tcss")));
  });
});

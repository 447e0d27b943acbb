import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Emulator, startEmulator } from "../../../../emulator/src";
import { emulatorAccess } from "../../../support/emulatorAccess";
import {
  BUILT,
  describeWithEngines,
  type Outcome,
  outcomeOf,
  ROOT,
  TerraformModule,
} from "../../support/terraform";

const EXAMPLES = join(ROOT, "examples/terraform");
const DOCUMENT = readFileSync(join(ROOT, "docs/terraform.md"), "utf8");
const textOf = (name: string): string => readFileSync(join(EXAMPLES, name, "main.tf"), "utf8");
/** The module without what names the provider: the tests name it otherwise. */
const bodyOf = (name: string): string => textOf(name).replace(/^terraform \{[\s\S]*?\n\}\n/, "");

const CONDITION = `condition     = data.tcss_gate.this.passed
      error_message = data.tcss_gate.this.summary`;

/** What a row of the table "What stops what" is about. */
interface Form {
  readonly text: string;
  readonly files?: Readonly<Record<string, string>>;
  plan(tf: TerraformModule): Promise<Outcome>;
  destroy(tf: TerraformModule): Promise<Outcome>;
}

const byEngine: Omit<Form, "text"> = {
  plan: (tf) => tf.run("plan"),
  destroy: (tf) => tf.run("destroy", "-auto-approve"),
};

const GATE = `data "tcss_gate" "this" {
  lifecycle {
    postcondition {
      condition     = self.passed
      error_message = self.summary
    }
  }
}
resource "terraform_data" "made" {}
`;

/** A pipeline that applies a saved plan where the command lets it. */
async function checked(tf: TerraformModule, ...args: string[]): Promise<Outcome> {
  await tf.output("plan", "-out=tf.plan", ...args);
  writeFileSync(join(tf.folder, "plan.json"), await tf.output("show", "-json", "tf.plan"));
  const command = [join(ROOT, "report/bin/tcss"), "check", "--plan", "plan.json"];
  const outcome = await outcomeOf(
    spawn(process.execPath, command, { cwd: tf.folder, env: tf.env, stdio: ["ignore", "pipe", "pipe"] }),
  );
  return outcome.code === 0 ? tf.run("apply", "tf.plan") : outcome;
}

/** A module for each row of the table "What stops what". */
const FORMS: Readonly<Record<string, Form>> = {
  '`postcondition` on `data "tcss_gate"`': { ...byEngine, text: GATE },
  "`precondition` on a resource": {
    ...byEngine,
    text: `data "tcss_gate" "this" {}
resource "terraform_data" "made" {
  lifecycle {
    precondition {
      ${CONDITION}
    }
  }
}
`,
  },
  "`check` over a top-level data source": {
    ...byEngine,
    text: `data "tcss_gate" "this" {}
resource "terraform_data" "made" {}
check "gate" {
  assert {
      ${CONDITION}
  }
}
`,
  },
  "`tcss check --plan` between plan and apply": {
    text: 'resource "terraform_data" "made" {}\n',
    plan: (tf) => checked(tf),
    destroy: (tf) => checked(tf, "-destroy"),
  },
  "`terraform test` with `mock_provider`": {
    ...byEngine,
    text: GATE,
    files: {
      "gate.tftest.hcl": `${/mock_provider "tcss" \{[\s\S]*?\n\}\n/.exec(DOCUMENT)?.[0]}run "passes" {\n}\n`,
    },
    plan: (tf) => tf.run("test"),
  },
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

  function moduleOf(text: string, files: Form["files"] = {}): TerraformModule {
    module = new TerraformModule({
      engine,
      text,
      files,
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
    for (const [, name = "", whilePlanning, whileDestroying] of rows) {
      const form = FORMS[name] ?? assert.fail(name);
      emulator.setScenario("healthy");
      const tf = moduleOf(form.text, form.files);
      assert.equal((await tf.run("apply", "-auto-approve")).code, 0);
      emulator.setScenario("example");
      assert.equal(verdictOf(await form.plan(tf)), whilePlanning, name);
      const { code, output } = await form.destroy(tf);
      assert.equal(code === 0 ? "passes" : "stopped", whileDestroying, name);
      assert.equal(/1 destroyed/.test(output), whileDestroying === "passes", output);
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

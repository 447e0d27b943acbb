// Where a secret may stand after a run, and where not: logs, states, plans, outputs.
import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Emulator, startEmulator } from "../../../../emulator/src";
import { onSecret } from "../../../../emulator/src/secrets";
import { emulatorAccess } from "../../../support/emulatorAccess";
import { SecretSearch } from "../../../support/secretSearch";
import { startApiServer } from "../../../unit/support/apiServer";
import { describeWithEngines, serveInProcess, TerraformModule } from "../../support/terraform";
import { zipEntries } from "../../support/zipEntries";

const ROLE = "qcs::cam::uin/100000000001:roleName/reader";
const MODULE = `variable "KEY" {
  type      = string
  ephemeral = true
}
provider "tcss" {
  alias       = "role"
  assume_role = {
    role_arn    = "${ROLE}"
    external_id = "x-1"
  }
}
provider "tcss" {
  alias   = "profile"
  profile = "staging"
}
provider "tcss" {
  alias         = "machine"
  cam_role_name = "machine"
}
provider "tcss" {
  alias      = "variable"
  secret_id  = "AKIDephemeralephemeral1"
  secret_key = var.KEY
}
data "tcss_purchase_state" "role" {
  provider = tcss.role
}
data "tcss_coverage" "profile" {
  provider = tcss.profile
}
data "tcss_gate" "machine" {
  provider = tcss.machine
}
data "tcss_purchase_state" "variable" {
  provider = tcss.variable
}
output "all" {
  value = [
    data.tcss_purchase_state.role.state,
    data.tcss_coverage.profile.totals.cores,
    data.tcss_gate.machine.summary,
    data.tcss_purchase_state.variable.state,
  ]
}
`;

describeWithEngines("secrets of a module with tcss", (engine) => {
  let emulator: Emulator;
  let module: TerraformModule | undefined;
  let secrets: Set<string>;
  let forget: () => void;
  before(async () => {
    secrets = new Set();
    // those that are sent and those that are handed out: temporary keys and their tokens
    forget = onSecret((secret) => secrets.add(secret));
    emulator = await startEmulator({ scenario: "undefended" });
    secrets.add(emulator.secretKey);
    emulator.setMetadataRole({ roleName: "machine" });
  });
  after(async () => {
    forget();
    await emulator.close();
  });
  afterEach(() => module?.remove());

  /** Everything that a run leaves in the module's folder, by name; a saved plan by what is packed in it. */
  function left({ folder }: TerraformModule): Map<string, Buffer> {
    const texts = new Map<string, Buffer>();
    for (const name of ["trace.log", "terraform.tfstate", "crash.log"])
      if (existsSync(join(folder, name))) texts.set(name, readFileSync(join(folder, name)));
    if (existsSync(join(folder, "saved.plan")))
      for (const [name, content] of zipEntries(readFileSync(join(folder, "saved.plan"))))
        texts.set(`saved.plan: ${name}`, content);
    return texts;
  }

  const named = (texts: ReadonlyMap<string, Buffer>): string[] => {
    const search = new SecretSearch(secrets);
    return [...texts].flatMap(([name, text]) => {
      const hit = search.findIn(text);
      return hit === undefined ? [] : [`${name}: ${hit.form}, at ${hit.offset}`];
    });
  };

  it("stand nowhere, however they come and whatever is logged, in success and in failure", async () => {
    const variable = "ephemeral-secret-key-of-the-test";
    const profile = "profile-secret-key-of-the-test";
    emulator.addCredential({ secretId: "AKIDephemeralephemeral1", secretKey: variable });
    emulator.addCredential({ secretId: "AKIDprofileprofilepro1", secretKey: profile });
    const tf = new TerraformModule({
      engine,
      text: MODULE,
      env: {
        ...emulatorAccess(emulator),
        TENCENTCLOUD_STS_ENDPOINT: emulator.endpoint,
        TENCENTCLOUD_METADATA_ENDPOINT: emulator.endpoint,
        TF_VAR_KEY: variable,
        TF_LOG: "TRACE",
      },
    });
    module = tf;
    tf.env["TF_LOG_PATH"] = join(tf.folder, "trace.log");
    mkdirSync(join(tf.folder, "home/.tccli"));
    writeFileSync(
      join(tf.folder, "home/.tccli/staging.credential"),
      JSON.stringify({ secretId: "AKIDprofileprofilepro1", secretKey: profile }),
    );
    const plan = await tf.run("plan", "-out=saved.plan");
    assert.equal(plan.code, 0, plan.output);
    const apply = await tf.run("apply", "saved.plan");
    assert.equal(apply.code, 0, apply.output);
    emulator.removeCredential("AKIDephemeralephemeral1");
    const failed = await tf.run("plan", "-no-color");
    assert.equal(failed.code, 1);
    assert.match(failed.output, /AuthFailure/);
    const texts = left(tf);
    for (const args of [
      ["show", "-json"],
      ["show", "-json", "saved.plan"],
    ])
      texts.set(args.join(" "), Buffer.from(await tf.output(...args)));
    texts.set("output", Buffer.from(plan.output + apply.output + failed.output));
    // the search has something to find, and somewhere to look
    assert.ok(
      [...secrets].some((secret) => secret.startsWith("emulator-tmp-key-")),
      "STS was asked",
    );
    assert.ok([...secrets].some((secret) => secret.startsWith("emulator-tmp-token-")));
    assert.ok((texts.get("trace.log")?.length ?? 0) > 100_000);
    for (const name of ["terraform.tfstate", "saved.plan: tfplan", "saved.plan: tfconfig/m-/main.tf"])
      assert.ok(texts.has(name), `${name} is among ${[...texts.keys()].join(", ")}`);
    assert.deepEqual(named(texts), []);
  });

  it("of a sensitive variable stand in a saved plan alone, as the engines store every variable", async () => {
    // a server that checks nothing, and a key of its own: its place in the plan is known
    const api = await startApiServer();
    const secret = "sensitive-secret-key-of-the-test";
    const tf = new TerraformModule({
      engine,
      text: `variable "KEY" {
  type      = string
  sensitive = true
}
provider "tcss" {
  secret_id  = "AKIDsensitivesensitive1"
  secret_key = var.KEY
  endpoint   = "${api.endpoint}"
}
data "tcss_purchase_state" "this" {}
output "state" {
  value = data.tcss_purchase_state.this.state
}
`,
      env: { TF_VAR_KEY: secret, TF_LOG: "TRACE" },
    });
    module = tf;
    tf.env["TF_LOG_PATH"] = join(tf.folder, "trace.log");
    const provider = await serveInProcess(tf.env, tf.folder);
    tf.env["TF_REATTACH_PROVIDERS"] = provider.reattach;
    try {
      const plan = await tf.run("plan", "-out=saved.plan");
      assert.equal(plan.code, 0, plan.output);
      const apply = await tf.run("apply", "saved.plan");
      assert.equal(apply.code, 0, apply.output);
      const search = new SecretSearch([secret]);
      const holding = [...left(tf)].filter(([, text]) => search.findIn(text) !== undefined);
      assert.deepEqual(
        holding.map(([name]) => name),
        ["saved.plan: tfplan"],
      );
      assert.doesNotMatch(plan.output + apply.output, new RegExp(secret));
    } finally {
      provider.close();
      await api.close();
    }
  });
});

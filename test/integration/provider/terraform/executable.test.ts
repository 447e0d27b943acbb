import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, readdirSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { type Emulator, startEmulator } from "../../../../emulator/src";
import { COOKIE } from "../../../../provider/terraform/wire/handshake";
import { canFindProcesses, marked, until, untilGone } from "../../../e2e/support/processes";
import { emulatorAccess } from "../../../support/emulatorAccess";
import { BUILT, describeWithEngines, outcomeOf, TerraformModule } from "../../support/terraform";

const EXECUTABLE = join(BUILT, "terraform-provider-tcss");
const READ = 'data "tcss_purchase_state" "this" {}\n';

describe("the executable terraform-provider-tcss", () => {
  const start = (env: Record<string, string>, ...args: string[]) =>
    spawnSync(EXECUTABLE, args, { env, encoding: "utf8", timeout: 15_000 });

  it("says in one sentence what it is, where no host has started it", () => {
    const { status, stdout, stderr } = start({ PATH: process.env["PATH"] ?? "" });
    assert.equal(status, 1);
    assert.equal(stdout, "");
    assert.match(stderr, /^terraform-provider-tcss is a provider for Terraform and OpenTofu, [^\n]*\n$/);
  });

  it("says in one line that it needs Node.js, where there is none", () => {
    const folder = new TerraformModule({
      engine: { name: "Terraform", command: "x", version: "" },
      text: "",
    });
    const bin = join(folder.folder, "bin");
    mkdirSync(bin);
    symlinkSync("/bin/sh", join(bin, "sh"));
    const { status, stdout, stderr } = start({ PATH: bin, TF_PLUGIN_MAGIC_COOKIE: COOKIE[1] });
    assert.equal(status, 1);
    // the host shows the first line of standard output to its user
    assert.equal(
      stdout,
      "terraform-provider-tcss needs Node.js 20.19 or later, and there is no node on PATH.\n",
    );
    assert.equal(stderr, "");
    folder.remove();
  });

  it("says which protocol it speaks to a host that does not", () => {
    const env = {
      PATH: process.env["PATH"] ?? "",
      TF_PLUGIN_MAGIC_COOKIE: COOKIE[1],
      PLUGIN_PROTOCOL_VERSIONS: "4,5",
    };
    const { status, stdout } = start(env);
    assert.equal(status, 1);
    assert.match(stdout, /^terraform-provider-tcss speaks plugin protocol 6, .*\n$/);
  });

  for (const signal of ["SIGTERM", "SIGHUP", "SIGQUIT"] as const)
    it(`leaves no socket when it is ended by ${signal}`, async () => {
      const env = { PATH: process.env["PATH"] ?? "", [COOKIE[0]]: COOKIE[1], PLUGIN_PROTOCOL_VERSIONS: "6" };
      const child = spawn(EXECUTABLE, { env, stdio: ["ignore", "pipe", "inherit"] });
      const [line] = (await once(child.stdout, "data")) as [Buffer];
      const [, , , path = ""] = String(line).split("|");
      assert.ok(existsSync(path));
      child.kill(signal);
      assert.deepEqual(await once(child, "exit"), [0, null]);
      assert.ok(!existsSync(dirname(path)));
    });

  it("ends without a stack trace where nobody reads its line", async () => {
    const env = { PATH: process.env["PATH"] ?? "", [COOKIE[0]]: COOKIE[1], PLUGIN_PROTOCOL_VERSIONS: "6" };
    const child = spawn(EXECUTABLE, { env, stdio: ["ignore", "pipe", "pipe"] });
    child.stdout.destroy();
    let said = "";
    child.stderr.on("data", (part: Buffer) => {
      said += part;
    });
    assert.deepEqual(await once(child, "close"), [1, null]);
    assert.equal(said, "");
  });

  it("says in one line what keeps it from starting", () => {
    const { status, stdout, stderr } = start({
      PATH: process.env["PATH"] ?? "",
      [COOKIE[0]]: COOKIE[1],
      PLUGIN_PROTOCOL_VERSIONS: "6",
      PLUGIN_CLIENT_CERT: "x",
    });
    assert.equal(status, 1);
    assert.equal(
      stdout,
      "terraform-provider-tcss could not start: the host gave no certificate in PLUGIN_CLIENT_CERT\n",
    );
    assert.equal(stderr, "");
  });

  it("prints its version", () => {
    assert.match(start({ PATH: process.env["PATH"] ?? "" }, "--version").stdout, /^\d+\.\d+\.\d+\n$/);
  });
});

describeWithEngines("the provider as a process", (engine) => {
  let emulator: Emulator;
  let module: TerraformModule;
  before(async () => {
    emulator = await startEmulator({ scenario: "undefended" });
    emulator.addCredential({
      secretId: "AKIDsecondaccountkey1",
      secretKey: "second-account-key",
      scenario: "healthy",
      accountId: "100000000002",
    });
  });
  after(() => emulator.close());
  beforeEach(() => {
    emulator.faults.clear();
    emulator.clearRequests();
  });
  afterEach(() => module.remove());

  function moduleOf(text: string): TerraformModule {
    module = new TerraformModule({
      engine,
      text,
      env: emulatorAccess(emulator),
    });
    return module;
  }

  /** What the providers of a module have left in the folder for temporary files. */
  const left = (): string[] =>
    readdirSync(join(module.folder, "tmp")).filter((name) => name.startsWith("tcss-"));
  const isAsked = (): boolean => emulator.requests("DescribePurchaseStateInfo").length > 0;
  const hang = (): void =>
    emulator.faults.push(...Array.from({ length: 9 }, () => ({ fault: "hang" as const })));

  /** A plan in the middle of a read that does not end. */
  async function hangingPlan() {
    hang();
    const tf = moduleOf(
      `provider "tcss" {\n  deadline_seconds = 3000\n  request_timeout_seconds = 3000\n}\n${READ}`,
    );
    const child = tf.start("plan", "-no-color");
    const outcome = outcomeOf(child);
    await until(isAsked);
    return { tf, child, outcome };
  }

  it("reads by mutual TLS, and leaves no process and no socket", async () => {
    const tf = moduleOf(
      `${READ}output "status" {\n  value = data.tcss_purchase_state.this.protection_status\n}\n`,
    );
    const plan = await tf.run("plan");
    assert.equal(plan.code, 0, plan.output);
    assert.match(plan.output, /status = "active"/);
    if (canFindProcesses) await untilGone(tf.folder, /tcss-terraform|terraform-provider-tcss/);
    assert.deepEqual(left(), []);
  });

  it("asks each account by the alias that has its key", async () => {
    const tf = moduleOf(`provider "tcss" {
  account = "one"
}
provider "tcss" {
  alias      = "two"
  account    = "two"
  secret_id  = "AKIDsecondaccountkey1"
  secret_key = "second-account-key"
}
data "tcss_gate" "one" {}
data "tcss_gate" "two" {
  provider = tcss.two
}
output "passed" {
  value = [data.tcss_gate.one.passed, data.tcss_gate.two.passed]
}
`);
    const plan = await tf.run("plan");
    assert.equal(plan.code, 0, plan.output);
    assert.match(plan.output.replace(/\s+/g, " "), /passed = \[ \+ false, \+ true, \]/);
  });

  it("an interrupt ends a read at once, as the terminal sends it", async function () {
    if (!canFindProcesses) this.skip();
    const { tf, outcome } = await hangingPlan();
    // to the host and its providers alike
    for (const { pid } of marked(tf.folder)) process.kill(pid, "SIGINT");
    const { code, output } = await outcome;
    assert.equal(code, 1, output);
    assert.match(output, /Interrupt received|Operation canceled|cancel/i);
    await untilGone(tf.folder);
    assert.deepEqual(left(), []);
  });

  it("a second interrupt ends the engine at once, and leaves no process", async function () {
    if (!canFindProcesses) this.skip();
    const { tf, child, outcome } = await hangingPlan();
    // the terminal's first one goes to all, the second one comes before the engine has ended
    for (const { pid } of marked(tf.folder)) process.kill(pid, "SIGINT");
    child.kill("SIGINT");
    const { code, output } = await outcome;
    assert.notEqual(code, 0, output);
    await untilGone(tf.folder);
  });

  it("a provider that is killed ends the run with an error, and takes no secret along", async function () {
    if (!canFindProcesses) this.skip();
    const { tf, outcome } = await hangingPlan();
    for (const { pid, command } of marked(tf.folder))
      if (/tcss-terraform|terraform-provider-tcss/.test(command)) process.kill(pid, "SIGKILL");
    const { code, output } = await outcome;
    assert.equal(code, 1, output);
    assert.match(output, /Plugin did not respond|terminated|error reading from server|EOF|Unavailable/i);
    assert.doesNotMatch(output, new RegExp(emulator.secretKey));
    await untilGone(tf.folder);
    // a known limitation: nobody is left who would remove it
    assert.ok(left().length <= 1);
  });

  it("ends by itself when the host was killed, and takes its socket along", async function () {
    if (!canFindProcesses) this.skip();
    const { tf, child, outcome } = await hangingPlan();
    assert.equal(left().length, 1);
    child.kill("SIGKILL");
    await outcome;
    await untilGone(tf.folder);
    assert.deepEqual(left(), []);
  });

  it("says to the engine's user that Node.js is missing", async () => {
    const tf = moduleOf(READ);
    const bin = join(tf.folder, "bin");
    mkdirSync(bin);
    symlinkSync("/bin/sh", join(bin, "sh"));
    const where = spawnSync("/bin/sh", ["-c", `command -v ${engine.command}`], {
      encoding: "utf8",
      env: tf.env,
    });
    symlinkSync(where.stdout.trim(), join(bin, engine.command));
    tf.env["PATH"] = bin;
    const { code, output } = await outcomeOf(tf.start("validate", "-no-color"));
    assert.equal(code, 1);
    assert.match(output.replace(/\s+/g, " "), /needs Node\.js 20\.19 or later, and there is no node on PATH/);
  });
});

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  makeProgram,
  makeSingleExecutable,
  nodeLicense,
  takesPrograms,
} from "../../../build/release/singleExecutable";
import { type Emulator, startEmulator } from "../../../emulator/src";
import { COOKIE } from "../../../provider/terraform/wire/handshake";
import { canFindProcesses, until, untilGone } from "../../e2e/support/processes";
import { emulatorAccess } from "../../support/emulatorAccess";
import { describeWithEngines, outcomeOf, ROOT, TerraformModule } from "../support/terraform";

describe("npm run package -- --single-executable", function () {
  this.timeout(120_000);
  let folder: string;
  let executable: string;
  let emulator: Emulator;
  // once for all: it takes some seconds, and 100 MB
  before(async function () {
    if (!takesPrograms(process.execPath)) this.skip();
    emulator = await startEmulator({ scenario: "undefended" });
    folder = mkdtempSync(join(tmpdir(), "tcss-single-"));
    executable = join(folder, "terraform-provider-tcss");
    await makeSingleExecutable(executable);
  });
  after(async () => {
    if (folder === undefined) return;
    rmSync(folder, { recursive: true });
    await emulator.close();
  });

  const start = (env: Record<string, string>, ...args: string[]) =>
    spawnSync(executable, args, { env, cwd: folder, encoding: "utf8", timeout: 15_000 });

  it("prints the version of the package, not that of the Node.js inside, without any node on PATH", () => {
    const { version } = JSON.parse(readFileSync(join(ROOT, "sdk/package.json"), "utf8")) as {
      version: string;
    };
    assert.deepEqual(pick(start({}, "--version")), { status: 0, stdout: `${version}\n`, stderr: "" });
  });

  it("says in one sentence what it is, where no host has started it", () => {
    const { status, stdout, stderr } = start({});
    assert.deepEqual({ status, stdout }, { status: 1, stdout: "" });
    assert.match(stderr, /^terraform-provider-tcss is a provider for Terraform and OpenTofu, [^\n]*\n$/);
  });

  it("refuses a host that speaks another protocol", () => {
    const { status, stdout } = start({ [COOKIE[0]]: COOKIE[1], PLUGIN_PROTOCOL_VERSIONS: "4,5" });
    assert.equal(status, 1);
    assert.match(stdout, /^terraform-provider-tcss speaks plugin protocol 6, [^\n]*\n$/);
  });

  it("holds the same program byte for byte when it is made again elsewhere", async () => {
    const programs = [];
    for (const name of ["one", "another"]) {
      mkdirSync(join(folder, name));
      programs.push(readFileSync(await makeProgram(join(folder, name))));
    }
    assert.deepEqual(programs[0], programs[1]);
  });

  it("names no folder of the machine that made it", () => {
    const bytes = readFileSync(executable);
    assert.equal(bytes.includes(ROOT), false);
    assert.equal(bytes.includes(join(tmpdir(), "tcss-single")), false);
    // the program is there
    assert.equal(bytes.includes("terraform-provider-tcss is a provider"), true);
  });

  it("says where it cannot be made, and makes nothing", async () => {
    const { platform } = process;
    const file = join(folder, "for-macos");
    Object.defineProperty(process, "platform", { value: "darwin" });
    try {
      await assert.rejects(
        makeSingleExecutable(file),
        /^Error: --single-executable works on Linux: .* This is darwin\.$/,
      );
    } finally {
      Object.defineProperty(process, "platform", { value: platform });
    }
    assert.equal(existsSync(file), false);
  });

  it("goes with the license of Node.js, or says that there is none", () => {
    try {
      assert.match(readFileSync(nodeLicense(), "utf8"), /Node\.js/);
    } catch (error) {
      // a Node.js from elsewhere than nodejs.org may have left it out
      assert.match(String(error), /^Error: The license of Node\.js must go with it, and is at none of /);
    }
  });

  describeWithEngines("run by the engine", (engine) => {
    let module: TerraformModule;
    beforeEach(() => {
      module = new TerraformModule({
        engine,
        text: `provider "tcss" {
  deadline_seconds        = 3000
  request_timeout_seconds = 3000
}
data "tcss_purchase_state" "this" {}
data "tcss_gate" "this" {}
output "read" {
  value = "\${data.tcss_purchase_state.this.protection_status} \${data.tcss_gate.this.passed} \${provider::tcss::days_left("2030-01-03T00:00:00Z", "2030-01-01T00:00:00Z")}"
}
`,
        files: { "tcss.gate.yaml": "rules: {}\n" },
        env: emulatorAccess(emulator),
        installation: `dev_overrides {\n    "example.com/acme/tcss" = "${folder}"\n  }\n  direct {}`,
      });
      emulator.faults.clear();
      emulator.clearRequests();
      alone(module, engine.command);
    });
    afterEach(() => module.remove());

    const left = (): string[] =>
      readdirSync(join(module.folder, "tmp")).filter((name) => name.startsWith("tcss-"));

    it("reads, judges and computes, without any node on PATH, and leaves nothing behind", async () => {
      const { code, output } = await module.run("plan");
      assert.equal(code, 0, output);
      assert.match(output, /read = "active false 2"/);
      if (canFindProcesses) await untilGone(module.folder, /terraform-provider-tcss/);
      assert.deepEqual(left(), []);
    });

    it("ends by itself when the host was killed", async function () {
      if (!canFindProcesses) this.skip();
      emulator.faults.push(...Array.from({ length: 9 }, () => ({ fault: "hang" as const })));
      const child = module.start("plan", "-no-color");
      const outcome = outcomeOf(child);
      await until(() => emulator.requests("DescribePurchaseStateInfo").length > 0);
      child.kill("SIGKILL");
      await outcome;
      await untilGone(module.folder);
      assert.deepEqual(left(), []);
    });
  });
});

/** Leaves nothing on PATH but the engine. */
function alone(module: TerraformModule, command: string): void {
  const bin = join(module.folder, "bin");
  mkdirSync(bin);
  const where = spawnSync("/bin/sh", ["-c", `command -v ${command}`], { encoding: "utf8", env: module.env });
  symlinkSync(where.stdout.trim(), join(bin, command));
  module.env["PATH"] = bin;
}

function pick({ status, stdout, stderr }: { status: number | null; stdout: string; stderr: string }) {
  return { status, stdout, stderr };
}

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { type Emulator, startEmulator } from "../../../emulator/src";
import { executableOnPath } from "../../../toolchain/src/files";

const run = promisify(execFile);

const ROOT = join(__dirname, "../../..");
const SCRIPT = join(__dirname, "support/read_assets.py");
/** Installed once on a machine: pip takes its time. */
const INSTALLED = join(ROOT, "node_modules/.cache/tencentcloud-sdk-python-3.1.195");
const PACKAGES = [
  "tencentcloud-sdk-python-common==3.1.195",
  "tencentcloud-sdk-python-tcss==3.1.161",
  "tencentcloud-sdk-python-cvm==3.1.178",
];

/** Why the SDK cannot be used here; undefined where it can. */
async function whyNot(): Promise<string | undefined> {
  if (existsSync(INSTALLED)) return undefined;
  const python = executableOnPath(process.env["PATH"], "python3");
  if (python === undefined) return "there is no python3 on PATH";
  const beside = `${INSTALLED}.${process.pid}`;
  mkdirSync(join(INSTALLED, ".."), { recursive: true });
  try {
    const quiet = ["--quiet", "--disable-pip-version-check"];
    await run(python, ["-m", "pip", "install", ...quiet, "--target", beside, ...PACKAGES]);
    renameSync(beside, INSTALLED);
    return undefined;
  } catch (error) {
    rmSync(beside, { recursive: true, force: true });
    const [reason] = String((error as { stderr?: string }).stderr ?? error)
      .trim()
      .split("\n")
      .slice(-1);
    return existsSync(INSTALLED) ? undefined : `Tencent's SDK could not be installed with pip: ${reason}`;
  }
}

describe("Tencent Cloud's own SDK for Python", () => {
  let emulator: Emulator;

  before(async function () {
    this.timeout(300_000);
    const reason = await whyNot();
    if (reason !== undefined) {
      console.error(`      skipped: ${reason}`);
      this.skip();
    }
    emulator = await startEmulator({ scenario: "example", site: "mainland" });
  });
  after(() => emulator?.close());

  for (const method of ["POST", "GET"]) {
    it(`reads clusters, hosts, super nodes and instance types by ${method}`, async () => {
      const { port, secretId, secretKey } = emulator;
      const { stdout } = await run("python3", [SCRIPT, `127.0.0.1:${port}`, secretId, secretKey, method], {
        env: { PATH: process.env["PATH"], PYTHONPATH: INSTALLED, PYTHONDONTWRITEBYTECODE: "1" },
      });
      assert.deepEqual(JSON.parse(stdout), {
        clusters: [
          ["cls-7f2k9q1a", 32_000, 32_000, "Defended"],
          ["cls-b3x8w5me", 40_000, 16_000, "PartDefened"],
          ["cls-q9d4t6zc", 20_000, 0, "UnDefended"],
          ["cls-2m7c1p8r", 15_000, 0, "UnDefended"],
          ["cls-h5v0n3yk", 7_000, 0, "UnDefended"],
        ],
        hosts: [
          ["builder-1", 16_000, "team"],
          ["registry", 4_000, "team"],
          ["builder-2", 12_000, "team"],
          ["legacy-api", 6_000, "team"],
          ["sandbox", 2_000, "team"],
        ],
        superNodes: ["batch-serverless"],
        undefended: 86,
        synchronized: "PROCESSED",
        cores: [10, 10],
        tooMany: "InvalidParameter",
        unknownFilter: "InvalidParameter",
      });
    });
  }
});

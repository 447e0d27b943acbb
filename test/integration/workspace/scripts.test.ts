import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";

const ROOT = join(__dirname, "../../..");

describe("a script of the workspace", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "tcss-scripts-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  describe("without Pulumi, Go and a network", () => {
    /** An environment in which nothing of it is found. */
    function environment(): NodeJS.ProcessEnv {
      const bin = join(folder, "bin");
      mkdirSync(bin);
      symlinkSync(process.execPath, join(bin, "node"));
      const noNetwork = join(folder, "no-network.cjs");
      writeFileSync(noNetwork, "globalThis.fetch = () => Promise.reject(new TypeError('fetch failed'));");
      return {
        PATH: bin,
        HOME: folder,
        TCSS_TOOLCHAIN_CACHE: join(folder, "toolchain"),
        TENCENTCLOUD_METADATA_ENDPOINT: "http://127.0.0.1:9",
        NODE_OPTIONS: `--require ${noNetwork}`,
      };
    }
    const run = (script: string, ...args: string[]) =>
      spawnSync(process.execPath, [join(ROOT, "scripts", script), ...args], {
        env: environment(),
        encoding: "utf8",
      });
    const REASON =
      /^(npm start: )?Pulumi [\d.]+ or later is needed and could not be had: .*there is no pulumi on PATH.*[^;]\. Install Pulumi .* or Go .*$/m;

    /** npm test has built before; where something else runs these tests, the sources may be newer. */
    const isBuilt = (stderr: string): boolean => !/^(Building|Installing packages) /m.test(stderr);

    it("npm start says so in one line, and ends with 2", function () {
      const { status, stdout, stderr } = run("start.mjs", "--scenario", "healthy");
      if (!isBuilt(stderr)) this.skip();
      const lines = stderr
        .trim()
        .split("\n")
        .filter((line) => !line.startsWith("tool chain: "));
      assert.equal(lines.length, 1, stderr);
      assert.match(lines[0] ?? "", REASON);
      assert.deepEqual([status, stdout], [2, ""]);
    });

    it("npm test says so before it runs a test", function () {
      const { status, stdout, stderr } = run("test.mjs");
      if (!isBuilt(stderr)) this.skip();
      assert.match(stderr, REASON);
      assert.doesNotMatch(stderr, /\n\s+at /);
      assert.deepEqual([status, stdout], [1, ""]);
    });
  });

  it("npm run toolchain refuses an option in one line, and searches nothing", () => {
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [join(ROOT, "scripts/toolchain.mjs"), "--opentoofu"],
      { encoding: "utf8" },
    );
    assert.match(stderr, /^npm run toolchain: [^\n]+--opentoofu[^\n]+\n$/);
    assert.deepEqual([status, stdout], [1, ""]);
  });

  it("npm start refuses an option in one line, with 2", () => {
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [join(ROOT, "scripts/start.mjs"), "--nonsense"],
      {
        encoding: "utf8",
      },
    );
    assert.match(stderr, /^npm start: [^\n]+\n$/);
    assert.deepEqual([status, stdout], [2, ""]);
  });

  describe("ends what it has started", () => {
    const CHILDREN = join(ROOT, "scripts/children.mjs");
    /** Starts two processes, one below the other, that last; the second has lost its parent. */
    const LASTING = `require("node:child_process").spawn(process.execPath, ["-e", "process.on('SIGTERM', () => {}); console.log('pid ' + process.pid); setInterval(() => {}, 1e9)"], { stdio: "inherit", detached: true });
console.log("pid " + process.pid); setInterval(() => {}, 1e9);`;

    for (const signal of ["SIGTERM", "SIGINT", "SIGKILL"] as const)
      it(`when it is ended by ${signal}`, async () => {
        const script = join(folder, "script.mjs");
        writeFileSync(
          script,
          `import { spawnGuarded } from ${JSON.stringify(CHILDREN)};
spawnGuarded(process.execPath, ["-e", ${JSON.stringify(LASTING)}], { stdio: "inherit" });`,
        );
        const child = spawn(process.execPath, [script], { stdio: ["ignore", "pipe", "inherit"] });
        let said = "";
        child.stdout.setEncoding("utf8").on("data", (text: string) => {
          said += text;
        });
        while (said.split("pid ").length < 3) await once(child.stdout, "data");
        const pids = [...said.matchAll(/pid (\d+)/g)].map(([, pid]) => Number(pid));
        child.kill(signal);
        // the pipe ends with the last of them
        await once(child, "close");
        while (pids.some(isAlive)) await pause(20);
      });

    it("gives on what a command has printed and its exit code", () => {
      const script = join(folder, "script.mjs");
      writeFileSync(
        script,
        `import { spawnGuarded } from ${JSON.stringify(CHILDREN)};
for (const command of [[process.execPath, "-e", "console.log('printed'); process.exit(7)"], ["no-such-command-at-all"]])
  await new Promise((done) => spawnGuarded(command[0], command.slice(1), { stdio: "inherit" }).on("close", (code) => { console.log(code); done(); }));`,
      );
      const { stdout, stderr } = spawnSync(process.execPath, [script], { encoding: "utf8" });
      assert.equal(stdout, "printed\n7\n127\n");
      assert.equal(stderr, "no-such-command-at-all could not be started (ENOENT)\n");
    });
  });
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

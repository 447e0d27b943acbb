import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { shared } from "./support/hooks";
import { canFindProcesses, marked, until, untilGone } from "./support/processes";
import { baseEnvironment } from "./support/project";
import { type Run, run } from "./support/run";
import { ROOT } from "./support/toolchain";

const START = ["scripts/start.mjs"];

describe("npm start", () => {
  let mark: string;
  let env: NodeJS.ProcessEnv;
  beforeEach(() => {
    mark = `npm-start-test-${randomUUID()}`;
    env = { ...baseEnvironment(shared().folder), MARK: mark };
  });

  const start = (...args: string[]): Promise<Run> =>
    run(process.execPath, [...START, ...args], { cwd: ROOT, env });

  describe("ends with a code for what it found", () => {
    it("0 where the gate passes", async () => {
      const { code, stdout } = await start("--scenario", "healthy");
      assert.match(stdout, /The gate passes\.\n$/);
      assert.equal(code, 0);
    });

    it("1 where it blocks", async () => {
      const { code, stdout } = await start("--scenario", "undefended");
      assert.match(stdout, /The gate blocks this deployment\.\n$/);
      assert.equal(code, 1);
    });

    it("2 where the account cannot be asked", async () => {
      const account = {
        TENCENTCLOUD_SECRET_ID: "AKIDtest",
        TENCENTCLOUD_SECRET_KEY: "key-of-the-test",
        TENCENTCLOUD_TCSS_ENDPOINT: "http://127.0.0.1:9",
      };
      Object.assign(env, account);
      const { code, stdout } = await start();
      assert.match(stdout, /could not be determined/);
      assert.equal(code, 2);
    });

    it("2 where nobody reads it, with one line and no stack trace", async () => {
      const words = [process.execPath, ...START, "--scenario", "healthy"]
        .map((word) => `'${word}'`)
        .join(" ");
      const shell = `${words} | head -1; exit $PIPESTATUS`;
      const { code, stderr } = await run("bash", ["-c", shell], { cwd: ROOT, env });
      assert.match(stderr, /^npm start: standard output cannot be written \(EPIPE\)$/m);
      assert.doesNotMatch(stderr, /\n\s+at /);
      assert.equal(code, 2);
      await untilGone(mark);
    });
  });

  describe("ends with all that it has started, in the middle of a read that hangs,", () => {
    if (!canFindProcesses) return;
    let npm: ChildProcess;
    let script: number;
    beforeEach(async () => {
      npm = spawn("npm", ["start", "--", "--scenario", "hang"], { cwd: ROOT, env, stdio: "ignore" });
      const found = (command: RegExp) => marked(mark).find((each) => command.test(each.command))?.pid;
      await until(() => found(/bin\/tcss-gate 127/) !== undefined);
      script = found(/^\S*node scripts\/start\.mjs/) ?? assert.fail("the script does not run");
      assert.ok(marked(mark).length > 4);
    });
    afterEach(() => {
      for (const { pid } of marked(mark)) process.kill(pid, "SIGKILL");
    });

    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP", "SIGKILL"] as const)
      it(`by ${signal}`, async () => {
        const exited = once(npm, "exit");
        process.kill(script, signal);
        await untilGone(mark);
        const [code] = await exited;
        if (signal === "SIGKILL") return;
        assert.equal(code, 2);
      });

    it("when npm is gone", async () => {
      npm.kill("SIGKILL");
      await untilGone(mark);
    });
  });
});

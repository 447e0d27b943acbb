import assert from "node:assert/strict";
import { execFile, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

describe("what is kept of a run", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "tcss-run-test-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const PRINT = 'console.log("on-" + "output"); console.error("on-" + "error")';
  for (const [name, start] of [
    ["spawn", `require("node:child_process").spawn(process.execPath, ["-e", PRINT])`],
    ["spawnSync", `require("node:child_process").spawnSync(process.execPath, ["-e", PRINT])`],
    ["execFile", `require("node:child_process").execFile(process.execPath, ["-e", PRINT], () => {})`],
    [
      "exec",
      `require("node:child_process").exec(JSON.stringify(process.execPath) + " -e " + JSON.stringify("console.log('on-' + 'output'); console.error('on-' + 'error')"))`,
    ],
  ])
    it(`holds what a process says that ${name} starts, and the secrets of its environment`, async () => {
      const program = `process.env.SOME_SECRET_KEY = "given-" + "to-it"; process.env.https_proxy = "http://user:pass" + "%2Dword@host";
        const PRINT = ${JSON.stringify(PRINT)}; ${start}`;
      const hooks = join(__dirname, "../../support/hooks.ts");
      const env = { ...process.env, TCSS_TEST_RUN: folder, MACHINES_OWN_TOKEN: "no-test-has-it" };
      const child = spawn(process.execPath, ["--require", "tsx/cjs", "--require", hooks, "-e", program], {
        env,
      });
      const [code] = await once(child, "exit");
      assert.equal(code, 0);
      const captured = readdirSync(join(folder, "captured")).map((file) =>
        readFileSync(join(folder, "captured", file), "utf8"),
      );
      assert.deepEqual(captured.filter((text) => text !== "").sort(), ["on-error\n", "on-output\n"]);
      if (name === "spawn" || name === "execFile") {
        const secrets = readFileSync(join(folder, "secrets.jsonl"), "utf8");
        for (const secret of ["given-to-it", "pass%2Dword", "pass-word"])
          assert.ok(secrets.includes(`"${secret}"`), secret);
        assert.ok(!secrets.includes("no-test-has-it"));
      }
    });

  it("does not change what the one who starts it reads, even late", async () => {
    const child = spawn(process.execPath, ["-e", PRINT]);
    await once(child, "spawn");
    let text = "";
    for await (const chunk of child.stdout) text += chunk;
    assert.equal(text, "on-output\n");
    assert.equal(spawnSync(process.execPath, ["-e", PRINT], { encoding: "utf8" }).stdout, "on-output\n");
    assert.equal((await promisify(execFile)(process.execPath, ["-e", PRINT])).stdout, "on-output\n");
  });
});

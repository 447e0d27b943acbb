import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";

const PACK = join(__dirname, "../../../policy-pack");

/** Runs a pack of one line to its end; it ends where the pack would wait for the engine. */
function packOf(line: string): { code: number | null; stdout: string; stderr: string } {
  const program = `const { TcssGuard } = require(${JSON.stringify(join(PACK, "dist/index.js"))});
    const { log } = console;
    console.log = (text) => { log(text); process.exit(); };
    const own = { name: "own", description: "A team's own.", enforcementLevel: "mandatory", validateResource() {} };
    ${line}`;
  const { status, stdout, stderr } = spawnSync(process.execPath, ["-e", program], {
    cwd: PACK,
    encoding: "utf8",
  });
  return { code: status, stdout, stderr };
}

describe("TcssGuard", () => {
  for (const args of ["", `"acme"`, `{ all: "advisory", policies: [own] }`, `"acme", { policies: [own] }`])
    it(`tells the engine its port with (${args})`, () => {
      const { code, stdout, stderr } = packOf(`new TcssGuard(${args});`);
      assert.deepEqual([code, stderr], [0, ""]);
      assert.match(stdout, /^\d+\n$/);
    });

  for (const args of [`{ all: "must" }`, `"acme", { all: "must", policies: [own] }`])
    it(`ends with one line that names what is wrong with (${args})`, () => {
      assert.deepEqual(packOf(`new TcssGuard(${args});`), {
        code: 1,
        stdout: "",
        stderr:
          "TcssGuard: all must be one of disabled, advisory, mandatory. Correct it; a setting that is not understood might have been meant to be stricter.\n",
      });
    });
});

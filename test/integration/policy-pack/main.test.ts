import assert from "node:assert/strict";
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { FakeEngine } from "../../unit/support/fakeEngine";

const PACK = join(__dirname, "../../../policy-pack");
/** Of no engine: for runs that do not last. */
const ADDRESS = "127.0.0.1:4444";

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Starts the `tcss-gate` of the pack in `folder` and waits for its end. */
function run(folder: string, args: string[], nodeOptions: string[] = []): Promise<Ended> {
  const file = join(folder, "bin/tcss-gate");
  return new Promise((resolve) => {
    execFile(process.execPath, [...nodeOptions, file, ...args], (error, stdout, stderr) =>
      resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr }),
    );
  });
}

describe("tcss-gate", () => {
  let folder: string;
  beforeEach(() => {
    // the name that node has for it, where it is a link
    folder = realpathSync(mkdtempSync(join(tmpdir(), "tcss-gate-")));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  function write(file: string, content: string): void {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), content);
  }

  it("serves the pack to the engine that has started it", async () => {
    const engine = await FakeEngine.listen();
    const child = spawn(process.execPath, [join(PACK, "bin/tcss-gate"), "--logflow", engine.address]);
    try {
      const [port] = await once(child.stdout, "data");
      assert.match(String(port), /^\d+\n$/);
    } finally {
      child.kill();
      await engine.gone();
    }
  });

  for (const args of [[ADDRESS], ["--logflow", "-v", "3", ADDRESS], ["--version", "localhost:4444"]])
    it(`loads nothing but the pack when the engine starts it with ${args.join(" ")}`, async () => {
      cpSync(join(PACK, "bin"), join(folder, "bin"), { recursive: true });
      write("dist/tcss-gate.js", "console.log('served')");
      write("dist/compileCache.js", "exports.loadKeepingCode = (file) => require(file);");
      assert.deepEqual(await run(folder, args), { code: 0, stdout: "served\n", stderr: "" });
    });

  describe("started by hand", () => {
    const { version, description } = require("../../../policy-pack/package.json");
    const text = `tcss-gate ${version}: ${description}

Pulumi starts it, and tells it where to call back:
  pulumi preview --policy-pack node_modules/pulumi-tcss-policy-pack/bin/tcss-gate
  pulumi preview --policy-pack node_modules/pulumi-tcss-policy-pack   # before Pulumi 3.255
`;
    for (const args of [["--help"], ["-h"], ["--version"]])
      it(`says with ${args} what it is and how it is started`, async () => {
        assert.deepEqual(await run(PACK, args), { code: 0, stdout: text, stderr: "" });
      });

    for (const args of [[], ["--logflow"], ["preview"], ["127.0.0.1"]])
      it(`says so too, and fails, with ${args.join(" ") || "no arguments"}`, async () => {
        assert.deepEqual(await run(PACK, args), { code: 2, stdout: "", stderr: text });
      });
  });

  it("serves the pack where none of the packages that it is made of are installed", async () => {
    for (const part of ["bin", "dist", "package.json"])
      cpSync(join(PACK, part), join(folder, part), { recursive: true });
    const engine = await FakeEngine.listen();
    const child = spawn(process.execPath, [join(folder, "bin/tcss-gate"), engine.address]);
    try {
      const [port] = await once(child.stdout, "data");
      assert.match(String(port), /^\d+\n$/);
    } finally {
      child.kill();
      await engine.gone();
    }
  });

  for (const [version, supported] of [
    ["18.20.8", false],
    ["20.18.3", false],
    ["20.19.0", true],
    ["22.0.0", true],
  ] as const)
    it(`${supported ? "starts" : "says in one line that it does not start"} on Node.js ${version}`, async () => {
      cpSync(join(PACK, "bin"), join(folder, "bin"), { recursive: true });
      write("dist/tcss-gate.js", "console.log('served')");
      write("dist/compileCache.js", "exports.loadKeepingCode = (file) => require(file);");
      write(
        "as-if.js",
        `Object.defineProperty(process, "versions", { value: { ...process.versions, node: "${version}" } })`,
      );
      assert.deepEqual(
        await run(folder, [ADDRESS], ["--require", join(folder, "as-if.js")]),
        supported
          ? { code: 0, stdout: "served\n", stderr: "" }
          : {
              code: 1,
              stdout: "",
              stderr: `tcss-gate needs Node.js 20.19 or later; this is ${version}.\n`,
            },
      );
    });
});

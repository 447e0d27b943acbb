import assert from "node:assert/strict";
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

const PACK = join(__dirname, "../../../policy-pack");
const ADDRESS = "127.0.0.1:4444";
const PACKAGES = ["@pulumi/policy", "@pulumi/pulumi", "pulumi-tcss"];

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
    const child = spawn(process.execPath, [join(PACK, "bin/tcss-gate"), "--logflow", ADDRESS]);
    try {
      const [port] = await once(child.stdout, "data");
      assert.match(String(port), /^\d+\n$/);
    } finally {
      child.kill();
    }
  });

  for (const args of [[ADDRESS], ["--logflow", "-v", "3", ADDRESS], ["--version", "localhost:4444"]])
    it(`loads nothing but the pack when the engine starts it with ${args.join(" ")}`, async () => {
      cpSync(join(PACK, "bin"), join(folder, "bin"), { recursive: true });
      write("dist/cli.js", "console.log('served')");
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

  describe("without packages that it needs", () => {
    /** What of Node's own resolution is needed to find a package. */
    function install(name: string, code = ""): void {
      write(`node_modules/${name}/package.json`, JSON.stringify({ name, main: "core.js" }));
      write(`node_modules/${name}/core.js`, code);
    }

    const places: [layout: string, place: string][] = [
      ["npm", "node_modules/pulumi-tcss-policy-pack"],
      ["pnpm", "node_modules/.pnpm/pulumi-tcss-policy-pack@0.1.0/node_modules/pulumi-tcss-policy-pack"],
    ];
    for (const [layout, place] of places)
      it(`says in one line which, and where to install them, as ${layout} lays them out`, async () => {
        cpSync(join(PACK, "bin"), join(folder, place, "bin"), { recursive: true });
        cpSync(join(PACK, "dist"), join(folder, place, "dist"), { recursive: true });
        const { code, stdout, stderr } = await run(join(folder, place), [ADDRESS]);
        assert.deepEqual([code, stdout], [1, ""]);
        assert.equal(
          stderr,
          `tcss-gate cannot find ${PACKAGES.join(", ")}: run npm install ${PACKAGES.join(" ")} in ${folder}\n`,
        );
      });

    describe("in a folder of its own", () => {
      beforeEach(() => {
        cpSync(join(PACK, "bin"), join(folder, "bin"), { recursive: true });
        cpSync(join(PACK, "dist"), join(folder, "dist"), { recursive: true });
      });

      for (const missing of PACKAGES)
        it(`names ${missing} alone where the others are there`, async () => {
          for (const name of PACKAGES) if (name !== missing) install(name);
          assert.deepEqual(await run(folder, [ADDRESS]), {
            code: 1,
            stdout: "",
            stderr: `tcss-gate cannot find ${missing}: run npm install ${missing} in ${folder}\n`,
          });
        });

      it("blames none for an error of another kind", async () => {
        for (const name of PACKAGES) install(name, "throw new Error('broken')");
        const { code, stderr } = await run(folder, [ADDRESS]);
        assert.equal(code, 1);
        assert.match(stderr, /Error: broken/);
        assert.doesNotMatch(stderr, /npm install/);
      });
    });
  });

  for (const [version, supported] of [
    ["18.20.8", false],
    ["20.18.3", false],
    ["20.19.0", true],
    ["22.0.0", true],
  ] as const)
    it(`${supported ? "starts" : "says in one line that it does not start"} on Node.js ${version}`, async () => {
      cpSync(join(PACK, "bin"), join(folder, "bin"), { recursive: true });
      write("dist/cli.js", "console.log('served')");
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

import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { useEmulator } from "./support/emulators";
import { shared } from "./support/hooks";
import { packagesAskedFor } from "./support/installation";
import { Project } from "./support/project";
import { mustRun } from "./support/run";
import { ROOT } from "./support/toolchain";

/** One process of Node, as it tells of itself when it starts. */
interface Started {
  readonly node: string;
  readonly script: string;
}

/** Loaded by every process of Node before its own script. */
const WITNESS = `const told = JSON.stringify({ node: process.version, script: process.argv[1] ?? "" });
require("node:fs").appendFileSync(__dirname + "/started.jsonl", told + "\\n");
`;

/** What each process runs, by the name that its test has. */
const SCRIPTS = {
  "the program": /@pulumi\/pulumi\/cmd\/run(\/index\.js)?$/,
  "the process of dynamic providers": /@pulumi\/pulumi\/cmd\/dynamic-provider(\/index\.js)?$/,
  "the policy pack": /\/bin\/tcss-gate$/,
  "the plugin": /\/pulumi-resource-tcss$/,
  "the tcss command": /\/report\/bin\/tcss$/,
};

// build/matrix/matrix.ts runs these tests by their title, whatever else it is asked for
describe("what the engine starts", () => {
  const emulator = useEmulator();
  let started: readonly Started[];

  before(async () => {
    const folder = mkdtempSync(join(shared().folder, "started-"));
    const witness = join(folder, "witness.cjs");
    writeFileSync(witness, WITNESS);
    const env = { NODE_OPTIONS: `--require=${witness}` };
    const dynamic = await previewed("test/e2e/programs/purchase", env);
    await previewed("test/e2e/programs/plugin-purchase", env);
    await mustRun(join(ROOT, "report/bin/tcss"), ["--version"], { cwd: folder, env: dynamic.env });
    const lines = readFileSync(join(folder, "started.jsonl"), "utf8").trim().split("\n");
    started = lines.map((line) => JSON.parse(line) as Started);
  });

  async function previewed(program: string, env: NodeJS.ProcessEnv): Promise<Project> {
    const project = await Project.create({ program, emulator: emulator(), env });
    const plugin = join(shared().installed, "node_modules/pulumi-tcss/dist/plugin");
    symlinkSync(plugin, join(project.folder, "plugin"));
    await project.mustPulumi("preview", "--policy-pack", project.gate);
    return project;
  }

  for (const [what, script] of Object.entries(SCRIPTS))
    it(`${what} runs under the Node of the tests`, () => {
      const versions = started.filter((one) => script.test(one.script)).map(({ node }) => node);
      const scripts = started.map((one) => one.script).join("\n");
      assert.notEqual(versions.length, 0, `it was not among the processes:\n${scripts}`);
      assert.deepEqual([...new Set(versions)], [process.version]);
    });

  it("the packages that programs find are of the versions that were asked for", () => {
    for (const [name, version] of Object.entries(packagesAskedFor())) assert.equal(installed(name), version);
  });
});

function installed(name: string): string {
  const file = join(shared().installed, "node_modules", name, "package.json");
  const { version } = JSON.parse(readFileSync(file, "utf8")) as { version: string };
  // @pulumi/policy writes v1.21.0
  return version.replace(/^v/, "");
}

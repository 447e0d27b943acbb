import assert from "node:assert/strict";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { useEmulator } from "./support/emulators";
import { shared } from "./support/hooks";
import { Project } from "./support/project";
import type { Run } from "./support/run";

const SENTENCE =
  "Cannot find module 'pulumi-tcss/provider': run npm install pulumi-tcss in the program's folder";

describe("a stack that holds a PurchaseState, where pulumi-tcss is not installed", () => {
  const emulator = useEmulator();
  let project: Project;
  /** Another checkout of the same program, with what Pulumi needs and without our package. */
  let elsewhere: string;

  beforeEach(async () => {
    project = await Project.create({ program: "test/e2e/programs/purchase", emulator: emulator() });
    const up = await project.up();
    assert.equal(up.code, 0, up.output);
    emulator().clearRequests();
    elsewhere = mkdtempSync(join(shared().folder, "elsewhere-"));
    cpSync(project.folder, elsewhere, { recursive: true });
    linkPackages(join(elsewhere, "node_modules"));
  });
  afterEach(() => rmSync(elsewhere, { recursive: true, force: true }));

  function pulumi(...args: string[]): Promise<Run> {
    return project.pulumi(...args, "--cwd", elsewhere, "--stack", "dev");
  }

  function saysWhatToDo(run: Run): void {
    assert.notEqual(run.code, 0);
    assert.ok(run.output.includes(SENTENCE), run.output);
    assert.doesNotMatch(run.output, /^ *at |Require stack|node:internal/m);
    assert.equal(emulator().requests().length, 0);
  }

  it("loses the resource in the same up as the package", async () => {
    writeFileSync(join(elsewhere, "index.js"), "exports.left = true;\n");
    const up = await pulumi("up", "--yes");
    assert.equal(up.code, 0, up.output);
    assert.match(up.stdout, /1 deleted/);
    assert.deepEqual(
      project.resources().map(({ type }) => type),
      ["pulumi:pulumi:Stack"],
    );
  });

  it("is destroyed", async () => {
    const destroy = await pulumi("destroy", "--yes");
    assert.equal(destroy.code, 0, destroy.output);
    assert.deepEqual(project.resources(), []);
    assert.equal(emulator().requests().length, 0);
  });

  it("is not refreshed, and the message says in one sentence what to install", async () => {
    const before = project.purchaseState();
    saysWhatToDo(await pulumi("refresh", "--yes", "--skip-preview"));
    const { inputs, outputs } = project.purchaseState();
    assert.deepEqual({ inputs, outputs }, { inputs: before.inputs, outputs: before.outputs });
  });

  // as pnpm lays it out, and npm where two versions are needed
  it("is not previewed where only a component library finds the package, and the message says the same", async () => {
    const library = join(elsewhere, "node_modules/acme-components");
    mkdirSync(join(library, "node_modules"), { recursive: true });
    symlinkSync(
      join(shared().installed, "node_modules/pulumi-tcss"),
      join(library, "node_modules/pulumi-tcss"),
    );
    writeFileSync(join(library, "package.json"), '{ "name": "acme-components", "version": "1.0.0" }');
    writeFileSync(
      join(library, "index.js"),
      'exports.protect = (name) => new (require("pulumi-tcss").PurchaseState)(name);\n',
    );
    writeFileSync(join(elsewhere, "index.js"), 'require("acme-components").protect("tcss");\n');
    saysWhatToDo(await pulumi("preview"));
    symlinkSync(
      join(shared().installed, "node_modules/pulumi-tcss"),
      join(elsewhere, "node_modules/pulumi-tcss"),
    );
    const preview = await pulumi("preview");
    assert.equal(preview.code, 0, preview.output);
  });
});

/** Every package that is installed for the tests, but ours. */
function linkPackages(folder: string): void {
  const source = join(shared().installed, "node_modules");
  for (const name of readdirSync(source).filter((entry) => !/^(pulumi-tcss|\.)/.test(entry))) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    symlinkSync(join(source, name), join(folder, name));
  }
}

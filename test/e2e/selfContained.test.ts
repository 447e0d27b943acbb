import assert from "node:assert/strict";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { extract } from "tar";
import { useEmulator } from "./support/emulators";
import { violations } from "./support/events";
import { runUnderFolder } from "./support/folderPack";
import { shared } from "./support/hooks";
import { Project } from "./support/project";

const EMPTY = "test/e2e/programs/empty";
const EXAMPLE = /86 of 154 cores are undefended/;

/**
 * `pulumi policy publish` sends what `npm pack` makes of the pack's folder. The users whom the policy group enforces it
 * for unpacks that, and starts it as a folder.
 */
describe("the pack as it is published", () => {
  const emulator = useEmulator();

  it("as a folder, needs nothing but Pulumi's own packages", async () => {
    const pack = await unpacked();
    const modules = join(pack, "node_modules");
    mkdirSync(modules);
    symlinkSync(join(shared().installed, "node_modules/@pulumi"), join(modules, "@pulumi"));
    assert.deepEqual(readdirSync(modules), ["@pulumi"]);
    const runs = await runUnderFolder(pack, emulator(), ["healthy", "example"]);
    const verdicts = runs.map(({ scenario, command, passed, created }) => ({
      scenario,
      command,
      passed,
      created,
    }));
    assert.deepEqual(
      verdicts,
      [
        { scenario: "healthy", command: "preview", passed: true, created: false },
        { scenario: "healthy", command: "up", passed: true, created: true },
        { scenario: "example", command: "preview", passed: false, created: false },
        { scenario: "example", command: "up", passed: false, created: false },
      ],
      runs[0]?.output,
    );
    for (const { events, output } of runs.slice(2)) {
      assert.match(output, EXAMPLE);
      assert.ok(violations(events).some(({ policy }) => policy === "no-undefended-cores"));
    }
  });

  it("as an executable, needs no package at all", async () => {
    const gate = join(await unpacked(), "bin/tcss-gate");
    emulator().setScenario("example");
    const project = await Project.create({ program: EMPTY, emulator: emulator() });
    const blocked = await project.preview("--policy-pack", gate);
    assert.notEqual(blocked.code, 0);
    assert.match(blocked.stdout, EXAMPLE);
    emulator().setScenario("healthy");
    const passed = await project.preview("--policy-pack", gate);
    assert.equal(passed.code, 0, passed.output);
  });

  it("is refused by a backend without a Pulumi service, before anything is packed", async () => {
    const pack = await unpacked();
    const project = await Project.create({ program: EMPTY });
    const publish = await project.pulumi("policy", "publish", "acme", "--cwd", pack);
    assert.notEqual(publish.code, 0);
    assert.match(publish.output, /DIY backend does not support resource policy/);
  });
});

/** What stands in the tarball, in a folder from which no package of the machine is found. */
async function unpacked(): Promise<string> {
  const { folder, tarballs } = shared();
  const target = mkdtempSync(join(folder, "published-"));
  await extract({ file: tarballs["pulumi-tcss-policy-pack"], cwd: target });
  const pack = join(target, "package");
  assert.ok(existsSync(join(pack, "PulumiPolicy.yaml")));
  assert.ok(!existsSync(join(pack, "node_modules")));
  return pack;
}

import assert from "node:assert/strict";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { useEmulator } from "./support/emulators";
import { shared } from "./support/hooks";
import { Project } from "./support/project";
import { ROOT } from "./support/toolchain";

const EMPTY = "test/e2e/programs/empty";

describe("executables of the pack", () => {
  const emulator = useEmulator();

  it("run by the path that npm gives them, node_modules/.bin/tcss-gate", async () => {
    emulator().setScenario("example");
    const project = await Project.create({ program: EMPTY, emulator: emulator() });
    const blocked = await project.preview(
      "--policy-pack",
      join(shared().installed, "node_modules/.bin/tcss-gate"),
    );
    assert.notEqual(blocked.code, 0);
    assert.match(blocked.stdout, /86 of 154 cores are undefended/);
  });

  it("can be written as docs/gate.md shows, with settings of a team's own", async () => {
    const [, program] = /```js\n(#!.*?)```/s.exec(readFileSync(join(ROOT, "docs/gate.md"), "utf8")) ?? [];
    const folder = mkdtempSync(join(shared().folder, "acme-"));
    mkdirSync(join(folder, "gate"));
    writeFileSync(join(folder, "gate/package.json"), JSON.stringify({ name: "acme-gate", version: "1.0.0" }));
    writeFileSync(join(folder, "gate/acme-gate"), program ?? assert.fail("the document shows no executable"));
    chmodSync(join(folder, "gate/acme-gate"), 0o755);
    symlinkSync(join(shared().installed, "node_modules"), join(folder, "node_modules"));
    const project = await Project.create({ program: EMPTY, emulator: emulator() });
    emulator().setScenario("example");
    const blocked = await project.preview("--policy-pack", join(folder, "gate/acme-gate"));
    assert.notEqual(blocked.code, 0);
    assert.match(blocked.stdout, /acme@v1\.0\.0/);
    assert.match(blocked.stdout, /86 of 154 cores are undefended \(8 are accepted\)/);
    emulator().setScenario("healthy");
    const passed = await project.preview("--policy-pack", join(folder, "gate/acme-gate"));
    assert.equal(passed.code, 0, passed.output);
  });
});

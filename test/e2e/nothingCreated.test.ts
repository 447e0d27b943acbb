import assert from "node:assert/strict";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { useEmulator } from "./support/emulators";
import { Project } from "./support/project";

const TEN_FILES = "test/e2e/programs/ten-files";
const STACK_TYPE = "pulumi:pulumi:Stack";
const ONE_OF_THE_FILES = "urn:pulumi:dev::ten-files::pulumi-nodejs:dynamic:Resource::file-3";

describe("an account without protection, and a program of ten files with the PurchaseState last", () => {
  const emulator = useEmulator();

  const ways: [words: string, flags: string[]][] = [
    ["", []],
    [" with --target", ["--target", ONE_OF_THE_FILES]],
    [" with --continue-on-error", ["--continue-on-error"]],
  ];
  for (const [words, flags] of ways) {
    it(`up --skip-preview${words} on a new stack creates nothing`, async () => {
      const project = await Project.create({ program: TEN_FILES, emulator: emulator() });
      await assertNothingCreated(project, flags);
    });

    it(`up --skip-preview${words} on an existing stack creates nothing`, async () => {
      const project = await Project.create({ program: TEN_FILES, emulator: emulator() });
      const program = join(project.folder, "index.js");
      const files = readFileSync(program, "utf8");
      writeFileSync(program, "");
      await project.up("--policy-pack", project.gate);
      assert.deepEqual(typesIn(project), [STACK_TYPE]);
      writeFileSync(program, files);
      await assertNothingCreated(project, flags);
    });
  }

  it("the same program creates its files once the account is healthy", async () => {
    const project = await Project.create({ program: TEN_FILES, emulator: emulator() });
    const up = await project.up("--policy-pack", project.gate);
    assert.equal(up.code, 0, up.output);
    assert.equal(effectsOf(project).length, 10);
  });

  async function assertNothingCreated(project: Project, flags: string[]): Promise<void> {
    emulator().setScenario("expired-isolated");
    const up = await project.up("--policy-pack", project.gate, ...flags);
    assert.notEqual(up.code, 0);
    assert.match(up.stdout, /is isolated/);
    assert.deepEqual(effectsOf(project), []);
    assert.deepEqual(
      typesIn(project).filter((type) => type !== STACK_TYPE),
      [],
    );
  }
});

function effectsOf(project: Project): string[] {
  return readdirSync(project.folder).filter((name) => name.endsWith(".effect"));
}

function typesIn(project: Project): string[] {
  return project.resources().map(({ type }) => type);
}

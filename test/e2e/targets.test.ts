import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { useEmulator } from "./support/emulators";
import { Project, PURCHASE_STATE } from "./support/project";
import {
  add,
  assertBlocked,
  assertNothingCreated,
  assertPassed,
  effectsOf,
  FILE,
  judgeByResources,
  lapse,
  lapsedOn,
  STACK,
} from "./support/verdicts";

// Cells of docs/gate.md's table.
describe("what the gate sees and blocks, command by command", () => {
  const emulator = useEmulator();

  describe("up --target", () => {
    const target = (name: string): string[] => ["--target", `urn:pulumi:dev::gated::${FILE}::${name}`];

    it("judges the stack, which is no target", async () => {
      const project = await gated();
      lapse(emulator());
      assertBlocked(await project.up("--policy-pack", project.gate, ...target("file-1")), lapsedOn(STACK));
      assertNothingCreated(project);
      emulator().setScenario("healthy");
      assertPassed(await project.up("--policy-pack", project.gate, ...target("file-1")));
      assert.deepEqual(effectsOf(project), ["file-1"]);
    });

    it("with source: resources judges a PurchaseState that is no target by its values in state, and blocks without any", async () => {
      const project = await gated();
      judgeByResources(project);
      add(project, 'new (require("pulumi-tcss").PurchaseState)("tcss");');
      const first = await project.up("--policy-pack", project.gate, ...target("file-1"));
      assertBlocked(first, [`purchase-state-available on ${PURCHASE_STATE}`]);
      await project.mustPulumi("up", "--yes", "--skip-preview");
      add(project, 'new TextFile("file-3");');
      lapse(emulator());
      assertPassed(await project.up("--policy-pack", project.gate, ...target("file-3")));
      assert.deepEqual(emulator().requests(), []);
      add(project, 'new TextFile("file-4");');
      assertBlocked(await project.preview("--policy-pack", project.gate), lapsedOn(PURCHASE_STATE));
    });
  });

  describe("up --target and --exclude, on values that the run does not read", () => {
    for (const left of ["--target", "--exclude"])
      it(`blocks with ${left} where no old values count, and passes when they are read`, async () => {
        const project = await gated();
        writeFileSync(join(project.folder, "tcss.gate.yaml"), "source: resources\nmaxStaleHours: 0\n");
        add(project, 'new (require("pulumi-tcss").PurchaseState)("tcss");');
        assertPassed(await project.up("--policy-pack", project.gate));
        await project.observeAgainAt("2026-01-01T00:00:00Z");
        add(project, 'new TextFile("file-3");');
        const urn = (type: string, name: string): string => `urn:pulumi:dev::gated::${type}::${name}`;
        const out = left === "--target" ? urn(FILE, "file-3") : urn(PURCHASE_STATE, "tcss");
        const up = await project.up("--policy-pack", project.gate, left, out);
        assertBlocked(up, [`purchase-state-available on ${PURCHASE_STATE}`]);
        assert.match(up.output, /holds values of 2026-01-01T00:00:00Z, longer ago than the gate accepts/);
        assertPassed(await project.up("--policy-pack", project.gate));
      });
  });

  function gated(): Promise<Project> {
    return Project.create({ program: "test/e2e/programs/gated", emulator: emulator() });
  }
});

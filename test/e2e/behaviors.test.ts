import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, symlinkSync } from "node:fs";
import { delimiter, join } from "node:path";
import { useEmulator } from "./support/emulators";
import { shared } from "./support/hooks";
import { copyOut } from "./support/installation";
import { GATE, Project, type ProjectOptions, PURCHASE_STATE } from "./support/project";
import type { Run } from "./support/run";
import { addProfile } from "./support/secrets";
import {
  add,
  assertBlocked,
  assertNothingCreated,
  assertPassed,
  effectsOf,
  lapse,
  lapsedOn,
  PART,
  STACK,
  typesIn,
} from "./support/verdicts";

const GATED = "test/e2e/programs/gated";

// One cell of docs/gate.md's table a test.
describe("what the gate sees and blocks, command by command", () => {
  const emulator = useEmulator();

  describe("preview", () => {
    it("blocks on a lapsed account", async () => {
      const project = await projectOf(GATED);
      lapse(emulator());
      const preview = await project.preview("--policy-pack", project.gate);
      assertBlocked(preview, lapsedOn(STACK));
      assert.match(preview.stdout, /error: preview failed/);
      assert.deepEqual(project.resources(), []);
    });

    it("passes on a healthy account", async () => {
      const project = await projectOf(GATED);
      assertPassed(await project.preview("--policy-pack", project.gate));
    });
  });

  describe("up", () => {
    it("blocks on a lapsed account in its preview, and no update begins", async () => {
      const project = await projectOf(GATED);
      lapse(emulator());
      const up = await project.pulumi("up", "--yes", "--policy-pack", project.gate);
      assertBlocked(up, lapsedOn(STACK));
      assert.match(up.stdout, /Previewing update \(dev\)/);
      assert.doesNotMatch(up.stdout, /Updating \(dev\)/);
      assertNothingCreated(project);
    });

    it("blocks when the account lapses between the preview and the update", async () => {
      const project = await projectOf(GATED);
      const state = JSON.stringify(`${emulator().endpoint}/_emulator/state`);
      const lapsed = JSON.stringify({
        method: "PUT",
        body: JSON.stringify({ scenario: "expired-isolated" }),
      });
      // the program runs after the stack was judged
      add(
        project,
        `module.exports = async () => { if (pulumi.runtime.isDryRun()) await fetch(${state}, ${lapsed}); };`,
      );
      const up = await project.pulumi("up", "--yes", "--policy-pack", project.gate);
      assertBlocked(up, lapsedOn(STACK));
      assert.match(up.stdout, /Updating \(dev\)/);
      assertNothingCreated(project);
    });
  });

  describe("up --skip-preview", () => {
    it("blocks on a lapsed account at the stack itself, and goes on when it is healthy", async () => {
      const project = await projectOf(GATED);
      lapse(emulator());
      const blocked = await project.up("--policy-pack", project.gate);
      assertBlocked(blocked, lapsedOn(STACK));
      assert.doesNotMatch(blocked.stdout, /file-1|file-2/, "the program has registered more than the stack");
      assertNothingCreated(project);
      emulator().setScenario("healthy");
      assertPassed(await project.up("--policy-pack", project.gate));
      assert.deepEqual(effectsOf(project), ["file-1", "file-2"]);
    });
  });

  describe("up --plan", () => {
    it("blocks when the account has lapsed since the plan was saved", async () => {
      const project = await projectOf(GATED);
      const plan = join(project.home, "plan.json");
      assertPassed(await project.preview("--policy-pack", project.gate, "--save-plan", plan));
      const up = (...flags: string[]): Promise<Run> =>
        project.pulumi("up", "--yes", "--policy-pack", project.gate, "--plan", plan, ...flags);
      lapse(emulator());
      assertBlocked(await up(), lapsedOn(STACK));
      assertBlocked(await up("--skip-preview"), lapsedOn(STACK));
      assertNothingCreated(project);
      emulator().setScenario("healthy");
      assertPassed(await up("--skip-preview"));
      assert.deepEqual(effectsOf(project), ["file-1", "file-2"]);
    });
  });

  describe("a program in another language", () => {
    it("is judged as any other: the engine starts the gate, not the program's language", async () => {
      const project = await projectOf("test/e2e/programs/other-language");
      project.env["PATH"] += `${delimiter}${project.folder}`;
      lapse(emulator());
      assertBlocked(await project.up("--policy-pack", project.gate), lapsedOn(STACK));
      assertNothingCreated(project);
      emulator().setScenario("healthy");
      assertPassed(await project.up("--policy-pack", project.gate));
      assert.deepEqual(typesIn(project), [STACK, PART]);
    });
  });

  describe("a program's folder in which neither of the packages is installed", () => {
    it("is judged by a gate that is installed elsewhere", async () => {
      const folder = mkdtempSync(join(shared().folder, "elsewhere-"));
      copyOut("test/e2e/programs/nothing-installed", folder);
      mkdirSync(join(folder, "node_modules/@pulumi"), { recursive: true });
      symlinkSync(
        join(shared().installed, "node_modules/@pulumi/pulumi"),
        join(folder, "node_modules/@pulumi/pulumi"),
      );
      const project = await projectOf(folder, { folder });
      const gate = join(shared().installed, GATE);
      lapse(emulator());
      assertBlocked(await project.up("--policy-pack", gate), lapsedOn(STACK));
      assertNothingCreated(project);
      emulator().setScenario("healthy");
      assertPassed(await project.up("--policy-pack", gate));
      assert.deepEqual(typesIn(project), [STACK, PART]);
    });
  });

  describe("a PurchaseState whose account another resource decides", () => {
    it("is noted as unknown by the preview, and blocks the update before what depends on it", async () => {
      const project = await projectOf("test/e2e/programs/chosen-account");
      addProfile(emulator(), project, "other", { accountId: "100000000002", scenario: "undefended" });
      const unknown =
        /PurchaseState tcss is not yet known in this preview: .* It is evaluated again during the update/;

      const up = await project.pulumi("up", "--yes", "--policy-pack", project.gate);
      assertBlocked(up, [`no-undefended-cores on ${PURCHASE_STATE}`]);
      const [preview, update] = up.stdout.split("Updating (dev):");
      assert.match(preview ?? "", unknown);
      assert.match(preview ?? "", /✅ tcss@v/);
      assert.match(update ?? "", /32 of 160 cores are undefended/);
      assert.deepEqual(effectsOf(project), ["chosen"]);
    });
  });

  describe("a run without --policy-pack", () => {
    it("is not judged", async () => {
      const project = await projectOf(GATED);
      lapse(emulator());
      const up = await project.up();
      assert.equal(up.code, 0, up.output);
      assert.doesNotMatch(up.output, /Policies:/);
      assert.deepEqual(effectsOf(project), ["file-1", "file-2"]);
    });
  });

  function projectOf(program: string, options: Partial<ProjectOptions> = {}): Promise<Project> {
    return Project.create({ program, emulator: emulator(), ...options });
  }
});

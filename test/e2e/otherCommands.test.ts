import assert from "node:assert/strict";
import { mkdtempSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { useEmulator } from "./support/emulators";
import { shared } from "./support/hooks";
import { Project, PURCHASE_STATE } from "./support/project";
import type { Run } from "./support/run";
import {
  assertBlocked,
  assertNothingCreated,
  assertPassed,
  effectsOf,
  judgeByResources,
  lapse,
  lapsedOn,
  PART,
  STACK,
  typesIn,
} from "./support/verdicts";

const GATED = "test/e2e/programs/gated";
const PURCHASE = "test/e2e/programs/purchase";

// One cell of docs/gate.md's table a test.
describe("what the gate sees and blocks, command by command", () => {
  const emulator = useEmulator();

  describe("refresh", () => {
    it("takes no policy pack, and records the lapse that the next preview is blocked by", async () => {
      const project = await projectOf(PURCHASE);
      await project.mustPulumi("up", "--yes", "--skip-preview");
      lapse(emulator());
      assertNoSuchFlag(await project.refresh("--policy-pack", project.gate));
      const refresh = await project.refresh();
      assert.equal(refresh.code, 0, refresh.output);
      assert.equal(project.values().protectionStatus, "isolated");
      // the PurchaseState is of the account that was judged on the stack
      assertBlocked(await project.preview("--policy-pack", project.gate), lapsedOn(STACK));
    });
  });

  for (const flags of [[], ["--run-program"]])
    describe(["destroy", ...flags].join(" "), () => {
      it("takes no policy pack, and deletes whatever the account's state", async () => {
        const project = await projectOf(GATED);
        await project.mustPulumi("up", "--yes", "--skip-preview");
        lapse(emulator());
        assertNoSuchFlag(await project.destroy("--policy-pack", project.gate, ...flags));
        assert.deepEqual(effectsOf(project), ["file-1", "file-2"]);
        const destroy = await project.destroy(...flags);
        assert.equal(destroy.code, 0, destroy.output);
        assertNothingCreated(project);
        assert.deepEqual(emulator().requests(), []);
      });
    });

  describe("import", () => {
    it("takes no policy pack, and imports whatever the account's state", async () => {
      const project = await projectOf(GATED);
      const file = join(project.home, "import.json");
      writeFileSync(file, JSON.stringify({ resources: [{ type: PART, name: "part", component: true }] }));
      const args = ["import", "--yes", "--skip-preview", "--generate-code=false", "--file", file];
      lapse(emulator());
      assertNoSuchFlag(await project.pulumi(...args, "--policy-pack", project.gate));
      const imported = await project.pulumi(...args);
      assert.equal(imported.code, 0, imported.output);
      assert.deepEqual(typesIn(project), [STACK, PART]);
    });
  });

  describe("policy analyze of a state file, without stack and login", () => {
    let healthy: string;
    let lapsed: string;
    let project: Project;

    before(async () => {
      project = await projectOf(PURCHASE);
      healthy = await stateOf("healthy");
      lapsed = await stateOf("expired-isolated");
    });

    it("asks the account as it is now, and judges the PurchaseState of the state besides", async () => {
      assertPassed(await analyze(healthy));
      assertFound(await analyze(lapsed), lapsedOn(PURCHASE_STATE));
      lapse(emulator());
      assertFound(await analyze(healthy), lapsedOn(STACK));
      assertFound(await analyze(lapsed), [...lapsedOn(PURCHASE_STATE), ...lapsedOn(STACK)]);
    });

    it("with source: resources asks nobody", async () => {
      judgeByResources(project);
      assertPassed(await analyze(healthy));
      assertFound(await analyze(lapsed), lapsedOn(PURCHASE_STATE));
      assert.deepEqual(emulator().requests(), []);
    });

    it("has nothing to analyze, and passes, where the state is empty", async () => {
      const empty = join(project.home, "empty.json");
      writeFileSync(empty, JSON.stringify({ version: 3, deployment: {} }));
      lapse(emulator());
      const analysis = await analyze(empty);
      assert.equal(analysis.code, 0, analysis.output);
      assert.match(analysis.output, /has no resources; nothing to analyze/);
    });

    async function stateOf(scenario: string): Promise<string> {
      const file = join(project.home, `${scenario}.json`);
      emulator().setScenario(scenario);
      await project.mustPulumi("up", "--yes", "--skip-preview");
      await project.mustPulumi("stack", "export", "--file", file);
      return file;
    }

    /** In a folder without a program, and with a home that has never logged in. */
    function analyze(file: string): Promise<Run> {
      const home = mkdtempSync(join(shared().folder, "home-"));
      const env = { HOME: home, PULUMI_HOME: join(home, "pulumi"), PULUMI_BACKEND_URL: undefined };
      const args = ["--cwd", home, "policy", "analyze", "--policy-pack", project.gate, "--file", file];
      return project.pulumiWith(env, ...args);
    }

    function assertFound(analysis: Run, expected: string[]): void {
      assertBlocked(analysis, expected);
      assert.match(analysis.output, /error: one or more mandatory policy violations were found/);
    }
  });

  function projectOf(program: string): Promise<Project> {
    return Project.create({ program, emulator: emulator() });
  }
});

function assertNoSuchFlag(run: Run): void {
  assert.equal(run.code, 1, run.output);
  assert.match(run.stderr, /unknown flag: --policy-pack/);
}

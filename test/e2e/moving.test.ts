import assert from "node:assert/strict";
import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { useEmulator } from "./support/emulators";
import type { EngineEvent } from "./support/events";
import { shared } from "./support/hooks";
import { PURCHASE_STATE as DYNAMIC, Project } from "./support/project";

const MOVING = "test/e2e/programs/moving";
const PLUGIN = "tcss:index:PurchaseState";
const NOTE = "pulumi-nodejs:dynamic:Resource";
const STACK = "pulumi:pulumi:Stack";

describe("moving a stack between the dynamic resource and the plugin's (docs/provider.md)", () => {
  const emulator = useEmulator();

  it("updates that one resource, there and back, and every output keeps its value", async () => {
    const project = await stackOf("dynamic");
    const before = await project.outputs();

    await move(project, "plugin", DYNAMIC);
    assert.deepEqual(await project.outputs(), before);
    assert.doesNotMatch(project.stateText(), /pulumi-tcss\/provider/, "the shell is still in the state");
    const { outputs, inputs } = stored(project, PLUGIN);
    assert.ok(!("__provider" in { ...outputs, ...inputs }));

    await move(project, "dynamic", PLUGIN);
    assert.deepEqual(await project.outputs(), before);
    const refresh = await project.refresh("--expect-no-changes");
    assert.equal(refresh.code, 0, refresh.output);
    const destroy = await project.destroy();
    assert.equal(destroy.code, 0, destroy.output);
    assert.deepEqual(project.resources(), []);
  });

  it("shows values that have changed meanwhile as a change of theirs", async () => {
    const project = await stackOf("dynamic");
    emulator().setScenario("undefended");
    await choose(project, "plugin", DYNAMIC);
    const preview = await project.pulumi("preview", "--diff");
    assert.equal(preview.code, 0, preview.output);
    assert.match(preview.stdout, /undefendCoresCnt *: 0 => 32/);
    assert.match(preview.stdout, /undefended *: 0 => 32/);
  });

  it("without the alias, makes another resource and forgets the first", async () => {
    const project = await stackOf("dynamic");
    await choose(project, "plugin");
    const up = await project.withEvents("up", "--yes", "--skip-preview");
    assert.equal(up.code, 0, up.output);
    assert.deepEqual(steps(up.events), {
      [STACK]: "same",
      [PLUGIN]: "create",
      [NOTE]: "same",
      [DYNAMIC]: "delete",
    });
  });

  async function stackOf(form: string): Promise<Project> {
    const project = await Project.create({ program: MOVING, emulator: emulator() });
    symlinkSync(
      join(shared().installed, "node_modules/pulumi-tcss/dist/plugin"),
      join(project.folder, "plugin"),
    );
    await choose(project, form);
    await project.mustPulumi("up", "--yes", "--skip-preview");
    return project;
  }
});

/** As a user who follows the steps: with the alias first, and without it once the state has the new type. */
async function move(project: Project, form: string, formerType: string): Promise<void> {
  await choose(project, form, formerType);
  const up = await project.withEvents("up", "--yes", "--skip-preview");
  assert.equal(up.code, 0, up.output);
  const type = form === "plugin" ? PLUGIN : DYNAMIC;
  assert.deepEqual(steps(up.events), { [STACK]: "same", [type]: "update", [NOTE]: "same" });
  await project.mustPulumi("config", "rm", "formerType");
  const again = await project.up("--expect-no-changes");
  assert.equal(again.code, 0, again.output);
}

async function choose(project: Project, form: string, formerType?: string): Promise<void> {
  await project.setConfig("form", form);
  if (formerType !== undefined) await project.setConfig("formerType", formerType);
}

/** What the engine has done with the resources, by their types. */
function steps(events: readonly EngineEvent[]): Record<string, string> {
  const done = events.flatMap(({ resourcePreEvent }) =>
    resourcePreEvent === undefined ? [] : [resourcePreEvent.metadata],
  );
  return Object.fromEntries(
    done.filter(({ type }) => !type.startsWith("pulumi:providers:")).map(({ type, op }) => [type, op]),
  );
}

function stored(project: Project, type: string) {
  const found = project.resources().find((resource) => resource.type === type);
  return found ?? assert.fail(`state holds no ${type}`);
}

import assert from "node:assert/strict";
import {
  addedNodePool,
  assertBlockedByPlan,
  declare,
  hostsProject,
  nodePool,
  providerLog,
} from "./support/containerHosts";
import { useEmulator } from "./support/emulators";
import { violations } from "./support/events";
import type { Project, StateResource } from "./support/project";
import { installedPythonExample, pythonEnvironment, pythonProject, whyNoPython } from "./support/python";
import { assertReferenceOutputs } from "./support/referenceOutputs";

const TYPE = "tcss:index:PurchaseState";

/** What the resource may take of a state file. */
const STATE_BYTES = 2500;

describe("a Python program with the generated SDK", () => {
  const emulator = useEmulator();

  before(async function () {
    const missing = whyNoPython();
    if (missing !== undefined) {
      console.error(`      skipped: ${missing}`);
      this.skip();
    }
    await installedPythonExample();
  });

  it("has its outputs known at preview", async () => {
    emulator().setScenario("undefended");
    const project = await pythonProject(emulator());
    const preview = await project.preview();
    assert.equal(preview.code, 0, preview.output);
    assert.match(preview.stdout, /undefendedCores *: 32\b/);
    assert.match(preview.stdout, /protectionStatus *: "active"/);
    assert.doesNotMatch(preview.stdout, /unknown|output<|\[unknown\]/);
  });

  it("creates once, exports the account's values, and an unchanged account shows no change", async () => {
    emulator().setScenario("example");
    const project = await pythonProject(emulator());
    const first = await project.up();
    assert.equal(first.code, 0, first.output);
    // the plan without the exempt host: the 79 idle cores have room for these of 78 cores
    const switchOn = ["cls-b3x8w5me", "cls-q9d4t6zc", "cls-2m7c1p8r", "4f1d2c3b-0003", "cls-h5v0n3yk"];
    await assertReferenceOutputs(project, { switchOn });
    // Pulumi's Python SDK adds its own stack trace, which is as long as the machine's paths
    const bytes = JSON.stringify({ ...storedIn(project), stackTrace: undefined }).length;
    assert.ok(bytes <= STATE_BYTES, `${bytes} bytes in state`);
    const second = await project.up("--expect-no-changes");
    assert.equal(second.code, 0, second.output);
  });

  it("asks the account again at a refresh", async () => {
    const project = await pythonProject(emulator());
    await project.mustPulumi("up", "--yes", "--skip-preview");
    emulator().setScenario("undefended");
    const refresh = await project.refresh();
    assert.equal(refresh.code, 0, refresh.output);
    const values = storedIn(project)?.outputs?.["purchaseState"] as { undefendCoresCnt: number };
    assert.equal(values.undefendCoresCnt, 32);
  });

  it("is blocked by the gate at preview, which judges the program's own resource", async () => {
    emulator().setScenario("undefended");
    const project = await pythonProject(emulator());
    const preview = await project.withEvents("preview", "--policy-pack", project.gate);
    assert.notEqual(preview.code, 0);
    assert.match(preview.stdout, /32 of 160 cores are undefended/);
    assert.ok(
      violations(preview.events).some(({ on, policy }) => on === TYPE && policy === "no-undefended-cores"),
      "the gate has not judged the program's resource",
    );
  });

  it("is blocked by the gate without a preview, with nothing created", async () => {
    emulator().setScenario("example");
    const project = await pythonProject(emulator());
    const up = await project.up("--policy-pack", project.gate);
    assert.notEqual(up.code, 0);
    assert.match(up.stdout, /86 of 154 cores are undefended/);
    assert.equal(storedIn(project), undefined);
  });

  it("passes the gate on a healthy account", async () => {
    const project = await pythonProject(emulator());
    const up = await project.up("--policy-pack", project.gate);
    assert.equal(up.code, 0, up.output);
    assert.equal((await project.outputs())["undefendedCores"], 0);
  });

  it("is blocked for node pools that it adds, with nothing created, and not for those that exist", async () => {
    const program = "test/e2e/programs/container-hosts-python";
    const project = await hostsProject({ program, emulator: emulator(), env: await pythonEnvironment() });
    declare(project, [nodePool("web", 3), addedNodePool("jobs", 2)]);
    const blocked = await project.pulumi("up", "--yes", "--policy-pack", project.gate);
    assertBlockedByPlan(blocked);
    assert.match(blocked.stdout, /adds 32 cores of container hosts/);
    assert.deepEqual([project.resources(), providerLog(project)], [[], []]);
    await project.mustPulumi("up", "--yes", "--skip-preview");
    const unchanged = await project.preview("--policy-pack", project.gate);
    assert.equal(unchanged.code, 0, unchanged.output);
  });

  it("says what is missing without credentials, and shows no stack trace of the provider", async () => {
    const project = await pythonProject(undefined);
    const preview = await project.preview();
    assert.notEqual(preview.code, 0);
    assert.match(preview.output, /No credentials|TENCENTCLOUD_SECRET_ID/);
    assert.doesNotMatch(preview.output, /\n\s+at .*:\d+:\d+/);
  });
});

function storedIn(project: Project): StateResource | undefined {
  return project.resources().find(({ type }) => type === TYPE);
}

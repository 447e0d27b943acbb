import assert from "node:assert/strict";
import { symlinkSync } from "node:fs";
import { join } from "node:path";
import type { StoredPurchaseState } from "../../core/internal";
import { useEmulator } from "./support/emulators";
import { violations } from "./support/events";
import { shared } from "./support/hooks";
import { Project } from "./support/project";
import { keepSecret } from "./support/secrets";

const PURCHASE = "test/e2e/programs/plugin-purchase";
const TWO_ACCOUNTS = "test/e2e/programs/plugin-two-accounts";

const TYPE = "tcss:index:PurchaseState";
const API_DOWN = { TENCENTCLOUD_TCSS_ENDPOINT: "http://127.0.0.1:9" };

describe("the provider as a plugin", () => {
  const emulator = useEmulator();

  async function projectOf(program: string, env: NodeJS.ProcessEnv = {}): Promise<Project> {
    const project = await Project.create({ program, emulator: emulator(), env });
    symlinkSync(
      join(shared().installed, "node_modules/pulumi-tcss/dist/plugin"),
      join(project.folder, "plugin"),
    );
    return project;
  }

  it("has its outputs known at preview", async () => {
    emulator().setScenario("undefended");
    const project = await projectOf(PURCHASE);
    const preview = await project.preview();
    assert.equal(preview.code, 0, preview.output);
    assert.match(preview.stdout, /undefended *: 32\b/);
    assert.match(preview.stdout, /readNow *: 32\b/);
    assert.doesNotMatch(preview.stdout, /unknown|output<|\[unknown\]/);
  });

  it("creates once, and an unchanged account shows no change", async () => {
    const project = await projectOf(PURCHASE);
    const first = await project.up();
    assert.equal(first.code, 0, first.output);
    assert.equal((await project.outputs())["undefended"], 0);
    assert.equal(storedIn(project).id, "default");
    const second = await project.up("--expect-no-changes");
    assert.equal(second.code, 0, second.output);
  });

  it("shows which fields of the account have changed", async () => {
    const project = await projectOf(PURCHASE);
    await project.mustPulumi("up", "--yes", "--skip-preview");
    emulator().setScenario("undefended");
    const preview = await project.withEvents("preview", "--diff");
    assert.equal(preview.code, 0, preview.output);
    const step = preview.events
      .flatMap(({ resourcePreEvent }) => (resourcePreEvent === undefined ? [] : [resourcePreEvent.metadata]))
      .find(({ type }) => type === TYPE);
    assert.equal(step?.op, "update");
    const paths = Object.keys(step?.detailedDiff ?? {});
    assert.ok(paths.includes("purchaseState.undefendCoresCnt"), paths.join());
    assert.ok(!paths.includes("purchaseState.state"), paths.join());
    assert.match(preview.stdout, /undefendCoresCnt *: 0 => 32/);
  });

  it("asks the account again at a refresh", async () => {
    const project = await projectOf(PURCHASE);
    await project.mustPulumi("up", "--yes", "--skip-preview");
    emulator().setScenario("undefended");
    const refresh = await project.refresh();
    assert.equal(refresh.code, 0, refresh.output);
    assert.equal(valuesIn(project).undefendCoresCnt, 32);
  });

  it("imports an account by the id `default`", async () => {
    const project = await projectOf(PURCHASE);
    const imported = await project.pulumi(
      ...["import", TYPE, "tcss", "default", "--yes", "--skip-preview"],
      ...["--protect=false", "--generate-code=false"],
    );
    assert.equal(imported.code, 0, imported.output);
    assert.equal(valuesIn(project).undefendCoresCnt, 0);
    const preview = await project.pulumi("preview", "--diff");
    assert.match(preview.stdout, /Resources:\n +2 unchanged\n/);
  });

  it("is destroyed while the API is down", async () => {
    const project = await projectOf(PURCHASE);
    await project.mustPulumi("up", "--yes", "--skip-preview");
    Object.assign(project.env, API_DOWN);
    const destroy = await project.destroy();
    assert.equal(destroy.code, 0, destroy.output);
    assert.deepEqual(
      project.resources().filter(({ type }) => type === TYPE),
      [],
    );
  });

  it("is blocked by the gate on the API document's example", async () => {
    emulator().setScenario("example");
    const project = await projectOf(PURCHASE);
    const preview = await project.withEvents("preview", "--policy-pack", project.gate);
    assert.notEqual(preview.code, 0);
    assert.match(preview.stdout, /86 of 154 cores are undefended/);
    assert.ok(
      violations(preview.events).some(({ on, policy }) => on === TYPE && policy === "no-undefended-cores"),
      "the gate has not judged the plugin's resource",
    );
  });

  it("reads another account by an explicit provider, whose key is a secret in the state", async () => {
    const other = { secretId: "AKID-of-the-other-account", secretKey: "secret-key-of-the-other-account" };
    keepSecret(other.secretKey);
    emulator().addCredential({ ...other, accountId: "200000000042", scenario: "undefended" });
    const project = await projectOf(TWO_ACCOUNTS, {
      OTHER_SECRET_ID: other.secretId,
      OTHER_SECRET_KEY: other.secretKey,
    });
    const up = await project.up();
    assert.equal(up.code, 0, up.output);
    assert.deepEqual(await project.outputs(), { own: 0, others: 32 });
    assert.doesNotMatch(project.stateText(), new RegExp(other.secretKey));
    const second = await project.up("--expect-no-changes");
    assert.equal(second.code, 0, second.output);
  });

  it("refuses a configuration key that is wrong, by its name and without a stack trace", async () => {
    const project = await projectOf(PURCHASE);
    await project.setConfig("tcss:site", "moon");
    const preview = await project.preview();
    assert.notEqual(preview.code, 0);
    assert.match(preview.stdout, /tcss:site must be one of international, mainland/);
    assert.doesNotMatch(preview.output, /\n\s+at .*:\d+:\d+/);
  });
});

function storedIn(project: Project) {
  const found = project.resources().find(({ type }) => type === TYPE);
  return found ?? assert.fail(`state holds no ${TYPE}`);
}

function valuesIn(project: Project): StoredPurchaseState {
  return storedIn(project).outputs?.["purchaseState"] as StoredPurchaseState;
}

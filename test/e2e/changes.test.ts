import assert from "node:assert/strict";
import { SHELL_TEXT } from "../../provider/dynamic/shellText.generated";
import { useEmulator } from "./support/emulators";
import { Project } from "./support/project";
import { addProfile } from "./support/secrets";

const PURCHASE = "test/e2e/programs/purchase";

describe("a deployed PurchaseState", () => {
  const emulator = useEmulator();
  let project: Project;

  before(async () => {
    project = await Project.create({ program: PURCHASE, emulator: emulator() });
    const up = await project.up();
    assert.equal(up.code, 0, up.output);
  });

  it("is left as it is by a second up while the account is unchanged", async () => {
    const before = project.purchaseState();
    const preview = await project.preview("--diff", "--expect-no-changes");
    assert.equal(preview.code, 0, preview.output);
    const up = await project.up("--expect-no-changes");
    assert.equal(up.code, 0, up.output);
    assert.match(up.stdout, /2 unchanged/);
    assert.doesNotMatch(up.stdout, /updated|replaced|created/);
    const after = project.purchaseState();
    assert.deepEqual(after.outputs, before.outputs);
    assert.equal(project.values().observedAt, undefined);
    // the gate knows the age of what it judges by the inputs, which every run renews
    const [valuesAfter, valuesBefore] = [after, before].map(
      ({ inputs }) => inputs?.["purchaseState"] as { observedAt: string },
    ) as [{ observedAt: string }, { observedAt: string }];
    assert.ok(valuesBefore.observedAt < valuesAfter.observedAt, valuesAfter.observedAt);
    assert.deepEqual({ ...valuesAfter, observedAt: "" }, { ...valuesBefore, observedAt: "" });
  });

  it("shows just the changed fields of a changed account, and updates them", async () => {
    emulator().setFields({ AllCoresCnt: 130, UndefendCoresCnt: 2 });
    const preview = await project.preview("--diff");
    assert.equal(preview.code, 0, preview.output);
    const [resource = ""] = preview.stdout.split("--outputs:--");
    const changes = changesIn(resource).filter((change) => !change.startsWith("observedAt"));
    assert.deepEqual(changes, ["allCoresCnt: 128 => 130", "undefendCoresCnt: 0 => 2"]);
    assert.doesNotMatch(preview.stdout, /__provider/);
    const up = await project.up();
    assert.match(up.stdout, /1 updated/);
    assert.equal((await project.outputs())["undefended"], 2);
  });

  it("is brought up to date by refresh, without the program", async () => {
    emulator().setFields({ AllCoresCnt: 131, UndefendCoresCnt: 3 });
    const refresh = await project.refresh();
    assert.equal(refresh.code, 0, refresh.output);
    const { undefendCoresCnt, allCoresCnt } = project.values();
    assert.deepEqual({ undefendCoresCnt, allCoresCnt }, { undefendCoresCnt: 3, allCoresCnt: 131 });
    assert.match(refresh.stdout, /1 updated/);
    assert.equal(emulator().requests().length, 1);
  });

  it("carries the provider's text of every release", () => {
    const { inputs, outputs } = project.purchaseState();
    const text = String(inputs?.["__provider"]);
    assert.equal(outputs?.["__provider"], text);
    assert.equal(text, SHELL_TEXT);
  });

  it("is destroyed while the API is down, and without a request", async () => {
    emulator().setScenario("reset");
    const destroy = await project.destroy();
    assert.equal(destroy.code, 0, destroy.output);
    assert.deepEqual(project.resources(), []);
    assert.equal(emulator().requests().length, 0);
  });
});

describe("two accounts in one program, by their profiles", () => {
  const emulator = useEmulator();

  it("are asked each with its own credentials, by up as by refresh", async () => {
    const { endpoint } = emulator();
    const project = await Project.create({
      program: "test/e2e/programs/two-accounts",
      env: { TENCENTCLOUD_TCSS_ENDPOINT: endpoint },
    });
    addProfile(emulator(), project, "production", { accountId: "200000000001", scenario: "healthy" });
    addProfile(emulator(), project, "staging", { accountId: "200000000002", scenario: "healthy" });
    emulator().setFields({ AllCoresCnt: 16 }, "200000000002");
    await project.setConfig("profiles", '["production", "staging"]');

    const up = await project.up();
    assert.equal(up.code, 0, up.output);
    assert.deepEqual(await project.outputs(), { production: 128, staging: 16 });

    emulator().setFields({ AllCoresCnt: 24 }, "200000000002");
    emulator().clearRequests();
    const refresh = await project.refresh();
    assert.equal(refresh.code, 0, refresh.output);
    assert.deepEqual(
      [project.values("production").allCoresCnt, project.values("staging").allCoresCnt],
      [128, 24],
    );
    const asked = emulator()
      .requests()
      .map(({ accountId }) => accountId);
    assert.deepEqual(asked.sort(), ["200000000001", "200000000002"]);
  });
});

/** The values that a `--diff` shows as changed, without the lines of objects that hold them. */
function changesIn(diff: string): string[] {
  return [...diff.matchAll(/^ *~ (\w+) *: (\S+) *=> (\S+)$/gm)].map(
    ([, name, from, to]) => `${name}: ${from} => ${to}`,
  );
}

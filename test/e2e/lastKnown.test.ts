import assert from "node:assert/strict";
import { symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { useEmulator } from "./support/emulators";
import { shared } from "./support/hooks";
import { Project } from "./support/project";

describe("onUnavailable: lastKnown", () => {
  const emulator = useEmulator();
  let project: Project;

  before(async () => {
    project = await Project.create({ program: "test/e2e/programs/purchase", emulator: emulator() });
    await project.setConfig("tcss:onUnavailable", "lastKnown");
    await project.setConfig("tcss:maxRetries", "0");
    const up = await project.up();
    assert.equal(up.code, 0, up.output);
  });

  it("records when the account was asked, which is no change by itself", async () => {
    const { observedAt } = project.values();
    assert.match(String(observedAt), /^20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    const up = await project.up("--expect-no-changes");
    assert.equal(up.code, 0, up.output);
  });

  it("keeps the values with a warning in the preview while the API is down, and marks them as stale", async () => {
    emulator().faults.push({ fault: "reset", times: "always" });
    const { observedAt: _, ...values } = project.values();
    // an up that changes nothing keeps the time with the inputs
    const { inputs = {} } = project.purchaseState();
    const { observedAt } = inputs["purchaseState"] as { observedAt: string };
    const preview = await project.preview();
    assert.equal(preview.code, 0, preview.output);
    assert.match(
      preview.stdout,
      new RegExp(`warning: TCSS could not be asked: these are the last known values, of ${observedAt}`),
    );
    const up = await project.up();
    assert.equal(up.code, 0, up.output);
    assert.deepEqual(project.values(), { ...values, observedAt, stale: true });
  });

  it("warns at refresh with the reason", async () => {
    emulator().faults.push({ fault: "reset", times: "always" });
    const refresh = await project.refresh();
    assert.equal(refresh.code, 0, refresh.output);
    assert.match(
      refresh.output,
      /TCSS could not be asked: these are the last known values, of 20.* The reason: .*ECONNRESET/,
    );
    assert.equal(project.values().stale, true);
  });

  it("belongs to the key that was asked: another one fails, and the state holds none in any form", async () => {
    emulator().faults.push({ fault: "reset", times: "always" });
    const env = { TENCENTCLOUD_SECRET_ID: "AKIDofanotheraccount", TENCENTCLOUD_SECRET_KEY: "key-of-another" };
    const preview = await project.pulumiWith(env, "preview");
    assert.notEqual(preview.code, 0);
    assert.match(preview.output, /The last known values do not count: they were read by another identity/);
    const { secretId, secretKey } = emulator();
    assert.doesNotMatch(project.stateText(), new RegExp(`${secretId}|${secretKey}`));
  });

  it("does not help where the key is refused: that does not pass by waiting", async () => {
    emulator().faults.push({ fault: "error", code: "AuthFailure.TokenFailure", times: "always" });
    const preview = await project.preview();
    assert.notEqual(preview.code, 0);
    assert.match(preview.output, /AuthFailure\.TokenFailure/);
  });

  it("is judged by the gate for as long as maxStaleHours allows", async () => {
    emulator().faults.push({ fault: "reset", times: "always" });
    const settings = join(project.home, "settings.yaml");
    const judged = async (maxStaleHours: number): ReturnType<Project["preview"]> => {
      writeFileSync(settings, `source: resources\nmaxStaleHours: ${maxStaleHours}\n`);
      return project.pulumiWith({ TCSS_GATE_CONFIG: settings }, "preview", "--policy-pack", project.gate);
    };
    const accepted = await judged(24);
    assert.equal(accepted.code, 0, accepted.output);
    const refused = await judged(0);
    assert.notEqual(refused.code, 0);
    assert.match(
      refused.stdout,
      /holds last known values of .*, longer ago than the gate accepts \(maxStaleHours: 0\)/,
    );
  });

  it("goes back to live values when the API answers again", async () => {
    const up = await project.up();
    assert.equal(up.code, 0, up.output);
    assert.equal(project.values().stale, undefined);
  });
});

describe("onUnavailable: lastKnown, with the plugin", () => {
  const emulator = useEmulator();

  it("warns in preview, up and refresh, by the resource and with the reason, and marks the values as stale", async () => {
    const project = await Project.create({
      program: "test/e2e/programs/plugin-two-accounts",
      emulator: emulator(),
    });
    symlinkSync(
      join(shared().installed, "node_modules/pulumi-tcss/dist/plugin"),
      join(project.folder, "plugin"),
    );
    writeFileSync(
      join(project.folder, "index.js"),
      `const pulumi = require("@pulumi/pulumi");
new pulumi.CustomResource("tcss:index:PurchaseState", "tcss", { purchaseState: undefined });
`,
    );
    await project.setConfig("tcss:onUnavailable", "lastKnown");
    await project.setConfig("tcss:maxRetries", "0");
    const first = await project.up();
    assert.equal(first.code, 0, first.output);
    assert.doesNotMatch(first.output, /last known/);
    const again = await project.up("--expect-no-changes");
    assert.equal(again.code, 0, again.output);

    emulator().faults.push({ fault: "reset", times: "always" });
    const warning =
      /tcss:index:PurchaseState \(tcss\):\n *warning: TCSS could not be asked: these are the last known values, of 20.* The reason: .*ECONNRESET/;
    for (const run of [await project.preview(), await project.up(), await project.refresh()]) {
      assert.equal(run.code, 0, run.output);
      assert.match(run.stdout, warning);
    }
    const { inputs, outputs } =
      project.resources().find(({ type }) => type === "tcss:index:PurchaseState") ??
      assert.fail("no resource");
    for (const properties of [inputs, outputs])
      assert.equal((properties?.["purchaseState"] as { stale?: boolean } | undefined)?.stale, true);
  });
});

import assert from "node:assert/strict";
import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { SIGNATURE_KEY } from "../../core/internal";
import { useEmulator } from "./support/emulators";
import { Project, PURCHASE_STATE } from "./support/project";
import { keepSecret } from "./support/secrets";

const PURCHASE = "test/e2e/programs/purchase";
const CREDENTIAL = {
  secretId: "AKIDsearchForThisId",
  secretKey: "searchForThisSecretKey",
  token: "searchForThisSessionToken",
};

describe("secret id, secret key and session token", () => {
  const emulator = useEmulator();
  before(() => {
    emulator().addCredential({ ...CREDENTIAL, accountId: emulator().accountId });
    keepSecret(CREDENTIAL.secretKey, CREDENTIAL.token);
  });

  it("from the environment reach neither state nor output nor the most talkative logs", async () => {
    const project = await Project.create({
      program: PURCHASE,
      emulator: emulator(),
      env: {
        TENCENTCLOUD_SECRET_ID: CREDENTIAL.secretId,
        TENCENTCLOUD_SECRET_KEY: CREDENTIAL.secretKey,
        TENCENTCLOUD_SECURITY_TOKEN: CREDENTIAL.token,
      },
    });
    const temporary = join(project.home, "tmp");
    mkdirSync(temporary);
    project.env["TMPDIR"] = temporary;
    const talkative = ["-v=9", "--logflow", "--debug"];
    const runs = [
      await project.up("--policy-pack", project.gate, ...talkative, "--logtostderr"),
      await project.preview("--policy-pack", project.gate, ...talkative),
      await project.refresh(...talkative, "--logtostderr"),
    ];
    for (const { code, output } of runs) {
      assert.equal(code, 0, output.slice(-2000));
      assertHoldsNoSecret("the output", output);
    }
    assert.ok(runs[0]?.stderr.includes("eventSink"), "the logs are not talkative");
    const logs = readdirSync(temporary).filter((name) => name.startsWith("pulumi"));
    assert.notDeepEqual(logs, [], "there is no log file");
    // state, its backups and history, log files, and what else Pulumi keeps
    for (const file of filesBelow(project.home)) assertHoldsNoSecret(file, readFileSync(file, "latin1"));
    for (const file of ["Pulumi.yaml", "Pulumi.dev.yaml"])
      assertHoldsNoSecret(file, readIfThere(join(project.folder, file)));
  });

  it("from the configuration, set with --secret, stand in no PurchaseState and nowhere in plain text", async () => {
    const { endpoint } = emulator();
    const project = await Project.create({
      program: PURCHASE,
      env: { TENCENTCLOUD_TCSS_ENDPOINT: endpoint },
    });
    await project.setConfig("tcss:secretId", CREDENTIAL.secretId, "--secret");
    await project.setConfig("tcss:secretKey", CREDENTIAL.secretKey, "--secret");
    await project.setConfig("tcss:securityToken", CREDENTIAL.token, "--secret");
    const up = await project.up("--policy-pack", project.gate);
    assert.equal(up.code, 0, up.output);
    assertHoldsNoSecret("the output", up.output);
    assertHoldsNoSecret("the state", project.stateText());
    for (const resource of project.resources().filter(({ type }) => type === PURCHASE_STATE)) {
      const text = JSON.stringify(resource);
      assert.equal(text.includes(SIGNATURE_KEY), false, "an encrypted secret stands in a PurchaseState");
      assert.doesNotMatch(text, /secretKey|secretId|securityToken/);
    }
  });

  it("as arguments of a resource are refused by name, and not printed", async () => {
    const project = await Project.create({
      program: "test/e2e/programs/secret-argument",
      emulator: emulator(),
    });
    // the engine does not know that it is one, so it would not mask it
    project.env["GIVEN"] = JSON.stringify({ secretKey: CREDENTIAL.secretKey });
    const up = await project.up();
    assert.notEqual(up.code, 0);
    assert.match(up.output, /secretKey is a secret/);
    assertHoldsNoSecret("the output", up.output);
    assert.deepEqual(
      project.resources().filter(({ type }) => type === PURCHASE_STATE),
      [],
    );
    assert.equal(emulator().requests().length, 0);
  });
});

function assertHoldsNoSecret(place: string, text: string): void {
  for (const [name, value] of Object.entries(CREDENTIAL))
    assert.equal(text.includes(value), false, `${place} holds the ${name}`);
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

function readIfThere(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}

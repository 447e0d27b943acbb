import assert from "node:assert/strict";
import { findAssumedRole } from "../../../../core/credentials/assumedRole";
import type { CredentialSource } from "../../../../core/credentials/source";
import { type Emulator, startEmulator } from "../../../../emulator/src";
import { accessTo, OPEN } from "../api/support";
import { describeBroken, setSource } from "./machine";

const ROLE_ARN = "qcs::cam::uin/200000000002:roleName/reader";

describe("A role that is assumed", () => {
  let emulator: Emulator;
  before(async () => {
    emulator = await startEmulator();
  });
  beforeEach(() => {
    emulator.clearRequests();
    emulator.faults.clear();
  });
  after(() => emulator.close());

  const environment = (): CredentialSource => ({
    name: "environment",
    find: async () => ({ secretId: emulator.secretId, secretKey: emulator.secretKey }),
  });
  const absent: CredentialSource = { name: "profile", find: async () => ({ absent: "there is none" }) };
  const find = (sources: readonly CredentialSource[]) =>
    findAssumedRole(sources, { roleArn: ROLE_ARN }, accessTo(emulator.endpoint), OPEN);

  it("gives its own credential, and says what it was assumed with", async () => {
    const { credential, source, skipped } = await find([absent, environment()]);
    assert.equal(credential.roleArn, ROLE_ARN);
    assert.ok(credential.token);
    assert.equal(source, `role ${ROLE_ARN}, assumed with environment`);
    assert.deepEqual(skipped, [{ source: "profile", reason: "there is none" }]);
    assert.deepEqual(
      emulator.requests().map(({ action }) => action),
      ["AssumeRole"],
    );
  });

  it("asks STS nothing where no source has credentials", async () => {
    await assert.rejects(find([absent]), { kind: "credentials" });
    assert.deepEqual(emulator.requests(), []);
  });

  it("is refused by STS with its code", async () => {
    emulator.faults.push({ fault: "error", code: "UnauthorizedOperation", action: "AssumeRole" });
    await assert.rejects(find([environment()]), { kind: "api", code: "UnauthorizedOperation" });
  });
});

describeBroken("A role to assume", [
  {
    how: "a role to assume that is no role's name",
    set: (machine) => {
      setSource(machine, "environment");
      machine.env["TENCENTCLOUD_ASSUME_ROLE_ARN"] = "reader";
    },
    words: /InvalidParameter/,
    asked: ["AssumeRole"],
  },
]);

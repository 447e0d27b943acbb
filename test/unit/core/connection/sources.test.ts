import assert from "node:assert/strict";
import { join } from "node:path";
import { TcssError } from "../../../../core/base/errors";
import { ACCOUNTS, type Machine, machineForTests, SOURCES, setSource } from "../credentials/machine";

describe("Credentials", () => {
  const machineOf = machineForTests();
  let machine: Machine;
  beforeEach(() => {
    machine = machineOf();
  });

  for (const { source, set, asks } of SOURCES)
    it(`${source} alone gives its account's values`, async () => {
      set(machine);
      await machine.read();
      assert.deepEqual(machine.asked(), [...asks, `purchase state of ${source}`]);
    });

  for (const [index, first] of SOURCES.entries())
    for (const second of SOURCES.slice(index + 1))
      it(`${first.source} goes before ${second.source}, which is not asked`, async () => {
        // one machine has one role at a time, so the lower one is set first
        second.set(machine);
        first.set(machine);
        await machine.read();
        assert.deepEqual(machine.asked(), [...first.asks, `purchase state of ${first.source}`]);
      });

  for (const { source, set, asks } of SOURCES)
    it(`${source} assumes a role on top, by Terraform's variables`, async () => {
      set(machine);
      machine.env["TENCENTCLOUD_ASSUME_ROLE_ARN"] =
        `qcs::cam::uin/${ACCOUNTS["assumedRole"]}:roleName/reader`;
      await machine.read();
      assert.deepEqual(machine.asked(), [...asks, "AssumeRole", "purchase state of assumedRole"]);
    });

  describe("with the token of a temporary key", () => {
    for (const spelling of [
      "TENCENTCLOUD_SECURITY_TOKEN",
      "TENCENTCLOUD_TOKEN",
      "TENCENTCLOUD_SESSION_TOKEN",
    ])
      it(`in ${spelling}`, async () => {
        machine.emulator.addCredential({ secretId: "AKID-temporary", secretKey: "k", token: "the-token" });
        Object.assign(machine.env, {
          TENCENTCLOUD_SECRET_ID: "AKID-temporary",
          TENCENTCLOUD_SECRET_KEY: "k",
        });
        await assert.rejects(machine.read(), /TokenFailure/);
        machine.env[spelling] = "the-token";
        await machine.read();
      });

    it("in a tccli profile, an SDK profile and Pulumi's configuration", async () => {
      const credential = { secretId: "AKID-temporary", secretKey: "k", token: "the-token" };
      machine.emulator.addCredential(credential);
      machine.write(
        ".tencentcloud/credentials",
        "[default]\nsecret_id=AKID-temporary\nsecret_key=k\ntoken=the-token",
      );
      await machine.read();
      machine.write(".tccli/default.credential", credential);
      await machine.read();
      Object.assign(machine.config, {
        "tcss:secretId": "AKID-temporary",
        "tcss:secretKey": "k",
        "tcss:securityToken": "the-token",
      });
      await machine.read();
      assert.equal(machine.emulator.requests().length, 3);
    });
  });

  it("of one namespace of the configuration are not mixed with a token left in the other", async () => {
    setSource(machine, "tcssConfig");
    machine.config["tencentcloud:securityToken"] = "a-token-of-another-key";
    await machine.read();
    assert.deepEqual(machine.asked(), ["purchase state of tcssConfig"]);
  });

  describe("of a tccli profile", () => {
    it("are those of the profile that an argument names, whatever else is set", async () => {
      for (const { set } of SOURCES) set(machine);
      machine.write(".tccli/other.credential", machine.key("assumedRole"));
      await machine.read({ profile: "other" });
      assert.deepEqual(machine.asked(), ["purchase state of assumedRole"]);
    });

    for (const variable of ["TENCENTCLOUD_PROFILE", "TCCLI_PROFILE"])
      it(`are those of the profile in ${variable}`, async () => {
        machine.write(".tccli/default.credential", machine.key("sdkProfile"));
        machine.write(".tccli/named.credential", machine.key("tccliProfile"));
        machine.env[variable] = "named";
        await machine.read();
        assert.deepEqual(machine.asked(), ["purchase state of tccliProfile"]);
      });

    it("stand in TENCENTCLOUD_SHARED_CREDENTIALS_DIR where it is set", async () => {
      machine.write("elsewhere/default.credential", machine.key("tccliProfile"));
      machine.env["TENCENTCLOUD_SHARED_CREDENTIALS_DIR"] = join(machine.path, "elsewhere");
      await machine.read();
      assert.deepEqual(machine.asked(), ["purchase state of tccliProfile"]);
    });

    it("stand below the home folder where the folder begins with ~", async () => {
      machine.write("elsewhere/default.credential", machine.key("tccliProfile"));
      machine.config["tcss:sharedCredentialsDir"] = "~/elsewhere";
      await machine.read();
      assert.deepEqual(machine.asked(), ["purchase state of tccliProfile"]);
    });

    it("assume the profile's own role, under its session name", async () => {
      machine.write(".tccli/default.credential", {
        ...machine.key("tccliProfile"),
        "role-arn": `qcs::cam::uin/${ACCOUNTS["assumedRole"]}:roleName/reader`,
        "role-session-name": "from-the-profile",
      });
      await machine.read();
      assert.deepEqual(machine.asked(), ["AssumeRole", "purchase state of assumedRole"]);
      assert.match(machine.emulator.requests()[0]?.body ?? "", /"RoleSessionName":"from-the-profile"/);
    });
  });

  describe("of a role to assume", () => {
    const roleArn = `qcs::cam::uin/${ACCOUNTS["assumedRole"]}:roleName/reader`;

    it("are asked for with all that configuration says about the role", async () => {
      setSource(machine, "environment");
      machine.config["tcss:assumeRole"] = JSON.stringify({
        roleArn,
        sessionName: "nightly",
        sessionDuration: 900,
        externalId: "partner",
        sourceIdentity: "pipeline-7",
        policy: '{"version":"2.0"}',
      });
      await machine.read();
      assert.deepEqual(JSON.parse(machine.emulator.requests()[0]?.body ?? ""), {
        RoleArn: roleArn,
        RoleSessionName: "nightly",
        DurationSeconds: 900,
        ExternalId: "partner",
        SourceIdentity: "pipeline-7",
        Policy: encodeURIComponent('{"version":"2.0"}'),
      });
    });

    it("are asked for with Terraform's variables", async () => {
      setSource(machine, "environment");
      Object.assign(machine.env, {
        TENCENTCLOUD_ASSUME_ROLE_ARN: roleArn,
        TENCENTCLOUD_ASSUME_ROLE_SESSION_NAME: "terraform",
        TENCENTCLOUD_ASSUME_ROLE_SESSION_DURATION: "3600",
        TENCENTCLOUD_ASSUME_ROLE_EXTERNAL_ID: "partner",
      });
      await machine.read();
      const { RoleSessionName, DurationSeconds, ExternalId } = JSON.parse(
        machine.emulator.requests()[0]?.body ?? "",
      );
      assert.deepEqual([RoleSessionName, DurationSeconds, ExternalId], ["terraform", 3600, "partner"]);
    });

    it("are refused by STS once, with its code and the next step", async () => {
      setSource(machine, "environment");
      machine.emulator.addRole({ roleArn, externalId: "partner" });
      machine.env["TENCENTCLOUD_ASSUME_ROLE_ARN"] = roleArn;
      await assert.rejects(machine.read(), (error: unknown) => {
        assert.ok(error instanceof TcssError);
        assert.equal(error.code, "UnauthorizedOperation");
        assert.match(error.message, /sts:AssumeRole/);
        return true;
      });
      assert.deepEqual(machine.asked(), ["AssumeRole"]);
    });
  });

  it("are found nowhere: each place is named with what it lacks, in order, and nothing is asked of the API", async () => {
    await assert.rejects(machine.read(), (error: unknown) => {
      assert.ok(error instanceof TcssError);
      assert.equal(error.kind, "credentials");
      const places = [
        "Pulumi configuration",
        "environment",
        "tccli profile default",
        "SDK profile",
        "TKE pod identity",
        "CVM role",
      ];
      const positions = places.map((place) => error.message.indexOf(`${place}: `));
      assert.deepEqual(
        [...positions].sort((a, b) => a - b),
        positions,
      );
      assert.ok(
        positions.every((position) => position >= 0),
        error.message,
      );
      return true;
    });
    assert.deepEqual(machine.asked(), ["metadata"]);
  });

  it("are not looked for beyond a broken source, even where a later one is right", async () => {
    for (const source of ["tkePod", "sdkProfile"]) setSource(machine, source);
    machine.write(".tccli/default.credential", "not JSON");
    await assert.rejects(machine.read(), /is not a JSON object/);
    assert.deepEqual(machine.asked(), []);
  });
});

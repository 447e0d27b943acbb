import assert from "node:assert/strict";
import { METADATA_PATH } from "../../../emulator/src";
import { start, TestBed } from "./support";

interface Issued {
  Credentials: { TmpSecretId: string; TmpSecretKey: string; Token: string };
  ExpiredTime: number;
  Expiration: string;
}

const ARN = "qcs::cam::uin/200000000002:roleName/reader";
const request = { RoleArn: ARN, RoleSessionName: "test" };

describe("temporary credentials", () => {
  let bed: TestBed;
  beforeEach(async () => {
    bed = await TestBed.start();
  });
  afterEach(() => bed.emulator.close());

  async function assume(params: object = request) {
    const reply = await bed.sts("AssumeRole", params);
    assert.equal(reply.Error, undefined);
    const { Credentials, ExpiredTime, Expiration } = reply as unknown as Issued;
    const { TmpSecretId: secretId, TmpSecretKey: secretKey, Token: token } = Credentials;
    return { secretId, secretKey, token, ExpiredTime, Expiration };
  }
  async function refusal(action: string, params: object, changes = {}) {
    return (await bed.sts(action, params, changes)).Error?.Code;
  }

  it("last as long as asked for, two hours by default, and are refused from that second on", async () => {
    const { ExpiredTime, Expiration, ...credential } = await assume();
    assert.equal(ExpiredTime, start.getTime() / 1000 + 7200);
    assert.equal(Expiration, "2026-03-01T06:00:00Z");
    assert.equal(
      (await assume({ ...request, DurationSeconds: 60 })).ExpiredTime,
      start.getTime() / 1000 + 60,
    );
    bed.advance(7_199_000);
    assert.equal(await bed.errorOf(credential), undefined);
    bed.advance(1000);
    assert.equal(await bed.errorOf(credential), "AuthFailure.TokenFailure");
  });

  it("are refused without their token, and with another one", async () => {
    const { secretId, secretKey } = await assume();
    assert.equal(await bed.errorOf({ secretId, secretKey }), "AuthFailure.TokenFailure");
    assert.equal(await bed.errorOf({ secretId, secretKey, token: "x" }), "AuthFailure.TokenFailure");
  });

  it("live as long as the emulator was told to", async () => {
    bed.emulator.setCredentialLifetime(5);
    assert.equal((await assume()).ExpiredTime, start.getTime() / 1000 + 5);
    bed.emulator.setCredentialLifetime(undefined);
    assert.equal((await assume()).ExpiredTime, start.getTime() / 1000 + 7200);
  });

  it("need a well-formed role, session and duration", async () => {
    const refused = (changes: object) => refusal("AssumeRole", { ...request, ...changes });
    assert.equal(await refused({ RoleArn: "reader" }), "InvalidParameter.ParamError");
    assert.equal(await refused({ RoleArn: 7 }), "InvalidParameter");
    assert.equal(await refused({ RoleSessionName: "a b" }), "InvalidParameter.ParamError");
    assert.equal(await refused({ DurationSeconds: 43201 }), "InvalidParameter.OverTimeError");
    assert.equal(await refused({ DurationSeconds: 0 }), "InvalidParameter.ParamError");
    assert.equal(await refused({ Surprise: 1 }), "UnknownParameter");
    assert.equal(await refusal("AssumeRole", { RoleSessionName: "test" }), "MissingParameter");
    assert.equal(await refusal("AssumeRole", { RoleArn: ARN }), "MissingParameter");
    assert.equal(await refused({ DurationSeconds: 43200 }), undefined);
  });

  it("need a signature for sts", async () => {
    assert.equal(
      await refusal("AssumeRole", request, { service: "tcss" }),
      "AuthFailure.InvalidAuthorization",
    );
    assert.equal(await refusal("AssumeRole", request, { secretKey: "x" }), "AuthFailure.SignatureFailure");
  });

  it("need the external id of a role that has one", async () => {
    bed.emulator.addRole({ roleArn: ARN, externalId: "team-7" });
    assert.equal(await refusal("AssumeRole", request), "UnauthorizedOperation");
    assert.equal(await refusal("AssumeRole", { ...request, ExternalId: "team-8" }), "UnauthorizedOperation");
    assert.equal(await refusal("AssumeRole", { ...request, ExternalId: "team-7" }), undefined);
    assert.throws(() => bed.emulator.addRole({ roleArn: "reader" }), /not of the form/);
  });

  it("are issued for a web identity, unsigned, and the token is not recorded", async () => {
    bed.emulator.addRole({ roleArn: ARN, providerId: "tke", webIdentityToken: "jwt-1" });
    const ask = async (changes: object) => {
      const body = JSON.stringify({ ...request, ProviderId: "tke", WebIdentityToken: "jwt-1", ...changes });
      const headers = {
        authorization: "SKIP",
        "content-type": "application/json",
        "x-tc-action": "AssumeRoleWithWebIdentity",
        "x-tc-version": "2018-08-13",
      };
      return await bed.raw({ method: "POST", headers, body });
    };
    const reply = (await ask({})) as unknown as Issued;
    const { TmpSecretId: secretId, TmpSecretKey: secretKey, Token: token } = reply.Credentials;
    assert.equal(await bed.errorOf({ secretId, secretKey, token }), undefined);
    assert.equal((await ask({ WebIdentityToken: "jwt-2" })).Error?.Code, "UnauthorizedOperation");
    assert.equal((await ask({ ProviderId: "eks" })).Error?.Code, "UnauthorizedOperation");
    assert.equal((await ask({ ProviderId: undefined })).Error?.Code, "MissingParameter");
    assert.ok(!JSON.stringify(bed.emulator.requests()).includes("jwt-"));
  });

  it("say whose they are", async () => {
    const main = await bed.sts("GetCallerIdentity", {});
    assert.deepEqual([main["Type"], main["AccountId"]], ["CAMUser", bed.emulator.accountId]);
    const { secretId, secretKey, token } = await assume();
    const role = await bed.sts("GetCallerIdentity", {}, { secretId, secretKey, token });
    assert.deepEqual([role["Type"], role["AccountId"]], ["CAMRole", "200000000002"]);
  });
});

describe("several accounts", () => {
  it("each see their own state; one without a state sees the first account's", async () => {
    const bed = await TestBed.start({ scenario: "example" });
    try {
      const { emulator } = bed;
      emulator.addCredential({ secretId: "two", secretKey: "k", accountId: "2", scenario: "expiring" });
      emulator.addCredential({ secretId: "three", secretKey: "k", accountId: "3", scenario: { State: 1 } });
      emulator.addCredential({ secretId: "four", secretKey: "k", accountId: "4" });
      const renewal = async (secretId: string) =>
        (await bed.call({ secretId, secretKey: "k" }))["AutomaticRenewal"];
      assert.equal((await bed.call())["AutomaticRenewal"], 194);
      assert.equal(await renewal("two"), 2);
      assert.equal(await renewal("three"), undefined);
      assert.equal(await renewal("four"), 194);
      emulator.setFields({ AutomaticRenewal: 1 }, "4");
      assert.equal(await renewal("four"), 1);
      assert.equal((await bed.call())["AutomaticRenewal"], 194);
      emulator.setScenario("reset", "2");
      await assert.rejects(renewal("two"));
      assert.equal(await renewal("four"), 1);
      emulator.removeCredential("four");
      assert.equal(await bed.errorOf({ secretId: "four", secretKey: "k" }), "AuthFailure.SecretIdNotFound");
    } finally {
      await bed.emulator.close();
    }
  });
});

describe("the CVM metadata endpoint", () => {
  let bed: TestBed;
  beforeEach(async () => {
    bed = await TestBed.start();
  });
  afterEach(() => bed.emulator.close());
  const get = (path: string) => fetch(`${bed.emulator.endpoint}${path}`);

  it("knows no role until one is set", async () => {
    assert.equal((await get(`${METADATA_PATH}/`)).status, 404);
    bed.emulator.setMetadataRole({ roleName: "node" });
    assert.equal((await get(`${METADATA_PATH}/`)).status, 200);
    bed.emulator.setMetadataRole(undefined);
    assert.equal((await get(`${METADATA_PATH}/`)).status, 404);
  });

  it("lists the role, and gives credentials that work until they expire", async () => {
    bed.emulator.setMetadataRole({ roleName: "node", accountId: "9" });
    for (const path of [METADATA_PATH, `${METADATA_PATH}/`])
      assert.equal(await (await get(path)).text(), "node");
    const given = (await (await get(`${METADATA_PATH}/node`)).json()) as Record<string, string> & {
      ExpiredTime: number;
    };
    assert.equal(given["Code"], "Success");
    assert.equal(given.ExpiredTime, start.getTime() / 1000 + 7200);
    const { TmpSecretId: secretId = "", TmpSecretKey: secretKey = "", Token: token = "" } = given;
    assert.equal(await bed.errorOf({ secretId, secretKey, token }), undefined);
    bed.advance(7_200_000);
    assert.equal(await bed.errorOf({ secretId, secretKey, token }), "AuthFailure.TokenFailure");
  });

  it("knows nothing else, and every request is recorded", async () => {
    bed.emulator.setMetadataRole({ roleName: "node" });
    assert.equal((await get(`${METADATA_PATH}/other`)).status, 404);
    assert.equal((await get("/latest/meta-data/instance-id")).status, 404);
    assert.deepEqual(
      bed.emulator.requests().map(({ action, path, status }) => [action, path, status]),
      [
        ["metadata", `${METADATA_PATH}/other`, 404],
        ["metadata", "/latest/meta-data/instance-id", 404],
      ],
    );
  });
});

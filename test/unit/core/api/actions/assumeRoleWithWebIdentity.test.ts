import assert from "node:assert/strict";
import { credentialOfWebIdentity } from "../../../../../core/api/actions/assumeRoleWithWebIdentity";
import { type ApiServer, startApiServer } from "../../../support/apiServer";
import { accessTo, OPEN } from "../support";

const ROLE_ARN = "qcs::cam::uin/200000000007:roleName/pod";

describe("AssumeRoleWithWebIdentity", () => {
  let server: ApiServer;
  beforeEach(async () => {
    server = await startApiServer();
  });
  afterEach(() => server.close());

  const ask = () =>
    credentialOfWebIdentity(
      { roleArn: ROLE_ARN, providerId: "cluster", token: "the-web-identity-token" },
      { access: accessTo(server.endpoint, { region: "ap-singapore" }), signal: OPEN },
    );

  it("exchanges the token without a signature, in the region of the cluster", async () => {
    const parts = { TmpSecretId: "AKIDtemporary", TmpSecretKey: "temporaryKey", Token: "temporaryToken" };
    server.answer({ Credentials: parts });
    assert.deepEqual(await ask(), {
      secretId: "AKIDtemporary",
      secretKey: "temporaryKey",
      token: "temporaryToken",
      roleArn: ROLE_ARN,
    });
    const [request] = server.requests;
    assert.equal(request?.headers.authorization, "SKIP");
    assert.equal(request?.headers["x-tc-region"], "ap-singapore");
    assert.deepEqual(JSON.parse(request?.body ?? ""), {
      ProviderId: "cluster",
      WebIdentityToken: "the-web-identity-token",
      RoleArn: ROLE_ARN,
      RoleSessionName: "pulumi-tcss",
      DurationSeconds: 7200,
    });
  });

  it("says what to check in CAM where STS refuses the role, and repeats nothing of the token", async () => {
    server.answer({ Error: { Code: "ResourceNotFound.Role", Message: "the-web-identity-token" } });
    await assert.rejects(ask(), (error: Error & { nextStep?: string }) => {
      assert.match(error.nextStep ?? "", /trusts the cluster's identity provider/);
      assert.doesNotMatch(error.message, /the-web-identity-token/);
      return true;
    });
  });
});

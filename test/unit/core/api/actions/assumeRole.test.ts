import assert from "node:assert/strict";
import { credentialOfRole } from "../../../../../core/api/actions/assumeRole";
import type { AssumeRoleArgs } from "../../../../../core/api/role";
import { type ApiServer, startApiServer } from "../../../support/apiServer";
import { accessTo, CREDENTIAL, OPEN } from "../support";

const ROLE = "qcs::cam::uin/200000000002:roleName/reader";
const PARTS = { TmpSecretId: "AKIDtemporary", TmpSecretKey: "temporaryKey", Token: "temporaryToken" };

describe("AssumeRole", () => {
  let server: ApiServer;
  beforeEach(async () => {
    server = await startApiServer();
    server.answer({ Credentials: PARTS, ExpiredTime: 1_700_000_000 });
  });
  afterEach(() => server.close());

  const ask = (role: Partial<AssumeRoleArgs> = {}) =>
    credentialOfRole(
      { roleArn: ROLE, ...role },
      { access: accessTo(server.endpoint), credential: CREDENTIAL, signal: OPEN },
    );
  const sent = (): unknown => JSON.parse(server.requests[0]?.body ?? "");

  it("gives the role's credential, its end, and the role", async () => {
    assert.deepEqual(await ask(), {
      secretId: "AKIDtemporary",
      secretKey: "temporaryKey",
      token: "temporaryToken",
      expiration: new Date("2023-11-14T22:13:20Z"),
      roleArn: ROLE,
    });
  });

  it("asks for a session of two hours under our name, unless the role says otherwise", async () => {
    await ask();
    assert.deepEqual(sent(), {
      RoleArn: ROLE,
      RoleSessionName: "pulumi-tcss",
      DurationSeconds: 7200,
    });
  });

  it("sends all that the role says, the policy URL-encoded", async () => {
    await ask({
      sessionName: "nightly",
      sessionDuration: 900,
      externalId: "partner",
      sourceIdentity: "pipeline-7",
      policy: '{"version":"2.0"}',
    });
    assert.deepEqual(sent(), {
      RoleArn: ROLE,
      RoleSessionName: "nightly",
      DurationSeconds: 900,
      ExternalId: "partner",
      SourceIdentity: "pipeline-7",
      Policy: "%7B%22version%22%3A%222.0%22%7D",
    });
  });

  const replies: readonly [what: string, reply: Record<string, unknown>][] = [
    ["no credentials", {}],
    ["credentials that are a list", { Credentials: [PARTS] }],
    ["a part missing", { Credentials: { ...PARTS, Token: undefined } }],
    ["a part that is a number", { Credentials: { ...PARTS, TmpSecretKey: 7 } }],
  ];
  for (const [what, reply] of replies)
    it(`refuses a reply with ${what}, and quotes nothing of it`, async () => {
      server.answer(reply);
      await assert.rejects(ask(), (error: Error & { kind?: string }) => {
        assert.equal(error.kind, "reply");
        assert.match(error.message, /STS answered without credentials/);
        assert.doesNotMatch(error.message, /temporary/);
        return true;
      });
    });

  for (const code of ["UnauthorizedOperation", "InvalidParameter.RoleNotExist", "ResourceNotFound.Role"])
    it(`says what to allow in CAM where STS answers ${code}`, async () => {
      server.answer({ Error: { Code: code, Message: "no" }, RequestId: "r-1" });
      await assert.rejects(ask(), { code, nextStep: /sts:AssumeRole on this role/ });
    });
});

import assert from "node:assert/strict";
import { getCallerIdentity } from "../../../../../core/api/actions/getCallerIdentity";
import { callAction } from "../../../../../core/api/callAction";
import { type ApiServer, startApiServer } from "../../../support/apiServer";
import { accessTo, CREDENTIAL, OPEN } from "../support";

describe("GetCallerIdentity", () => {
  let server: ApiServer;
  beforeEach(async () => {
    server = await startApiServer();
  });
  afterEach(() => server.close());

  const ask = () =>
    callAction(getCallerIdentity, null, {
      access: accessTo(server.endpoint),
      credential: CREDENTIAL,
      signal: OPEN,
    });

  it("gives the account's id, and is asked in STS's region where the settings name none", async () => {
    server.answer({ AccountId: "100000000001" });
    assert.equal(await ask(), "100000000001");
    const [request] = server.requests;
    assert.equal(request?.headers["x-tc-action"], "GetCallerIdentity");
    assert.equal(request?.headers["x-tc-region"], "ap-guangzhou");
    assert.match(request?.headers.authorization ?? "", /\/sts\/tc3_request/);
  });

  for (const AccountId of [undefined, null, 100000000001, "", "me"])
    it(`refuses a reply whose AccountId is ${JSON.stringify(AccountId)}`, async () => {
      server.answer({ AccountId });
      await assert.rejects(ask(), { kind: "reply", summary: "STS named no account" });
    });
});

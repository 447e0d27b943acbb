import assert from "node:assert/strict";
import { type ApiCall, send } from "../../../../core/api/transport";
import { type ApiServer, startApiServer } from "../../support/apiServer";
import { ANY_ACTION, accessTo, CREDENTIAL, OPEN } from "./support";

describe("send", () => {
  let server: ApiServer;
  beforeEach(async () => {
    server = await startApiServer();
  });
  afterEach(() => server.close());

  const call = (more: Partial<ApiCall> = {}): ApiCall => ({
    action: ANY_ACTION,
    version: "2020-11-01",
    sdkVersion: "SDK_NODEJS_test",
    payload: { Limit: 1 },
    credential: CREDENTIAL,
    ...more,
  });

  it("tells the server's time of an answer, an error's as well", async () => {
    const times: Date[] = [];
    const ask = () => send(accessTo(server.endpoint), call(), OPEN, (time) => times.push(time));
    server.answer({ State: 3 });
    await ask();
    server.answer({ Error: { Code: "AuthFailure.SignatureExpire", Message: "late" } });
    await assert.rejects(ask());
    assert.equal(times.length, 2);
    for (const time of times) assert.ok(Math.abs(time.getTime() - Date.now()) < 60_000);
  });

  it("sends the region and the token where there are any", async () => {
    server.answer({ State: 3 });
    const credential = { ...CREDENTIAL, token: "tokenOfTheTests" };
    const access = accessTo(server.endpoint, { region: "ap-singapore" });
    assert.deepEqual(await send(access, call({ credential }), OPEN), { State: 3 });
    await send(accessTo(server.endpoint), call(), OPEN);
    const [first, second] = server.requests;
    assert.equal(first?.headers["x-tc-region"], "ap-singapore");
    assert.equal(first?.headers["x-tc-token"], "tokenOfTheTests");
    assert.equal(first?.body, '{"Limit":1}');
    assert.equal(second?.headers["x-tc-region"], undefined);
    assert.equal(second?.headers["x-tc-token"], undefined);
  });

  for (const [part, name] of [
    ["secretId", "SecretId"],
    ["secretKey", "SecretKey"],
    ["token", "session token"],
  ] as const)
    it(`sends nothing with a ${name} that no header carries`, async () => {
      const credential = { ...CREDENTIAL, [part]: "hunter2\nhunter2" };
      await assert.rejects(send(accessTo(server.endpoint), call({ credential }), OPEN), (error: Error) => {
        assert.match(error.message, new RegExp(`^the ${name} of the credentials holds a line break`));
        assert.doesNotMatch(error.message, /hunter2/);
        return true;
      });
      assert.deepEqual(server.requests, []);
    });

  it("sends nothing to a region that is the name of none", async () => {
    await assert.rejects(send(accessTo(server.endpoint, { region: "a b" }), call(), OPEN), {
      kind: "configuration",
      property: "region",
      nextStep: "Correct tcss:region, such as ap-guangzhou, or leave it out: this API needs none.",
    });
    assert.deepEqual(server.requests, []);
  });

  it("repeats no secret that the server sends back", async () => {
    server.answerStatus(500, `you sent ${CREDENTIAL.secretKey}`);
    await assert.rejects(send(accessTo(server.endpoint), call(), OPEN), (error: Error) => {
      assert.match(error.message, /the endpoint failed \(HTTP 500, body begins: you sent/);
      assert.doesNotMatch(error.message, /keyOfTheTests/);
      return true;
    });
  });
});

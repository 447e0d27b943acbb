import assert from "node:assert/strict";
import { callAction } from "../../../../core/api/callAction";
import type { TcssError } from "../../../../core/base/errors";
import { stubRandom } from "../../../integration/support/stubRandom";
import { type ApiServer, startApiServer } from "../../support/apiServer";
import { ANY_ACTION, accessTo, CREDENTIAL, OPEN } from "./support";

describe("callAction", () => {
  let server: ApiServer;
  let random: ReturnType<typeof stubRandom>;
  beforeEach(async () => {
    server = await startApiServer();
    random = stubRandom(() => 0);
  });
  afterEach(async () => {
    random.restore();
    await server.close();
  });

  const call = (maxRetries = 0, onFailedTry?: (error: TcssError) => void) =>
    callAction(ANY_ACTION, null, {
      access: accessTo(server.endpoint, { maxRetries }),
      credential: CREDENTIAL,
      signal: OPEN,
      onFailedTry,
    });

  it("sends action, version and name of the SDK's client, and gives what the action parses", async () => {
    server.answer({ State: 3, RequestId: "r-1" });
    assert.deepEqual(await call(), { State: 3, RequestId: "r-1" });
    const [request] = server.requests;
    assert.equal(request?.headers["x-tc-action"], "DescribePurchaseStateInfo");
    assert.equal(request?.headers["x-tc-version"], "2020-11-01");
    assert.match(String(request?.headers["x-tc-requestclient"]), /^SDK_NODEJS_/);
    assert.equal(request?.headers["x-tc-region"], undefined);
    assert.match(
      request?.headers.authorization ?? "",
      /^TC3-HMAC-SHA256 Credential=AKIDofTheTests\/.*\/tcss\//,
    );
    assert.equal(request?.body, "{}");
  });

  it("tries again after what may pass, and reports each failed try", async () => {
    server.answerStatus(503, "down");
    const failures: (string | undefined)[] = [];
    await assert.rejects(
      call(2, ({ code }) => failures.push(code)),
      { httpStatus: 503, summary: /after 3 tries/ },
    );
    assert.deepEqual(failures, ["HTTP 503", "HTTP 503", "HTTP 503"]);
    assert.equal(server.requests.length, 3);
  });

  it("asks once where the same request would fail again", async () => {
    server.answer({ Error: { Code: "AuthFailure.SignatureFailure", Message: "no" } });
    await assert.rejects(call(4), { code: "AuthFailure.SignatureFailure" });
    assert.equal(server.requests.length, 1);
  });

  it("sends nothing once its caller has left", async () => {
    const options = {
      access: accessTo(server.endpoint),
      credential: CREDENTIAL,
      signal: AbortSignal.abort(),
    };
    await assert.rejects(callAction(ANY_ACTION, null, options), { name: "AbortError" });
    assert.deepEqual(server.requests, []);
  });
});

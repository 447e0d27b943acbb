import assert from "node:assert/strict";
import { TestBed } from "./support";

describe("the API's strictness", () => {
  let bed: TestBed;
  before(async () => {
    bed = await TestBed.start();
  });
  beforeEach(() => bed.advance(1000));
  after(() => bed.emulator.close());

  it("answers a rightly signed POST with the state and a fresh request id", async () => {
    const first = await bed.call();
    const second = await bed.call();
    assert.equal(first["State"], 3);
    assert.match(first.RequestId, /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    assert.notEqual(first.RequestId, second.RequestId);
  });

  it("answers a rightly signed GET", async () => {
    assert.equal((await bed.call({ method: "GET" }))["State"], 3);
    assert.equal(await bed.errorOf({ method: "GET", query: "Limit=1" }), "UnknownParameter");
  });

  it("accepts a session token that is empty, and every optional common header", async () => {
    const sent = { "X-TC-Region": "ap-singapore", "X-TC-Language": "en-US", "X-TC-RequestClient": "test" };
    assert.equal((await bed.call({ sent, token: "" }))["State"], 3);
  });

  it("refuses a wrong key", async () => {
    assert.equal(await bed.errorOf({ secretKey: "wrong" }), "AuthFailure.SignatureFailure");
  });

  it("refuses an unknown id", async () => {
    assert.equal(await bed.errorOf({ secretId: "nobody" }), "AuthFailure.SecretIdNotFound");
  });

  it("refuses a clock that is six minutes behind", async () => {
    assert.equal(await bed.errorOf({ timestamp: bed.timestamp - 360 }), "AuthFailure.SignatureExpire");
  });

  it("refuses a signature for another service in the words of the real API", async () => {
    for (const service of ["127", "cvm", "sts"]) {
      const { Error: refusal } = await bed.call({ service });
      assert.equal(refusal?.Code, "AuthFailure.InvalidAuthorization");
      assert.match(refusal?.Message ?? "", /`Service` in Credential not valid/);
    }
  });

  it("refuses a tampered body", async () => {
    assert.equal(await bed.errorOf({ sentBody: "{ }" }), "AuthFailure.SignatureFailure");
  });

  it("refuses another content type than the signed one", async () => {
    const sent = { "content-type": "application/json; charset=utf-8" };
    assert.equal(await bed.errorOf({ sent }), "AuthFailure.SignatureFailure");
  });

  it("refuses a token with a long-lived credential", async () => {
    assert.equal(await bed.errorOf({ token: "what for" }), "AuthFailure.TokenFailure");
  });

  it("refuses actions, versions and parameters that it does not know", async () => {
    assert.equal(await bed.errorOf({ action: "DescribeNothing" }), "InvalidAction");
    assert.equal(await bed.errorOf({ version: "2018-08-13" }), "NoSuchVersion");
    assert.equal(await bed.errorOf({ body: '{"Limit":1}' }), "UnknownParameter");
  });

  it("refuses bodies that are no JSON object, and other content types", async () => {
    for (const body of ["", "{", "[]", "null", '"x"'])
      assert.equal(await bed.errorOf({ body }), "InvalidParameter", body);
    assert.equal(await bed.errorOf({ contentType: "text/plain" }), "InvalidParameter");
    assert.equal(await bed.errorOf({ method: "GET", contentType: "application/json" }), "InvalidParameter");
  });

  it("names the common parameter that is missing", async () => {
    const codes = async (headers: Record<string, string>) =>
      (await bed.raw({ method: "POST", headers, body: "{}" })).Error;
    const action = { "x-tc-action": "DescribePurchaseStateInfo" };
    assert.match((await codes({}))?.Message ?? "", /`Action`/);
    assert.match((await codes(action))?.Message ?? "", /`Version`/);
    const unsigned = await codes({ ...action, "x-tc-version": "2020-11-01" });
    assert.deepEqual(unsigned, {
      Code: "MissingParameter",
      Message: "The request is missing a required parameter `Authorization`.",
    });
    const skipped = await codes({ ...action, "x-tc-version": "2020-11-01", authorization: "SKIP" });
    assert.equal(skipped?.Code, "AuthFailure.InvalidAuthorization");
  });

  it("knows no other method and no other path", async () => {
    assert.equal((await bed.raw({ method: "DELETE" })).Error?.Code, "UnsupportedProtocol");
    assert.equal((await fetch(`${bed.emulator.endpoint}/elsewhere`)).status, 404);
  });

  it("records what was asked, without ids, keys and tokens", async () => {
    bed.emulator.clearRequests();
    await bed.call();
    await bed.call({ secretKey: "wrong", token: "private" });
    const [good, bad] = bed.emulator.requests();
    assert.equal(good?.action, "DescribePurchaseStateInfo");
    assert.equal(good?.service, "tcss");
    assert.equal(good?.accountId, bed.emulator.accountId);
    assert.equal(good?.status, 200);
    assert.equal(good?.errorCode, undefined);
    assert.equal(good?.body, "{}");
    assert.equal(good?.headers["content-type"], "application/json");
    assert.equal(bad?.errorCode, "AuthFailure.SignatureFailure");
    assert.equal(bad?.number, (good?.number ?? 0) + 1);
    await bed.call({ method: "GET", query: "SecretId=private-1&Signature=private-2" });
    const text = JSON.stringify(bed.emulator.requests());
    for (const secret of [bed.emulator.secretId, bed.emulator.secretKey, "private"])
      assert.ok(!text.includes(secret), secret);
  });
});

describe("the rate limit", () => {
  it("lets 20 calls of one account through in any second, and refuses the 21st", async () => {
    const bed = await TestBed.start();
    bed.emulator.addCredential({ secretId: "other", secretKey: "key", accountId: "2" });
    bed.emulator.addCredential({ secretId: "same", secretKey: "key" });
    try {
      for (let call = 1; call <= 20; call++) assert.equal(await bed.errorOf(), undefined, `call ${call}`);
      assert.equal(await bed.errorOf(), "RequestLimitExceeded");
      assert.equal(await bed.errorOf({ secretId: "same", secretKey: "key" }), "RequestLimitExceeded");
      assert.equal(await bed.errorOf({ secretId: "other", secretKey: "key" }), undefined);
      bed.advance(999);
      assert.equal(await bed.errorOf(), "RequestLimitExceeded");
      bed.advance(1);
      assert.equal(await bed.errorOf(), undefined);
    } finally {
      await bed.emulator.close();
    }
  });

  it("counts no call whose signature is wrong", async () => {
    const bed = await TestBed.start();
    try {
      for (let call = 1; call <= 25; call++) await bed.call({ secretKey: "wrong" });
      assert.equal(await bed.errorOf(), undefined);
    } finally {
      await bed.emulator.close();
    }
  });
});

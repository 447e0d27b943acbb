import assert from "node:assert/strict";
import { verifySignature } from "../../../emulator/src";
import { type Signing, sign } from "./support";

describe("verifySignature", () => {
  // Tencent Cloud's published example, the `\u` escapes literal.
  const body = '{"Limit": 1, "Filters": [{"Values": ["\\u672a\\u547d\\u540d"], "Name": "instance-name"}]}';
  const id = `AKID${"*".repeat(32)}`;
  const key = "*".repeat(32);
  const timestamp = 1551113065;
  const now = new Date(timestamp * 1000);
  const options = {
    secretKeyOf: (given: string) => (given === id ? key : undefined),
    services: ["cvm"],
    now,
  };

  const published = {
    authorization: `TC3-HMAC-SHA256 Credential=${id}/2019-02-25/cvm/tc3_request, SignedHeaders=content-type;host;x-tc-action, Signature=10b1a37a7301a02ca19a647ad722d5e43b4b3cff309d421d85b46093f6ab6c4f`,
    "content-type": "application/json; charset=utf-8",
    host: "cvm.tencentcloudapi.com",
    "x-tc-action": "DescribeInstances",
    "x-tc-timestamp": String(timestamp),
  };

  function verify(headers: Record<string, string>, changes: Partial<typeof options> = {}) {
    return verifySignature({ method: "POST", query: "", headers, body }, { ...options, ...changes });
  }
  function codeOf(headers: Record<string, string>, changes: Partial<typeof options> = {}) {
    const verified = verify(headers, changes);
    return verified.ok ? "accepted" : verified.code;
  }
  function signed(changes: Partial<Signing> = {}) {
    return sign({ secretId: id, secretKey: key, service: "cvm", timestamp, body, ...changes });
  }

  it("accepts the published vector", () => {
    assert.deepEqual(verify(published), { ok: true, secretId: id, service: "cvm" });
  });

  it("refuses the published vector when a byte of the body differs", () => {
    const verified = verifySignature(
      { method: "POST", query: "", headers: published, body: `${body} ` },
      options,
    );
    assert.equal(verified.ok ? "" : verified.code, "AuthFailure.SignatureFailure");
  });

  it("accepts the header sets that SDKs sign, and more", () => {
    for (const signedHeaders of [
      ["content-type", "host"],
      ["content-type", "host", "x-tc-action"],
      ["content-type", "host", "x-tc-action", "x-tc-timestamp", "x-tc-version"],
    ]) {
      assert.equal(codeOf(signed({ signedHeaders })), "accepted", signedHeaders.join());
    }
  });

  it("wants content-type and host among the signed headers", () => {
    assert.equal(codeOf(signed({ signedHeaders: ["host"] })), "AuthFailure.InvalidAuthorization");
    assert.equal(codeOf(signed({ signedHeaders: ["content-type"] })), "AuthFailure.InvalidAuthorization");
  });

  it("refuses a signed header that was not sent", () => {
    const headers = signed({ signedHeaders: ["content-type", "host", "x-tc-region"] });
    assert.equal(codeOf(headers), "AuthFailure.SignatureFailure");
  });

  it("accepts the signed host with and without its port, and no other host", () => {
    const sentTo = (host: string, headers: Record<string, string>) => codeOf({ ...headers, host });
    assert.equal(sentTo("127.0.0.1:8080", signed({ host: "127.0.0.1" })), "accepted");
    assert.equal(sentTo("127.0.0.1:8080", signed({ host: "127.0.0.1:8080" })), "accepted");
    assert.equal(sentTo("127.0.0.1:8080", signed({ host: "127.0.0.2" })), "AuthFailure.SignatureFailure");
  });

  it("accepts UNSIGNED-PAYLOAD whatever the body, when the header announces it", () => {
    const headers = signed({ unsignedPayload: true, body: "something else" });
    assert.equal(codeOf(headers), "accepted");
    const { "x-tc-content-sha256": _, ...unannounced } = headers;
    assert.equal(codeOf(unannounced), "AuthFailure.SignatureFailure");
  });

  it("allows the clock to be five minutes off, in either direction, and not a second more", () => {
    const at = (seconds: number) => codeOf(published, { now: new Date((timestamp + seconds) * 1000) });
    assert.equal(at(300), "accepted");
    assert.equal(at(-300), "accepted");
    assert.equal(at(301), "AuthFailure.SignatureExpire");
    assert.equal(at(-301), "AuthFailure.SignatureExpire");
  });

  it("refuses a credential scope of another day, and another service", () => {
    const yesterday = { ...published, authorization: published.authorization.replace("02-25", "02-24") };
    assert.equal(codeOf(yesterday), "AuthFailure.InvalidAuthorization");
    assert.equal(codeOf(published, { services: ["tcss"] }), "AuthFailure.InvalidAuthorization");
  });

  it("tells missing, malformed and unknown apart", () => {
    const { authorization: _, ...unsigned } = published;
    const { "x-tc-timestamp": __, ...timeless } = published;
    assert.equal(codeOf(unsigned), "MissingParameter");
    assert.equal(codeOf(timeless), "MissingParameter");
    assert.equal(codeOf({ ...published, authorization: "Bearer x" }), "AuthFailure.InvalidAuthorization");
    assert.equal(codeOf({ ...published, "x-tc-timestamp": "soon" }), "InvalidParameter");
    assert.equal(
      codeOf({ ...published, "x-tc-timestamp": "99999999999" }),
      "AuthFailure.InvalidAuthorization",
    );
    assert.equal(codeOf(signed({ secretId: "nobody" })), "AuthFailure.SecretIdNotFound");
    assert.equal(codeOf(signed({ secretKey: "wrong" })), "AuthFailure.SignatureFailure");
  });
});

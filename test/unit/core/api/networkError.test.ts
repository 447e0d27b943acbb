import assert from "node:assert/strict";
import { TimeUp } from "../../../../core/api/ending";
import { requestError } from "../../../../core/api/networkError";
import type { HttpProxy } from "../../../../core/api/proxy";
import { ProxyFault } from "../../../../core/api/request";
import { TcssError } from "../../../../core/base/errors";

const FACTS = { endpoint: "https://tcss.example", account: "production", timeoutSeconds: 10 };
const PROXY: HttpProxy = {
  variable: "HTTPS_PROXY",
  protocol: "http:",
  hostname: "proxy.example",
  port: 3128,
  authorization: undefined,
};

function fault(code: string, more: object = {}): Error {
  return Object.assign(new Error("words of the system"), { code, ...more });
}

describe("requestError", () => {
  const faults: readonly [code: string, words: RegExp][] = [
    ["ECONNREFUSED", /ECONNREFUSED/],
    ["ENOTFOUND", /name is not known/],
    ["EAI_AGAIN", /could not be resolved/],
    ["ECONNRESET", /connection was cut/],
    ["ETIMEDOUT", /in time/],
    ["DEPTH_ZERO_SELF_SIGNED_CERT", /self-signed/],
    ["CERT_HAS_EXPIRED", /has expired/],
    ["CERT_SOMETHING_NEW", /does not trust the certificate/],
    ["ERR_SSL_WRONG_VERSION_NUMBER", /does not speak TLS/],
    ["ERR_SSL_SOMETHING_NEW", /could not be encrypted/],
  ];
  for (const [code, words] of faults)
    it(`names ${code} in words, with place, code and next step`, () => {
      const error = requestError(fault(code), FACTS);
      assert.equal(error.kind, "network");
      assert.equal(error.code, code);
      assert.equal(error.endpoint, FACTS.endpoint);
      assert.match(error.summary, words);
      assert.doesNotMatch(error.message, /words of the system/);
      assert.ok(error.nextStep);
    });

  it("knows an error of the system by its call, whatever its code", () => {
    assert.equal(requestError(fault("ENEW", { syscall: "connect" }), FACTS).kind, "network");
  });

  it("does not take a defect for a fault of the network", () => {
    const error = requestError(new TypeError("x is not a function"), FACTS);
    assert.equal(error.kind, "internal");
    assert.match(error.message, /x is not a function/);
    assert.equal(requestError("thrown text", FACTS).kind, "internal");
  });

  it("looks behind wrappers, and at the first of several addresses", () => {
    const wrapped = new Error("fetch failed", {
      cause: new AggregateError([fault("ECONNREFUSED"), fault("EPIPE")]),
    });
    assert.equal(requestError(wrapped, FACTS).code, "ECONNREFUSED");
    const own = new TcssError("ours", { kind: "reply" });
    assert.equal(requestError(new Error("wrapped", { cause: own }), FACTS), own);
  });

  it("says that the time was over, and names the proxy that was waited for", () => {
    const late = requestError(new TimeUp(), FACTS);
    assert.equal(late.code, "Timeout");
    assert.match(late.message, /within 10 s .*tcss:requestTimeoutSeconds/);
    assert.match(
      requestError(new TimeUp(), { ...FACTS, waitingFor: PROXY }).message,
      /through the proxy.*HTTPS_PROXY/,
    );
  });

  it("calls an answer that is not HTTP a reply", () => {
    assert.equal(requestError(fault("HPE_INVALID_CONSTANT"), FACTS).kind, "reply");
    const atProxy = new ProxyFault(PROXY, { cause: fault("HPE_INVALID_CONSTANT") });
    assert.match(requestError(atProxy, FACTS).message, /the proxy did not answer in HTTP.*HTTPS_PROXY/);
  });

  const refusals: readonly [status: number, code: string, words: RegExp][] = [
    [407, "ProxyAuthenticationRequired", /USER:PASSWORD@HOST:PORT/],
    [429, "ProxyRefused", /no more requests/],
    [502, "ProxyRefused", /could not reach the endpoint/],
    [301, "ProxyRefused", /not a web page/],
    [403, "ProxyRefused", /in use is HTTPS_PROXY/],
  ];
  for (const [status, code, words] of refusals)
    it(`explains HTTP ${status} of a proxy`, () => {
      const error = requestError(new ProxyFault(PROXY, { status }), FACTS);
      assert.deepEqual([error.kind, error.code, error.httpStatus], ["network", code, status]);
      assert.match(error.message, words);
    });

  it("says that the proxy could not be reached", () => {
    const error = requestError(new ProxyFault(PROXY, { cause: fault("ECONNREFUSED") }), FACTS);
    assert.match(error.message, /failed at the proxy.*Check the proxy that HTTPS_PROXY names/);
  });
});

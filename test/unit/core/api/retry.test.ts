import assert from "node:assert/strict";
import { isPermanent, isUnavailability, withRetries } from "../../../../core/api/retry";
import { asTcssError, TcssError, type TcssErrorDetails } from "../../../../core/base/errors";
import { stubRandom } from "../../../integration/support/stubRandom";

const MAY_PASS: readonly TcssErrorDetails[] = [
  ...[
    "DeadlineExceeded",
    "Timeout",
    "ECONNREFUSED",
    "ECONNRESET",
    "EPIPE",
    "ETIMEDOUT",
    "EAI_AGAIN",
    "EHOSTUNREACH",
    "ENETUNREACH",
  ].map((code) => ({ kind: "network", code }) as const),
  ...[500, 502, 503, 504, 429].map((httpStatus) => ({ kind: "reply", httpStatus }) as const),
  ...[
    "InternalError",
    "InternalError.MainDBFail",
    "ServiceUnavailable",
    "ResourceUnavailable",
    "RequestLimitExceeded",
    "RequestLimitExceeded.UinLimitExceeded",
  ].map((code) => ({ kind: "api", code, httpStatus: 200 }) as const),
];

const STAYS: readonly TcssErrorDetails[] = [
  ...[
    "ENOTFOUND",
    "CERT_HAS_EXPIRED",
    "ERR_SSL_WRONG_VERSION_NUMBER",
    "a code of the year 2030",
    undefined,
  ].map((code) => ({ kind: "network", code }) as const),
  { kind: "network", code: "ProxyRefused", httpStatus: 407 },
  ...[200, 204, 302, 401, 403, 404, undefined].map((httpStatus) => ({ kind: "reply", httpStatus }) as const),
  ...[
    "AuthFailure.SecretIdNotFound",
    "UnauthorizedOperation",
    "InternalError.ErrRoleNotExist",
    "InvalidParameter",
    "IpNotInWhitelist",
    "RequestLimitExceededNot",
    undefined,
  ].map((code) => ({ kind: "api", code }) as const),
  // Tencent's word counts, not the status of the gateway that hands it on
  { kind: "api", code: "AuthFailure.TokenFailure", httpStatus: 503 },
  { kind: "credentials" },
  { kind: "account" },
  { kind: "configuration" },
  { kind: "evidence" },
  { kind: "internal" },
];

describe("isUnavailability and isPermanent", () => {
  for (const details of MAY_PASS)
    it(`may pass: ${JSON.stringify(details)}`, () => {
      const error = new TcssError("x", details);
      assert.deepEqual([isUnavailability(error), isPermanent(error)], [true, false]);
    });

  for (const details of STAYS)
    it(`stays: ${JSON.stringify(details)}`, () => {
      const error = new TcssError("x", details);
      assert.deepEqual([isUnavailability(error), isPermanent(error)], [false, true]);
    });

  for (const thrown of [new TypeError("x"), "ECONNRESET", undefined, { kind: "network", code: "ECONNRESET" }])
    it(`stays: what is not an error of ours (${JSON.stringify(thrown)})`, () => {
      assert.equal(isUnavailability(thrown), false);
      assert.equal(isUnavailability(asTcssError(thrown)), false);
    });
});

describe("withRetries", () => {
  let random: ReturnType<typeof stubRandom>;
  beforeEach(() => {
    random = stubRandom(() => 0);
  });
  afterEach(() => random.restore());

  const passing = (): TcssError => new TcssError("busy", { kind: "api", code: "RequestLimitExceeded" });
  const attempts = (errors: readonly Error[]) => {
    const left = [...errors];
    return async (): Promise<string> => {
      const error = left.shift();
      if (error !== undefined) throw error;
      return `after ${errors.length}`;
    };
  };
  const { signal } = new AbortController();

  it("repeats what may pass until it succeeds, and reports each failed try", async () => {
    const seen: TcssError[] = [];
    const policy = { maxRetries: 4, signal, onFailedTry: (error: TcssError) => seen.push(error) };
    const errors = [passing(), passing()];
    assert.equal(await withRetries(policy, attempts(errors)), "after 2");
    assert.deepEqual(seen, errors);
  });

  it("gives up after the last retry, and says how often it tried", async () => {
    const failing = withRetries({ maxRetries: 1, signal }, attempts([passing(), passing(), passing()]));
    await assert.rejects(failing, { summary: "busy, after 2 tries" });
    await assert.rejects(withRetries({ maxRetries: 0, signal }, attempts([passing()])), { summary: "busy" });
  });

  it("repeats nothing that would fail again", async () => {
    const refused = new TcssError("no", { kind: "api", code: "AuthFailure" });
    await assert.rejects(withRetries({ maxRetries: 4, signal }, attempts([refused])), refused);
  });

  it("ends with its signal, also within a pause", async () => {
    random.restore();
    random = stubRandom(() => 1);
    const leaving = new AbortController();
    const policy = { maxRetries: 4, signal: leaving.signal, onFailedTry: () => leaving.abort() };
    await assert.rejects(withRetries(policy, attempts([passing()])), { name: "AbortError" });
    await assert.rejects(
      withRetries(policy, async () => 7),
      { name: "AbortError" },
    );
  });
});

import assert from "node:assert/strict";
import { isPermanent, isUnavailability } from "../../../../core/api/retry";
import { asTcssError, TcssError, type TcssErrorDetails } from "../../../../core/base/errors";

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

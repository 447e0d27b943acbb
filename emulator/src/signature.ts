import { createHash, createHmac, timingSafeEqual } from "node:crypto";

/** What TC3-HMAC-SHA256 covers of one HTTP request. */
export interface SignedRequest {
  /** `POST` or `GET`. */
  readonly method: string;
  /** The query as it was sent, without `?`; empty for POST. */
  readonly query: string;
  /** Header names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** The body as it was sent, byte for byte. */
  readonly body: Uint8Array | string;
}

export interface VerifyOptions {
  /** The secret key that belongs to an id, or undefined when there is no such id. */
  secretKeyOf(secretId: string): string | undefined;
  /** The services that the request may be signed for, for example `["tcss"]`. */
  readonly services: readonly string[];
  readonly now: Date;
}

export type Verification =
  | { ok: true; secretId: string; service: string }
  | { ok: false; code: string; message: string };

/** Tencent Cloud lets the clocks differ by five minutes, in either direction. */
const MAX_SKEW_SECONDS = 300;

const AUTHORIZATION_FORM =
  /^TC3-HMAC-SHA256 Credential=([^/,\s]+)\/(\d{4}-\d{2}-\d{2})\/([^/,\s]+)\/tc3_request,\s*SignedHeaders=([^,\s]+),\s*Signature=([0-9a-f]{64})$/;

/** What the `Authorization` header claims, before anything of it is verified. */
export interface Authorization {
  readonly secretId: string;
  readonly date: string;
  readonly service: string;
  readonly signedHeaders: string[];
  readonly signature: string;
}

/** Undefined when the header is not in the form that TC3-HMAC-SHA256 asks for. */
export function parseAuthorization(header: string): Authorization | undefined {
  const match = AUTHORIZATION_FORM.exec(header);
  if (!match) return undefined;
  const [, secretId = "", date = "", service = "", signedHeaders = "", signature = ""] = match;
  return { secretId, date, service, signedHeaders: signedHeaders.split(";"), signature };
}

/**
 * Verifies a TC3-HMAC-SHA256 signature (https://www.tencentcloud.com/document/api/1150/36455) as Tencent Cloud does.
 *
 * Never throws: a refusal is `{ok: false}` with Tencent's error code and a message.
 */
export function verifySignature(request: SignedRequest, options: VerifyOptions): Verification {
  const { headers } = request;
  const header = headers["authorization"];
  if (!header)
    return refuse("MissingParameter", "The request is missing a required parameter `Authorization`.");
  const claim = parseAuthorization(header);
  if (!claim) return invalidAuthorization("the header is malformed");

  const timestamp = headers["x-tc-timestamp"];
  if (!timestamp)
    return refuse("MissingParameter", "The request is missing a required parameter `Timestamp`.");
  if (!/^\d{1,11}$/.test(timestamp))
    return refuse("InvalidParameter", "The parameter `Timestamp` is not an integer.");
  if (!options.services.includes(claim.service))
    return invalidAuthorization("`Service` in Credential not valid");
  if (claim.date !== utcDate(Number(timestamp)))
    return invalidAuthorization("`Date` in Credential not valid");
  if (!claim.signedHeaders.includes("content-type") || !claim.signedHeaders.includes("host"))
    return invalidAuthorization("`SignedHeaders` must hold content-type and host");

  const secretKey = options.secretKeyOf(claim.secretId);
  if (secretKey === undefined) {
    return refuse(
      "AuthFailure.SecretIdNotFound",
      "The SecretId is not found, please ensure that your SecretId is correct.",
    );
  }
  const skew = Math.abs(options.now.getTime() / 1000 - Number(timestamp));
  if (skew > MAX_SKEW_SECONDS) {
    return refuse(
      "AuthFailure.SignatureExpire",
      `The signature has expired: \`Timestamp\` is ${Math.floor(skew)} seconds away from the server's time, at most ${MAX_SKEW_SECONDS} are allowed.`,
    );
  }
  if (!acceptable(request, claim, timestamp, secretKey)) {
    return refuse(
      "AuthFailure.SignatureFailure",
      "The provided credentials could not be validated. Please check your signature is correct.",
    );
  }
  return { ok: true, secretId: claim.secretId, service: claim.service };
}

function acceptable(
  request: SignedRequest,
  claim: Authorization,
  timestamp: string,
  secretKey: string,
): boolean {
  if (claim.signedHeaders.some((name) => request.headers[name] === undefined)) return false;
  const key = signingKey(secretKey, claim.date, claim.service);
  const given = Buffer.from(claim.signature, "hex");
  return variants(request.headers).some((canonicalValue) => {
    const canonical = [
      request.method,
      "/",
      request.query,
      ...claim.signedHeaders.map((name) => `${name}:${canonicalValue(name)}`),
      "",
      claim.signedHeaders.join(";"),
      payloadHash(request),
    ].join("\n");
    const scope = `${claim.date}/${claim.service}/tc3_request`;
    const toSign = `TC3-HMAC-SHA256\n${timestamp}\n${scope}\n${sha256(canonical)}`;
    return timingSafeEqual(hmac(key, toSign), given);
  });
}

/**
 * The canonical header values that SDKs sign: the document asks for lower case, most SDKs sign the value as it is,
 * and those that sign the action write it in lower case. The Node SDK leaves the port out of the signed host.
 */
function variants(headers: SignedRequest["headers"]): Array<(name: string) => string> {
  const raw = (name: string) => (headers[name] ?? "").trim();
  const hosts = new Set([raw("host"), raw("host").replace(/:\d+$/, "")]);
  return [...hosts].flatMap((host) => {
    const asSent = (name: string) => (name === "host" ? host : raw(name));
    return [
      asSent,
      (name: string) => asSent(name).toLowerCase(),
      (name: string) => (name === "x-tc-action" ? asSent(name).toLowerCase() : asSent(name)),
    ];
  });
}

function payloadHash(request: SignedRequest): string {
  const unsigned = request.headers["x-tc-content-sha256"] === "UNSIGNED-PAYLOAD";
  return sha256(unsigned ? "UNSIGNED-PAYLOAD" : request.body);
}

function signingKey(secretKey: string, date: string, service: string): Buffer {
  return hmac(hmac(hmac(`TC3${secretKey}`, date), service), "tc3_request");
}

function hmac(key: Buffer | string, text: string): Buffer {
  return createHmac("sha256", key).update(text).digest();
}

function sha256(data: Uint8Array | string): string {
  return createHash("sha256").update(data).digest("hex");
}

function utcDate(timestamp: number): string {
  const date = new Date(timestamp * 1000);
  return Number.isNaN(date.getTime()) ? "" : date.toISOString().slice(0, 10);
}

function refuse(code: string, message: string): Verification {
  return { ok: false, code, message };
}

function invalidAuthorization(why: string): Verification {
  return refuse(
    "AuthFailure.InvalidAuthorization",
    `The request \`Authorization\` header does not conform to tencentcloud standards: ${why}.`,
  );
}

import Sign from "tencentcloud-sdk-nodejs/tencentcloud/common/sign";
import { printable, redact, TcssError } from "../errors";
import type { ApiAccess, ApiCall } from "./apiCall";
import { proxiedFetch } from "./proxy";

/** What a reply may weigh; a purchase state takes about 1 KB. */
const MAX_REPLY_BYTES = 1024 * 1024;

/**
 * Sends one request, once. The SDK signs; the sending is done here because the SDK's own ends no hanging
 * body, follows redirects with the signature and token in hand, drops what a failing gateway says, and
 * turns a body that is not JSON into a TypeError.
 * @returns what stands under `Response`.
 * @throws TcssError of kind `api`, `network` or `reply`.
 */
export async function send(
  access: ApiAccess,
  call: ApiCall,
  signal: AbortSignal,
): Promise<Record<string, unknown>> {
  const { endpoint, account, requestTimeoutSeconds } = access;
  const { secretId, secretKey, token } = call.credential ?? {};
  const place = { endpoint, account };
  // servers and proxies may echo what they were sent
  const quote: Quote = (text, limit) => printable(redact(text, [secretKey, token, secretId]), limit);
  const timeout = AbortSignal.timeout(requestTimeoutSeconds * 1000);
  let status: number | undefined;
  try {
    const { url, headers, body } = prepared(access, call);
    const response = await proxiedFetch(url, {
      method: "POST",
      headers,
      body,
      signal: AbortSignal.any([signal, timeout]),
      redirect: "manual",
    });
    status = response.status;
    return contentOf(response, await readText(response), { ...place, action: call.action }, quote);
  } catch (error) {
    if (error instanceof TcssError) throw error;
    throw networkError(error, { ...place, httpStatus: status }, requestTimeoutSeconds);
  }
}

/** Text of the other side made fit for a message: on one line, cut, without our secrets. */
type Quote = (text: string, limit?: number) => string;

function prepared(
  { endpoint, region }: ApiAccess,
  { service, action, version, payload, credential, sdkVersion }: ApiCall,
): { url: string; headers: Record<string, string>; body: string } {
  const url = `${endpoint}/`;
  const contentType = "application/json";
  const timestamp = Math.floor(Date.now() / 1000);
  return {
    url,
    body: JSON.stringify(payload),
    headers: {
      "Content-Type": contentType,
      Authorization:
        credential === undefined
          ? "SKIP"
          : Sign.sign3({
              method: "POST",
              url,
              payload,
              timestamp,
              service,
              secretId: credential.secretId,
              secretKey: credential.secretKey,
              multipart: false,
              boundary: "",
              headers: { "Content-Type": contentType },
            }),
      "X-TC-Action": action,
      "X-TC-Version": version,
      "X-TC-Timestamp": String(timestamp),
      "X-TC-RequestClient": sdkVersion,
      "X-TC-Language": "en-US",
      ...(region === undefined ? {} : { "X-TC-Region": region }),
      ...(credential?.token === undefined ? {} : { "X-TC-Token": credential.token }),
    },
  };
}

async function readText(response: Response): Promise<string> {
  const decoder = new TextDecoder();
  let [text, bytes] = ["", 0];
  for await (const chunk of response.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > MAX_REPLY_BYTES) break;
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

interface Place {
  readonly endpoint: string;
  readonly account: string | undefined;
}

function contentOf(
  response: Response,
  text: string,
  { action, ...place }: Place & { readonly action: string },
  quote: Quote,
): Record<string, unknown> {
  const httpStatus = response.status;
  const strange = (what: string): TcssError =>
    new TcssError(`${what} (HTTP ${httpStatus}${text === "" ? "" : `, body begins: ${quote(text, 120)}`})`, {
      kind: "reply",
      code: `HTTP ${httpStatus}`,
      httpStatus,
      ...place,
      nextStep:
        "Check that the endpoint is Tencent Cloud's API or a gateway to it, and that no proxy answers in its place.",
    });
  if (httpStatus >= 300 && httpStatus < 400)
    throw strange("the endpoint redirects elsewhere, and a signed request must not follow");
  const content = parseJson(text);
  const answer = isRecord(content) ? content["Response"] : undefined;
  if (isRecord(answer) && isRecord(answer["Error"]))
    throw apiError(answer["Error"], quote, {
      requestId: typeof answer["RequestId"] === "string" ? quote(answer["RequestId"], 64) : undefined,
      httpStatus,
      action,
      ...place,
    });
  if (httpStatus !== 200) throw strange("the endpoint failed");
  if (text.trim() === "") throw strange("the reply is empty");
  if (content === undefined) throw strange("the reply is not JSON");
  if (!isRecord(answer)) throw strange("the reply holds no Response");
  return answer;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function apiError(
  error: Record<string, unknown>,
  quote: Quote,
  {
    action,
    ...details
  }: Place & { requestId: string | undefined; httpStatus: number; readonly action: string },
): TcssError {
  const code = quote(String(error["Code"] ?? "an error without a code"), 100);
  const message = typeof error["Message"] === "string" ? `: ${quote(error["Message"])}` : "";
  return new TcssError(`Tencent Cloud answered ${code}${message}`, {
    kind: "api",
    code,
    ...details,
    nextStep: nextStepFor(code, action),
  });
}

/** What to do about an error code, most specific first. */
const NEXT_STEPS: readonly (readonly [code: RegExp, nextStep: string])[] = [
  [
    /^AuthFailure\.SecretIdNotFound/,
    "Check the SecretId. Keys of the mainland site are not known to the international one and the other way round: set tcss:site (international or mainland) if the account belongs to the other.",
  ],
  [/^AuthFailure\.SignatureFailure/, "Check the SecretKey: it does not belong to the SecretId."],
  [/^AuthFailure\.SignatureExpire/, "Set this machine's clock: it is more than five minutes off."],
  [/^AuthFailure\.TokenFailure/, "Get new temporary credentials: the session token is wrong or has expired."],
  [/^AuthFailure\.MFAFailure/, "This key needs multi-factor authentication: use another key, or a role."],
  [
    /^(AuthFailure\.)?UnauthorizedOperation/,
    "Allow the action tcss:DescribePurchaseStateInfo to this key's user or role in CAM.",
  ],
  [/^AuthFailure/, "Check the credentials: whether the key exists, is enabled, and belongs to this site."],
  [
    /^InternalError\.ErrRoleNotExist/,
    "Open the TCSS console once with an administrator and grant the service role that it asks for.",
  ],
  [
    /^RequestLimitExceeded/,
    "Try again in a moment: more than 20 requests a second were made for this account.",
  ],
  [
    /^(InternalError|ServiceUnavailable|ResourceUnavailable)/,
    "Try again; if it stays so, give the request id to Tencent Cloud's support.",
  ],
  [/^IpNotInWhitelist/, "Add this machine's address to the key's list of allowed addresses."],
  [/^(UnsupportedRegion|InvalidParameter)/, "Check tcss:region: this API needs none."],
];

/** What to allow where, by the action that was refused. */
const PERMISSIONS: Readonly<Record<string, string>> = {
  AssumeRole:
    "Allow the action sts:AssumeRole on this role to the identity that assumes it, and check that the role's trust policy (and external id) admits it, both in CAM.",
  AssumeRoleWithWebIdentity:
    "Check in CAM that the role trusts the cluster's identity provider and this service account.",
};

function nextStepFor(code: string, action: string): string | undefined {
  const refusal = /^(AuthFailure\.)?UnauthorizedOperation/.test(code) ? PERMISSIONS[action] : undefined;
  return refusal ?? NEXT_STEPS.find(([pattern]) => pattern.test(code))?.[1];
}

const NETWORK_CAUSES: Readonly<Record<string, readonly [what: string, nextStep: string]>> = {
  ECONNREFUSED: ["nothing listens there", "Check the endpoint, and that the gateway or emulator runs."],
  ENOTFOUND: ["the host's name is not known", "Check the endpoint and this machine's name resolution."],
  EAI_AGAIN: [
    "the host's name could not be resolved",
    "Check this machine's network and name resolution, then try again.",
  ],
  ECONNRESET: ["the connection was cut", "Try again; check proxies and firewalls on the way."],
  UND_ERR_SOCKET: ["the connection was cut", "Try again; check proxies and firewalls on the way."],
};

function networkError(
  error: unknown,
  details: Place & { httpStatus: number | undefined },
  timeoutSeconds: number,
): TcssError {
  const cause = rootCause(error);
  if (cause.name === "TimeoutError" || cause.name === "AbortError")
    return new TcssError(`no whole answer came within ${timeoutSeconds} s`, {
      kind: "network",
      code: "Timeout",
      ...details,
      nextStep: "Check the network, or raise tcss:requestTimeoutSeconds.",
    });
  const code = (cause as NodeJS.ErrnoException).code ?? cause.name;
  const [what, nextStep] = NETWORK_CAUSES[code] ?? [
    printable(cause.message),
    "Check the network and the endpoint.",
  ];
  return new TcssError(`the request failed: ${what} (${code})`, {
    kind: "network",
    code,
    ...details,
    nextStep,
  });
}

/** `fetch` wraps what really happened once or twice, and a host with several addresses as a list. */
function rootCause(error: unknown): Error {
  if (error instanceof AggregateError && error.errors[0] instanceof Error) return rootCause(error.errors[0]);
  if (error instanceof Error && error.cause instanceof Error) return rootCause(error.cause);
  return error instanceof Error ? error : new Error(String(error));
}

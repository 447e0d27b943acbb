import { printable, redact, TcssError } from "../errors";
import { type Place, type Quote, readAnswer } from "./answer";
import type { ApiAccess, ApiCall } from "./apiCall";
import { type HttpResponse, request } from "./request";

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
    const response = await request(url, {
      method: "POST",
      headers,
      body,
      signal: AbortSignal.any([signal, timeout]),
    });
    status = response.status;
    const text = await readText(response);
    return readAnswer({ ...place, action: call.action, httpStatus: status, text }, quote);
  } catch (error) {
    if (error instanceof TcssError) throw error;
    // a body that is given up ends like one whose connection is cut
    const reason = timeout.aborted ? timeout.reason : error;
    throw networkError(reason, { ...place, httpStatus: status }, requestTimeoutSeconds);
  }
}

function prepared(
  { endpoint, region }: ApiAccess,
  { service, action, version, payload, credential, sdkVersion }: ApiCall,
): { url: string; headers: Record<string, string>; body: string } {
  const { default: Sign } =
    require("tencentcloud-sdk-nodejs/tencentcloud/common/sign") as typeof import("tencentcloud-sdk-nodejs/tencentcloud/common/sign");
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

async function readText({ body }: HttpResponse): Promise<string> {
  const decoder = new TextDecoder();
  let [text, bytes] = ["", 0];
  for await (const chunk of body) {
    bytes += chunk.byteLength;
    if (bytes > MAX_REPLY_BYTES) break;
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

const NETWORK_CAUSES: Readonly<Record<string, readonly [what: string, nextStep: string]>> = {
  ECONNREFUSED: [
    "nothing listens there",
    "Check the endpoint, the proxy where HTTPS_PROXY or HTTP_PROXY names one, and that the gateway or emulator runs.",
  ],
  ENOTFOUND: ["the host's name is not known", "Check the endpoint and this machine's name resolution."],
  EAI_AGAIN: [
    "the host's name could not be resolved",
    "Check this machine's network and name resolution, then try again.",
  ],
  ECONNRESET: ["the connection was cut", "Try again; check proxies and firewalls on the way."],
  UND_ERR_ABORTED: [
    "the proxy does not let it through",
    "Check HTTPS_PROXY, HTTP_PROXY and NO_PROXY, and whether the proxy wants a user and a password.",
  ],
  UND_ERR_SOCKET: ["the connection was cut", "Try again; check proxies and firewalls on the way."],
};

function networkError(
  error: unknown,
  details: Place & { httpStatus: number | undefined },
  timeoutSeconds: number,
): TcssError {
  const cause = rootCause(error);
  // a signal's reason; undici calls a proxy's refusal an AbortError as well, but one of its own
  if (cause instanceof DOMException)
    return new TcssError(`no whole answer came within ${timeoutSeconds} s`, {
      kind: "network",
      code: "Timeout",
      ...details,
      nextStep: (words) => `Check the network, or raise ${words.setting("requestTimeoutSeconds")}.`,
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

/** An aborted request wraps the reason, and a host with several addresses has one for each. */
function rootCause(error: unknown): Error {
  if (error instanceof AggregateError && error.errors[0] instanceof Error) return rootCause(error.errors[0]);
  if (error instanceof Error && error.cause instanceof Error) return rootCause(error.cause);
  return error instanceof Error ? error : new Error(String(error));
}

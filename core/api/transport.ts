import { printable, TcssError, type TcssErrorDetails } from "../base/errors";
import type { JsonRecord } from "../base/record";
import { keepSecrets, redactQuoted, secretsWithin } from "../base/redact";
import { isRegion, unsendable } from "../base/sendable";
import type { ApiAccess } from "./access";
import type { ApiAction } from "./action";
import { noRegionNeeded, type Quote, readAnswer } from "./answer";
import { readBody } from "./body";
import type { Credential } from "./credential";
import { ending } from "./ending";
import { requestError } from "./networkError";
import type { HttpProxy } from "./proxy";
import { request } from "./request";

/** Upper bound for a reply; a purchase state takes about 1 KB. */
const MAX_REPLY_BYTES = 1024 * 1024;
/** How much of a text is searched for secrets before it is quoted. */
const MAX_QUOTED = 4000;

/** One call of an action. */
export interface ApiCall {
  readonly action: ApiAction;
  readonly version: string;
  readonly payload: unknown;
  /** Absent for the few actions that take no signature. */
  readonly credential: Credential | undefined;
  /** How the SDK names itself to the API. */
  readonly sdkVersion: string;
}

/** Servers and proxies may echo what they were sent. */
const quote: Quote = (text, limit) => printable(redactQuoted(text.slice(0, MAX_QUOTED)), limit);

/**
 * Sends one request, once. The SDK signs; the sending is done here because the SDK's own ends no hanging
 * body, follows redirects with the signature and token in hand, drops what a failing gateway says, and
 * turns a body that is not JSON into a TypeError.
 * @param onServerTime is given the time at which the server answered, where the answer has one.
 * @returns the fields under `Response`.
 * @throws TcssError of kind `api`, `network` or `reply`; `credentials` or `configuration` where the request cannot be
 * sent at all.
 */
export async function send(
  access: ApiAccess,
  call: ApiCall,
  signal: AbortSignal,
  onServerTime?: (time: Date) => void,
): Promise<JsonRecord> {
  const { endpoint, account, requestTimeoutSeconds: timeoutSeconds } = access;
  const { secretId, secretKey, token } = call.credential ?? {};
  keepSecrets(secretId, secretKey, token, ...secretsWithin(call.payload));
  // not among what may fail by the network
  const { url, headers, body } = prepared(access, call);
  const place = { endpoint, account };
  let [httpStatus, waitingFor]: [number | undefined, HttpProxy | undefined] = [undefined, undefined];
  try {
    const { text, problem } = await ending(timeoutSeconds * 1000, signal, async (end) => {
      const onWaiting = (proxy: HttpProxy | undefined): void => {
        waitingFor = proxy;
      };
      const response = await request(url, { method: "POST", headers, body, signal: end, onWaiting });
      httpStatus = response.status;
      const time = Date.parse(response.headers.date ?? "");
      if (!Number.isNaN(time)) onServerTime?.(new Date(time));
      return readBody(response, MAX_REPLY_BYTES);
    });
    const answer = { ...place, action: call.action, httpStatus: httpStatus ?? 0, text, problem };
    return readAnswer(answer, quote);
  } catch (error) {
    if (error instanceof TcssError) throw error;
    throw requestError(error, { ...place, httpStatus, timeoutSeconds, waitingFor });
  }
}

function prepared(
  { endpoint, region, account }: ApiAccess,
  { action, version, payload, credential, sdkVersion }: ApiCall,
): { url: string; headers: Record<string, string>; body: string } {
  assertSendable({ action, credential, region }, { endpoint, account });
  const { default: Sign } =
    require("tencentcloud-sdk-nodejs/tencentcloud/common/sign") as typeof import("tencentcloud-sdk-nodejs/tencentcloud/common/sign");
  const url = `${endpoint}/`;
  const contentType = "application/json";
  const timestamp = Math.floor(Date.now() / 1000);
  const body = JSON.stringify(payload);
  return {
    url,
    body,
    headers: {
      "Content-Type": contentType,
      "Content-Length": String(Buffer.byteLength(body)),
      Authorization:
        credential === undefined
          ? "SKIP"
          : Sign.sign3({
              method: "POST",
              url,
              payload,
              timestamp,
              service: action.service.product,
              secretId: credential.secretId,
              secretKey: credential.secretKey,
              multipart: false,
              boundary: "",
              headers: { "Content-Type": contentType },
            }),
      "X-TC-Action": action.name,
      "X-TC-Version": version,
      "X-TC-Timestamp": String(timestamp),
      "X-TC-RequestClient": sdkVersion,
      "X-TC-Language": "en-US",
      ...(region === undefined ? {} : { "X-TC-Region": region }),
      ...(credential?.token === undefined ? {} : { "X-TC-Token": credential.token }),
    },
  };
}

/**
 * The last check before a request is signed. Each source of credentials and each setting has its own check as well,
 * which knows the name of what is wrong.
 * @throws TcssError of kind `credentials` or `configuration`: nothing is sent.
 */
function assertSendable(
  { action, credential, region }: Pick<ApiCall, "action" | "credential"> & Pick<ApiAccess, "region">,
  place: Pick<TcssErrorDetails, "endpoint" | "account">,
): void {
  const parts: readonly [name: string, text: string | undefined][] = [
    ["SecretId", credential?.secretId],
    ["SecretKey", credential?.secretKey],
    ["session token", credential?.token],
  ];
  for (const [name, text = ""] of parts) {
    const problem = unsendable(text);
    if (problem !== undefined)
      throw new TcssError(`the ${name} of the credentials ${problem}`, {
        kind: "credentials",
        ...place,
        nextStep: "Copy the key again, without anything around it.",
      });
  }
  if (region !== undefined && !isRegion(region))
    throw new TcssError("the region is not the name of one", {
      kind: "configuration",
      property: "region",
      ...place,
      nextStep: (words) =>
        `Correct ${words.setting("region")}, such as ap-guangzhou, or leave it out${noRegionNeeded(action)}.`,
    });
}

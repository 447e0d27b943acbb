import { TcssError } from "../base/errors";
import { parseJson } from "../base/json";
import type { JsonRecord } from "../base/record";
import { keepSecrets, secretsWithin } from "../base/redact";
import type { ApiAction, NextStep } from "./action";
import { type ReplyError, replyIn } from "./reply";

/** Makes a text of the server fit for a message: on one line, cut, without our secrets. */
export type Quote = (text: string, limit?: number) => string;

/** What an error of Tencent's is about. */
export interface ErrorContext {
  /** The action that was called. Absent: unknown, as for a reply in a file. */
  readonly action?: ApiAction | undefined;
  readonly endpoint?: string | undefined;
  readonly account?: string | undefined;
  readonly httpStatus?: number | undefined;
}

/** One HTTP answer, and the call that it answers. */
export interface Answer extends ErrorContext {
  readonly action: ApiAction;
  readonly httpStatus: number;
  /** The body. */
  readonly text: string;
  /** Why the text is not the complete body, as the end of a sentence about the reply. */
  readonly problem?: string | undefined;
}

/**
 * The fields under `Response` in an answer of API 3.0.
 * @throws TcssError: `api` when the answer holds Tencent's error, `reply` when it is not one of this API.
 */
export function readAnswer({ text, problem, ...context }: Answer, quote: Quote): JsonRecord {
  const { httpStatus, action, endpoint, account } = context;
  // what is cut or damaged may read as something else
  const parsed = problem === undefined ? parseJson(text) : undefined;
  const content = parsed !== undefined && "value" in parsed ? parsed.value : undefined;
  keepSecrets(...secretsWithin(content));
  const isQuoted = text !== "" && !action.service.returnsSecrets;
  const notOfApi = (what: string): TcssError =>
    new TcssError(`${what} (HTTP ${httpStatus}${isQuoted ? `, body begins: ${quote(text, 120)}` : ""})`, {
      kind: "reply",
      code: `HTTP ${httpStatus}`,
      httpStatus,
      endpoint,
      account,
      nextStep:
        "Check that the endpoint is Tencent Cloud's API or a gateway to it, and that no proxy answers in its place.",
    });
  if (httpStatus >= 300 && httpStatus < 400)
    throw notOfApi("the endpoint redirects elsewhere, and a signed request must not follow");
  const { fields, error, requestId } = replyIn(content);
  if (error !== undefined) throw apiError(error, requestId, context, quote);
  if (httpStatus !== 200) throw notOfApi("the endpoint failed");
  if (problem !== undefined) throw notOfApi(`the reply ${problem}`);
  if (text.trim() === "") throw notOfApi("the reply is empty");
  if (parsed !== undefined && "problem" in parsed)
    throw notOfApi(`the reply ${isJson(text) ? parsed.problem : "is not JSON"}`);
  if (fields === undefined) throw notOfApi("the reply holds no Response");
  return fields;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** An error of Tencent's as one of ours, with what to do about it. */
export function apiError(
  error: ReplyError,
  requestId: string | undefined,
  { action, ...context }: ErrorContext,
  quote: Quote,
): TcssError {
  const code = quote(error.code ?? "an error without a code", 100);
  const message = error.message === undefined ? "" : `: ${quote(error.message)}`;
  return new TcssError(`Tencent Cloud answered ${code}${message}`, {
    kind: "api",
    code,
    ...context,
    requestId: requestId === undefined ? undefined : quote(requestId, 64),
    permission: NOT_ALLOWED.test(code) ? action?.camAction : undefined,
    nextStep: nextStepsFor(action).find(([pattern]) => pattern.test(code))?.[1],
  });
}

/** Codes by which CAM refuses an action to an identity. */
const NOT_ALLOWED = /^(AuthFailure\.)?UnauthorizedOperation/;

/** What to do about an error code, most specific first. */
function nextStepsFor(action: ApiAction | undefined): readonly NextStep[] {
  const permission = action?.camAction ?? "that was called";
  const limit =
    action === undefined
      ? ""
      : `: more than ${action.requestsPerSecond} requests a second were made for this account`;
  return [
    ...(action?.nextSteps ?? []),
    [
      /^AuthFailure\.SecretIdNotFound/,
      (words) =>
        `Check the SecretId. Keys of the mainland site are not known to the international one and the other way round: ${words.chooseSite} if the account belongs to the other.`,
    ],
    [/^AuthFailure\.SignatureFailure/, "Check the SecretKey: it does not belong to the SecretId."],
    [/^AuthFailure\.SignatureExpire/, "Set this machine's clock: it is more than five minutes off."],
    [
      /^AuthFailure\.TokenFailure/,
      "Get new temporary credentials: the session token is wrong or has expired.",
    ],
    [/^AuthFailure\.MFAFailure/, "This key needs multi-factor authentication: use another key, or a role."],
    [NOT_ALLOWED, `Allow the action ${permission} to this key's user or role in CAM.`],
    [/^AuthFailure/, "Check the credentials: whether the key exists, is enabled, and belongs to this site."],
    [
      /^InternalError\.ErrRoleNotExist/,
      "Open the TCSS console once with an administrator and grant the service role that it asks for.",
    ],
    [/^RequestLimitExceeded/, `Try again in a moment${limit}.`],
    [
      /^(InternalError|ServiceUnavailable|ResourceUnavailable)/,
      "Try again; if it stays so, give the request id to Tencent Cloud's support.",
    ],
    [/^IpNotInWhitelist/, "Add this machine's address to the key's list of allowed addresses."],
    [
      /^(UnsupportedRegion|InvalidParameter)/,
      (words) => `Check ${words.setting("region")}${noRegionNeeded(action)}.`,
    ],
  ];
}

/** The end of a sentence about the region. */
export function noRegionNeeded(action: ApiAction | undefined): string {
  return action !== undefined && action.service.defaultRegion === undefined ? ": this API needs none" : "";
}

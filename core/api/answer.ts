import { TcssError } from "../base/errors";
import { parseJson } from "../base/json";
import { keepSecrets, secretsWithin } from "../base/redact";
import type { Wording } from "../base/vocabulary";
import { type ReplyError, replyIn } from "./reply";

/** Text of the other side made fit for a message: on one line, cut, without our secrets. */
export type Quote = (text: string, limit?: number) => string;

/** Where an answer came from. */
export interface Place {
  readonly endpoint: string;
  readonly account: string | undefined;
}

/** One whole answer, and what it answers. */
export interface Answer extends Place {
  readonly httpStatus: number;
  /** The body. */
  readonly text: string;
  /** Why the text is not the whole body, as the end of a sentence about the reply. */
  readonly problem?: string | undefined;
  /** Whether the body may be quoted: not that of a service that hands out secrets. */
  readonly isQuotable?: boolean;
  readonly action: string;
}

/**
 * What stands under `Response` in an answer of API 3.0.
 * @throws TcssError: `api` where it holds Tencent's error, `reply` where it is no answer of this API.
 */
export function readAnswer(
  { httpStatus, text, problem, isQuotable = true, action, ...place }: Answer,
  quote: Quote,
): Record<string, unknown> {
  // what is cut or damaged may read as something else
  const parsed = problem === undefined ? parseJson(text) : undefined;
  const content = parsed !== undefined && "value" in parsed ? parsed.value : undefined;
  keepSecrets(...secretsWithin(content));
  const strange = (what: string): TcssError =>
    new TcssError(
      `${what} (HTTP ${httpStatus}${text === "" || !isQuotable ? "" : `, body begins: ${quote(text, 120)}`})`,
      {
        kind: "reply",
        code: `HTTP ${httpStatus}`,
        httpStatus,
        ...place,
        nextStep:
          "Check that the endpoint is Tencent Cloud's API or a gateway to it, and that no proxy answers in its place.",
      },
    );
  if (httpStatus >= 300 && httpStatus < 400)
    throw strange("the endpoint redirects elsewhere, and a signed request must not follow");
  const { fields, error, requestId } = replyIn(content);
  if (error !== undefined)
    throw apiError(error, quote, {
      requestId: requestId === undefined ? undefined : quote(requestId, 64),
      httpStatus,
      action,
      ...place,
    });
  if (httpStatus !== 200) throw strange("the endpoint failed");
  if (problem !== undefined) throw strange(`the reply ${problem}`);
  if (text.trim() === "") throw strange("the reply is empty");
  if (parsed !== undefined && "problem" in parsed)
    throw strange(`the reply ${isJson(text) ? parsed.problem : "is not JSON"}`);
  if (fields === undefined) throw strange("the reply holds no Response");
  return { ...fields };
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function apiError(
  error: ReplyError,
  quote: Quote,
  {
    action,
    ...details
  }: Place & { requestId: string | undefined; httpStatus: number; readonly action: string },
): TcssError {
  const code = quote(error.code ?? "an error without a code", 100);
  const message = error.message === undefined ? "" : `: ${quote(error.message)}`;
  return new TcssError(`Tencent Cloud answered ${code}${message}`, {
    kind: "api",
    code,
    ...details,
    nextStep: nextStepFor(code, action),
  });
}

/** What to do about an error code, most specific first. */
const NEXT_STEPS: readonly (readonly [code: RegExp, nextStep: Wording])[] = [
  [
    /^AuthFailure\.SecretIdNotFound/,
    (words) =>
      `Check the SecretId. Keys of the mainland site are not known to the international one and the other way round: ${words.chooseSite} if the account belongs to the other.`,
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
  [
    /^(UnsupportedRegion|InvalidParameter)/,
    (words) => `Check ${words.setting("region")}: this API needs none.`,
  ],
];

/** What to do about the same codes where they refuse a role rather than the purchase state. */
const ROLE_STEPS: Readonly<Record<string, string>> = {
  AssumeRole:
    "Allow the action sts:AssumeRole on this role to the identity that assumes it, and check that the role exists and that its trust policy (and external id) admits it, both in CAM.",
  AssumeRoleWithWebIdentity:
    "Check in CAM that the role exists and trusts the cluster's identity provider and this service account.",
};

function nextStepFor(code: string, action: string): Wording | undefined {
  const refused = /^((AuthFailure\.)?UnauthorizedOperation|InvalidParameter|ResourceNotFound)/.test(code);
  return (
    (refused ? ROLE_STEPS[action] : undefined) ?? NEXT_STEPS.find(([pattern]) => pattern.test(code))?.[1]
  );
}

import type { Accounts } from "./accounts";
import type { Action, Call } from "./action";
import { CVM_ACTIONS } from "./cvm";
import { ApiError, missingParameter, notAuthorized } from "./errors";
import { type Fault, trapOf } from "./faults";
import { unflattened } from "./flattened";
import type { HttpRequest } from "./httpRequest";
import { parseJson } from "./json";
import { RateLimit } from "./rateLimit";
import type { Roles } from "./roles";
import { tellSecrets } from "./secrets";
import type { Settings } from "./settings";
import { verifySignature } from "./signature";
import { STS_ACTIONS } from "./sts";
import { TCSS_ACTIONS } from "./tcss";
import type { Writable } from "./writable";

/** An answer of API 3.0: always HTTP 200, with the fields or with an `Error`. */
export interface ApiReply {
  readonly fields: Record<string, unknown>;
  readonly service?: string;
  /** Known once the signature was verified. */
  readonly accountId?: string;
  readonly errorCode?: string;
}

interface Context {
  readonly accounts: Accounts;
  readonly roles: Roles;
  readonly settings: Settings;
  readonly now: () => Date;
}

const ACTIONS = new Map<string, Action>(Object.entries({ ...TCSS_ACTIONS, ...STS_ACTIONS, ...CVM_ACTIONS }));

/** Tencent Cloud's API 3.0 as far as this emulator knows it: common parameters, signature, token, limits, action. */
export class Api {
  readonly #limits = new Map<string, RateLimit>();
  readonly #context: Context;

  constructor(context: Context) {
    this.#context = context;
  }

  /**
   * Never throws: a refusal is a reply with an `Error`.
   * @param fault what the request met; it matters here where it is CAM's refusal or a trap of a list
   */
  answer(request: HttpRequest, requestId: string, fault: Fault = { fault: "none" }): ApiReply {
    const reply: Writable<ApiReply> = { fields: {} };
    try {
      this.#run(request, requestId, fault, reply);
    } catch (error) {
      const { code, message } =
        error instanceof ApiError ? error : new ApiError("InternalError", `The emulator failed: ${error}`);
      reply.errorCode = code;
      reply.fields = { Error: { Code: code, Message: message } };
    }
    return reply;
  }

  #run(request: HttpRequest, requestId: string, fault: Fault, reply: Writable<ApiReply>): void {
    if (request.method !== "POST" && request.method !== "GET")
      throw new ApiError("UnsupportedProtocol", "Only GET and POST requests are supported.");
    const name = commonParameter(request, "Action");
    const version = commonParameter(request, "Version");
    const action = ACTIONS.get(name);
    const { accounts, roles, settings, now } = this.#context;
    if (!action || (action.site && action.site !== (settings.site ?? "international")))
      throw new ApiError("InvalidAction", `The action \`${name}\` is invalid or not found.`);
    reply.service = action.service;
    if (version !== action.version)
      throw new ApiError(
        "NoSuchVersion",
        `The version \`${version}\` of \`${action.service}\` does not exist.`,
      );

    const trap = trapOf(fault.fault);
    const region = request.headers["x-tc-region"] ?? "";
    const call: Writable<Call> = {
      params: {},
      accounts,
      roles,
      settings,
      region,
      now: now(),
      ...(trap && { trap }),
    };
    if (!(action.mayBeUnsigned && request.headers["authorization"] === "SKIP")) {
      const caller = this.#authenticate(request, action.service);
      call.caller = caller;
      reply.accountId = caller.accountId;
      this.#limit(name, action, caller.accountId);
    }
    if (fault.fault === "no-permission") throw notAuthorized(action.service, name, requestId, fault);
    call.params = parameters(request);
    tellSecrets(
      request.headers["x-tc-token"],
      call.params["WebIdentityToken"],
      call.params["ExternalId"],
      call.params["TokenCode"],
    );
    for (const key of Object.keys(call.params)) {
      if (!action.parameters.includes(key))
        throw new ApiError("UnknownParameter", `The parameter \`${key}\` is not recognized.`);
    }
    reply.fields = action.run(call);
  }

  #authenticate(request: HttpRequest, service: string) {
    const { accounts, now } = this.#context;
    const verified = verifySignature(request, {
      secretKeyOf: (secretId) => accounts.find(secretId)?.secretKey,
      services: [service],
      now: now(),
    });
    if (!verified.ok) throw new ApiError(verified.code, verified.message);
    const caller = accounts.find(verified.secretId);
    if (!caller) throw new ApiError("AuthFailure.SecretIdNotFound", "The SecretId is not found.");
    if ((request.headers["x-tc-token"] || undefined) !== caller.token)
      throw new ApiError("AuthFailure.TokenFailure", "The token does not belong to the SecretId.");
    if (caller.expiresAt && caller.expiresAt <= now())
      throw new ApiError("AuthFailure.TokenFailure", "The token has expired.");
    return caller;
  }

  #limit(name: string, action: Action, accountId: string): void {
    if (action.perSecond === undefined) return;
    const limit = this.#limits.get(name) ?? new RateLimit(action.perSecond);
    this.#limits.set(name, limit);
    if (!limit.take(accountId, this.#context.now())) throw tooManyRequests(limit.limit);
  }
}

/** The refusal of one call more than `limit` in a second. */
export function tooManyRequests(limit: number, message?: string): ApiError {
  return new ApiError(
    "RequestLimitExceeded",
    message ??
      `Your current request times equals to \`${limit + 1}\` in a second, which exceeds the frequency limit \`${limit}\` for a second. Please reduce the frequency of calls.`,
  );
}

function commonParameter(request: HttpRequest, name: "Action" | "Version"): string {
  const value = request.headers[`x-tc-${name.toLowerCase()}`];
  if (!value) throw missingParameter(name);
  return value;
}

function parameters(request: HttpRequest): Record<string, unknown> {
  const contentType = (request.headers["content-type"] ?? "").split(";")[0]?.trim().toLowerCase();
  if (request.method === "GET") {
    if (contentType !== "application/x-www-form-urlencoded")
      throw new ApiError(
        "InvalidParameter",
        "A GET request needs `Content-Type: application/x-www-form-urlencoded`.",
      );
    return unflattened(new URLSearchParams(request.query));
  }
  if (contentType !== "application/json")
    throw new ApiError("InvalidParameter", "A POST request needs `Content-Type: application/json`.");
  return jsonObject(request.body);
}

function jsonObject(body: Buffer): Record<string, unknown> {
  let value: unknown;
  try {
    value = parseJson(body);
  } catch (error) {
    throw new ApiError("InvalidParameter", `The request's body ${(error as Error).message}.`);
  }
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new ApiError("InvalidParameter", "The request's body is not a JSON object.");
  return value as Record<string, unknown>;
}

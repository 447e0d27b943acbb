import type { Accounts, NewCredential } from "./accounts";
import { type FaultScript, parseFault } from "./faults";
import type { HttpRequest } from "./httpRequest";
import { parseJson } from "./json";
import { maxSeconds, maxText } from "./limits";
import type { Recorder } from "./recorder";
import type { Role, Roles } from "./roles";
import { type Fields, scenarios } from "./scenarios";
import type { Settings } from "./settings";

/** Everything below it steers the emulator and is never signed. */
export const controlPath = "/_emulator/";

export interface Steered {
  accounts: Accounts;
  roles: Roles;
  faults: FaultScript;
  recorder: Recorder;
  settings: Settings;
}

export interface ControlReply {
  status: number;
  body: unknown;
}

type Handler = (steered: Steered, request: HttpRequest) => unknown;

const done = { ok: true };

const TEXT = `a string of at most ${maxText} characters`;

const routes: Record<string, Handler> = {
  "GET health": () => ({ status: "ok" }),
  "GET scenarios": () => [...scenarios.values()].map(({ name, description }) => ({ name, description })),

  "GET state": ({ accounts }, request) => {
    const accountId = parameter(request, "account") ?? accounts.mainAccountId;
    const { scenario, fields } = accounts.stateOf(accountId);
    return { accountId, scenario, fields };
  },
  "PUT state": ({ accounts }, request) => {
    const body = bodyOf(request, ["account", "scenario", "fields", "remove"]);
    const accountId = optional(body, "account", isText, TEXT) ?? accounts.mainAccountId;
    const scenario = optional(body, "scenario", isText, TEXT);
    const fields = optional(body, "fields", isObject, "an object") ?? {};
    const remove = optional(body, "remove", isTexts, "an array of strings") ?? [];
    if (scenario !== undefined) accounts.setScenario(scenario, accountId);
    accounts.setFields(
      { ...fields, ...Object.fromEntries(remove.map((name) => [name, undefined])) },
      accountId,
    );
    const state = accounts.stateOf(accountId);
    return { accountId, scenario: state.scenario, fields: state.fields };
  },

  "GET requests": ({ recorder }) => recorder.list(),
  "DELETE requests": ({ recorder }) => {
    recorder.clear();
    return done;
  },

  "GET faults": ({ faults }) => faults.list(),
  "POST faults": ({ faults }, request) => {
    const body = json(request);
    faults.push(...(Array.isArray(body) ? body : [body]).map(parseFault));
    return faults.list();
  },
  "DELETE faults": ({ faults }) => {
    faults.clear();
    return done;
  },

  "GET credentials": ({ accounts }) =>
    accounts.list().map(({ secretId, accountId, expiresAt, session }) => ({
      secretId,
      accountId,
      ...(expiresAt && { expiresAt: expiresAt.toISOString() }),
      ...(session && { roleArn: session.roleArn }),
    })),
  "POST credentials": ({ accounts }, request) => {
    accounts.add(newCredential(request));
    return done;
  },
  "DELETE credentials": ({ accounts }, request) => {
    const secretId = parameter(request, "secretId") ?? "";
    if (!accounts.remove(secretId)) throw new Error(`there is no credential "${secretId}"`);
    return done;
  },

  "POST roles": ({ roles }, request) => {
    const body = bodyOf(request, ["roleArn", "externalId", "providerId", "webIdentityToken"]);
    for (const key of Object.keys(body)) required(body, key);
    required(body, "roleArn");
    roles.add(body as unknown as Role);
    return done;
  },

  "GET settings": ({ settings }) => settings,
  "PUT settings": ({ settings }, request) => {
    const body = bodyOf(request, ["credentialLifetimeSeconds", "clockOffsetSeconds", "metadataRole"]);
    const changes: Settings = {};
    for (const key of ["credentialLifetimeSeconds", "clockOffsetSeconds"] as const) {
      const value = optional(body, key, isSeconds, `an integer from -${maxSeconds} to ${maxSeconds}`);
      if (value !== undefined) changes[key] = value;
    }
    const role = optional(body, "metadataRole", isObject, "an object");
    if (role) changes.metadataRole = metadataRole(role);
    for (const [key, value] of Object.entries(body))
      if (value === null) delete settings[key as keyof Settings];
    return Object.assign(settings, changes);
  },
};

/** Answers a control request. A browser's page must not steer the emulator: it would name an origin or another host. */
export function answerControl(steered: Steered, request: HttpRequest): ControlReply {
  const { host = "", origin, "sec-fetch-site": site = "none" } = request.headers;
  if (!/^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/i.test(host))
    return failure(403, `the host "${host}" is not loopback`);
  if (origin !== undefined || site !== "none")
    return failure(403, "requests from a browser's page are not answered");

  const name = request.path.slice(controlPath.length);
  const handler = routes[`${request.method} ${name}`];
  if (!handler) {
    const methods = Object.keys(routes).filter((route) => route.endsWith(` ${name}`));
    return methods.length > 0
      ? failure(405, `${controlPath}${name} knows ${methods.map((route) => route.split(" ")[0]).join(", ")}`)
      : failure(404, `there is no ${request.path}`);
  }
  try {
    return { status: 200, body: handler(steered, request) };
  } catch (error) {
    return failure(400, error instanceof Error ? error.message : String(error));
  }
}

function failure(status: number, error: string): ControlReply {
  return { status, body: { error } };
}

function newCredential(request: HttpRequest): NewCredential {
  const body = bodyOf(request, [
    "secretId",
    "secretKey",
    "accountId",
    "token",
    "expiresAt",
    "scenario",
    "fields",
  ]);
  const accountId = optional(body, "accountId", isText, TEXT);
  const token = optional(body, "token", isText, TEXT);
  const expiresAt = optional(body, "expiresAt", isText, "a time in RFC 3339");
  if (expiresAt !== undefined && Number.isNaN(Date.parse(expiresAt)))
    throw new Error('"expiresAt" must be a time in RFC 3339');
  const scenario =
    optional(body, "fields", isObject, "an object") ?? optional(body, "scenario", isText, TEXT);
  return {
    secretId: required(body, "secretId"),
    secretKey: required(body, "secretKey"),
    ...(accountId !== undefined && { accountId }),
    ...(token !== undefined && { token }),
    ...(expiresAt !== undefined && { expiresAt: new Date(expiresAt) }),
    ...(scenario !== undefined && { scenario }),
  };
}

function metadataRole(body: Fields): NonNullable<Settings["metadataRole"]> {
  const accountId = optional(body, "accountId", isText, TEXT);
  return { roleName: required(body, "roleName"), ...(accountId !== undefined && { accountId }) };
}

function json(request: HttpRequest): unknown {
  try {
    return parseJson(request.body);
  } catch (error) {
    throw new Error(`the body ${(error as Error).message}`);
  }
}

/** A parameter of the query; undefined where it is not there. */
function parameter(request: HttpRequest, name: string): string | undefined {
  const values = new URLSearchParams(request.query).getAll(name);
  if (values.length > 1) throw new Error(`"${name}" stands ${values.length} times in the query`);
  return values[0];
}

function bodyOf(request: HttpRequest, known: string[]): Fields {
  const body = json(request);
  if (!isObject(body)) throw new Error("the body must be a JSON object");
  for (const key of Object.keys(body)) {
    if (!known.includes(key)) throw new Error(`unknown key "${key}" (there are: ${known.join(", ")})`);
  }
  return body;
}

function required(body: Fields, key: string): string {
  const value = optional(body, key, isText, TEXT);
  if (!value) throw new Error(`"${key}" is missing`);
  return value;
}

function optional<T>(
  body: Fields,
  key: string,
  is: (value: unknown) => value is T,
  what: string,
): T | undefined {
  const value = body[key];
  if (value === undefined || value === null) return undefined;
  if (!is(value)) throw new Error(`"${key}" must be ${what}`);
  return value;
}

function isText(value: unknown): value is string {
  return typeof value === "string" && value.length <= maxText;
}

function isSeconds(value: unknown): value is number {
  return Number.isInteger(value) && Math.abs(value as number) <= maxSeconds;
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every(isText);
}

function isObject(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

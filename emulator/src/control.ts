import type { Accounts, NewCredential } from "./accounts";
import { parseAssets } from "./assets/asset";
import { type FaultScript, parseFault } from "./faults";
import type { HttpRequest } from "./httpRequest";
import { parseJson } from "./json";
import { MAX_ASSETS, MAX_SECONDS } from "./limits";
import type { Recorder } from "./recorder";
import type { Roles } from "./roles";
import { scenarios } from "./scenarios";
import { type Settings, type Site, sites } from "./settings";
import { integer, kind, OBJECT, read, type Shape, TEXT, TEXTS } from "./shape";
import type { Writable } from "./writable";

/** Requests below this path control the emulator. They are not signed. */
export const CONTROL_PATH = "/_emulator/";

export interface Controlled {
  readonly accounts: Accounts;
  readonly roles: Roles;
  readonly faults: FaultScript;
  readonly recorder: Recorder;
  readonly settings: Writable<Settings>;
}

export interface ControlReply {
  readonly status: number;
  readonly body: unknown;
}

type Handler = (controlled: Controlled, request: HttpRequest) => unknown;

const DONE = { ok: true };

const SECONDS = integer(-MAX_SECONDS, MAX_SECONDS);
const NAME = kind("a text", (value): value is string => TEXT.is(value) && value !== "");
const TIME = kind(
  "a time in RFC 3339",
  (value): value is string => TEXT.is(value) && !Number.isNaN(Date.parse(value)),
);

const ARRAY = kind("an array", (value): value is unknown[] => Array.isArray(value));
const SITE = kind(`one of ${sites.join(", ")}`, (value): value is Site => sites.includes(value as Site));
const UNITS = kind(
  "a positive number",
  (value): value is number => typeof value === "number" && Number.isFinite(value) && value > 0,
);

const ROUTES: Record<string, Handler> = {
  "GET health": () => ({ status: "ok" }),
  "GET scenarios": () => [...scenarios.values()].map(({ name, description }) => ({ name, description })),

  "GET state": ({ accounts }, request) => {
    const accountId = parameter(request, "account") ?? accounts.mainAccountId;
    const { scenario, fields, assets } = accounts.stateOf(accountId);
    return { accountId, scenario, fields, assets };
  },
  "PUT state": ({ accounts }, request) => {
    const {
      account,
      scenario,
      assets,
      fields,
      remove = [],
    } = body(request, {
      account: TEXT,
      scenario: TEXT,
      assets: ARRAY,
      fields: OBJECT,
      remove: TEXTS,
    });
    const parsed = assets && parseAssets(assets);
    const accountId = account ?? accounts.mainAccountId;
    if (scenario !== undefined) accounts.setScenario(scenario, accountId);
    if (parsed) accounts.setAssets(parsed, accountId);
    accounts.setFields(
      { ...fields, ...Object.fromEntries(remove.map((name) => [name, undefined])) },
      accountId,
    );
    const state = accounts.stateOf(accountId);
    return { accountId, scenario: state.scenario, fields: state.fields, assets: state.assets };
  },

  "GET requests": ({ recorder }, request) => recorder.list(parameter(request, "action")),
  "DELETE requests": ({ recorder }) => {
    recorder.clear();
    return DONE;
  },

  "GET faults": ({ faults }) => faults.list(),
  "POST faults": ({ faults }, request) => {
    const given = json(request);
    faults.push(...(Array.isArray(given) ? given : [given]).map(parseFault));
    return faults.list();
  },
  "DELETE faults": ({ faults }) => {
    faults.clear();
    return DONE;
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
    return DONE;
  },
  "DELETE credentials": ({ accounts }, request) => {
    const secretId = parameter(request, "secretId") ?? "";
    if (!accounts.remove(secretId)) throw new Error(`there is no credential "${secretId}"`);
    return DONE;
  },

  "POST roles": ({ roles }, request) => {
    const role = { roleArn: NAME, externalId: NAME, providerId: NAME, webIdentityToken: NAME };
    roles.add(body(request, role, ["roleArn"]));
    return DONE;
  },

  "GET settings": ({ settings }) => settings,
  "PUT settings": ({ settings }, request) => {
    const changes = body(request, {
      credentialLifetimeSeconds: SECONDS,
      clockOffsetSeconds: SECONDS,
      metadataRole: OBJECT,
      site: SITE,
      unitsPerCore: UNITS,
      hostUnitsPerCore: UNITS,
      clusterLimit: integer(1, MAX_ASSETS),
    });
    const role = changes.metadataRole;
    const metadataRole =
      role && read(role, "metadataRole", { roleName: TEXT, accountId: TEXT }, ["roleName"]);
    for (const [key, value] of Object.entries(json(request) as object))
      if (value === null) delete settings[key as keyof Settings];
    return Object.assign(settings, { ...changes, ...(metadataRole && { metadataRole }) });
  },
};

/** Answers a control request. A web page must not control the emulator: its requests name an origin or another host. */
export function answerControl(controlled: Controlled, request: HttpRequest): ControlReply {
  const { host = "", origin, "sec-fetch-site": site = "none" } = request.headers;
  if (!/^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/i.test(host))
    return failure(403, `the host "${host}" is not loopback`);
  if (origin !== undefined || site !== "none")
    return failure(403, "requests from a browser's page are not answered");

  const name = request.path.slice(CONTROL_PATH.length);
  const handler = ROUTES[`${request.method} ${name}`];
  if (!handler) {
    const methods = Object.keys(ROUTES).filter((route) => route.endsWith(` ${name}`));
    return methods.length > 0
      ? failure(405, `${CONTROL_PATH}${name} knows ${methods.map((route) => route.split(" ")[0]).join(", ")}`)
      : failure(404, `there is no ${request.path}`);
  }
  try {
    return { status: 200, body: handler(controlled, request) };
  } catch (error) {
    return failure(400, error instanceof Error ? error.message : String(error));
  }
}

function failure(status: number, error: string): ControlReply {
  return { status, body: { error } };
}

function newCredential(request: HttpRequest): NewCredential {
  const credential = {
    secretId: TEXT,
    secretKey: TEXT,
    accountId: TEXT,
    token: TEXT,
    expiresAt: TIME,
    scenario: TEXT,
    fields: OBJECT,
  };
  const { expiresAt, fields, ...rest } = body(request, credential, ["secretId", "secretKey"]);
  return {
    ...rest,
    ...(expiresAt !== undefined && { expiresAt: new Date(expiresAt) }),
    ...(fields !== undefined && { scenario: fields }),
  };
}

/** The request's JSON document, read by a shape. */
function body<S extends Shape, R extends keyof S & string = never>(
  request: HttpRequest,
  shape: S,
  required?: readonly R[],
) {
  return read(json(request), "the body", shape, required);
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

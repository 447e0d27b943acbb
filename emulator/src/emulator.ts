import { randomUUID } from "node:crypto";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Accounts, type NewCredential } from "./accounts";
import { Api } from "./api";
import { type Asset, parseAssets } from "./assets/asset";
import { boundedServer } from "./connections";
import { answerControl, CONTROL_PATH } from "./control";
import { type Fault, FaultScript, type ScriptedFault } from "./faults";
import { BodyRefused, type HttpRequest, headOf, type RequestHead, readBody } from "./httpRequest";
import { Budget, DEFAULT_LIMITS, type Limits } from "./limits";
import { answerMetadata, isMetadata } from "./metadata";
import { LOGIN_PAGE, LOGIN_PATH, misbehave, type PlainResponse, send } from "./misbehave";
import type { RecordedRequest } from "./recordedRequest";
import { Recorder } from "./recorder";
import { type Role, Roles } from "./roles";
import type { Fields } from "./scenarios";
import type { MetadataRole, Settings } from "./settings";
import { parseAuthorization } from "./signature";
import type { Writable } from "./writable";

/** The credential of every emulator that is given none. It opens nothing else. */
export const defaultCredential = {
  secretId: "AKID-emulator-only",
  secretKey: "emulator-only-secret-key",
} as const;

const LIST_SETTINGS = ["site", "unitsPerCore", "hostUnitsPerCore", "clusterLimit"] as const;

/** How the lists of assets answer. */
export type ListSettings = { readonly [Key in (typeof LIST_SETTINGS)[number]]?: Settings[Key] | undefined };

const DEFAULT_ACCOUNT_ID = "100000000001";

export interface EmulatorOptions extends ListSettings {
  /** Default 0: any free port. */
  readonly port?: number;
  /** A scenario's name, or the fields of one reply. Default `healthy`. */
  readonly scenario?: string | Fields;
  readonly secretId?: string;
  readonly secretKey?: string;
  /** The first account (main uin). Default `100000000001`. */
  readonly accountId?: string;
  /** The emulator's clock. Default: the machine's. */
  readonly now?: () => Date;
  /** Limits that differ from the defaults. */
  readonly limits?: Partial<Limits>;
}

/** A running emulator. */
export interface Emulator {
  /** `http://127.0.0.1:PORT`, for TCSS, STS, CVM and its metadata alike. */
  readonly endpoint: string;
  readonly port: number;
  readonly accountId: string;
  readonly secretId: string;
  readonly secretKey: string;
  /** The first account's scenario, or that of `accountId`. @throws Error when there is none of that name */
  setScenario(scenario: string | Fields, accountId?: string): void;
  /** Changes single fields of the reply; undefined removes one, null is served as null. */
  setFields(fields: Fields, accountId?: string): void;
  /** Sets what the account has, and the cores of its purchase state that follow. @throws Error when one is malformed */
  setAssets(assets: readonly Asset[], accountId?: string): void;
  /** What the account has. */
  assets(accountId?: string): readonly Asset[];
  /** Settings of the lists of assets; undefined takes one back. */
  configure(changes: ListSettings): void;
  /** The requests so far (the last 10,000 at most), control requests apart, without secrets; or those for one action. */
  requests(action?: string): RecordedRequest[];
  clearRequests(): void;
  /** Faults for the requests to come; they go before the scenario's own. */
  readonly faults: {
    push(...faults: ScriptedFault[]): void;
    clear(): void;
    list(): ScriptedFault[];
  };
  /** Another key pair, for the same account or another one with its own purchase state. */
  addCredential(credential: NewCredential): void;
  /** Removes it: requests with this id are refused from now on. */
  removeCredential(secretId: string): void;
  /** A role with conditions; others can be assumed by anyone. @throws Error when the ARN is malformed */
  addRole(role: Role): void;
  /** The role that the CVM metadata endpoint offers; undefined for none, which is how it starts. */
  setMetadataRole(role: MetadataRole | undefined): void;
  /** The life of credentials issued from now on; undefined: as the request asks. */
  setCredentialLifetime(seconds: number | undefined): void;
  /** Stops listening and ends every connection at once, hanging ones included. */
  close(): Promise<void>;
}

/**
 * Starts an emulator on 127.0.0.1.
 * @throws Error when the scenario is unknown or the port is not available (`code` is then `EADDRINUSE` or similar)
 */
export async function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  const { accountId = DEFAULT_ACCOUNT_ID } = options;
  const { secretId = defaultCredential.secretId, secretKey = defaultCredential.secretKey } = options;
  const settings: Writable<Settings> = {};
  for (const key of LIST_SETTINGS) assign(settings, key, options[key]);
  const clock = options.now ?? (() => new Date());
  const now = () => new Date(clock().getTime() + (settings.clockOffsetSeconds ?? 0) * 1000);

  const accounts = new Accounts(accountId, now);
  accounts.add({ secretId, secretKey, scenario: options.scenario ?? "healthy" });
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const service = new Service(accounts, settings, now, limits);
  const server = boundedServer(limits, (request, response) => void service.handle(request, response));
  const port = await listen(server, options.port ?? 0);
  const { faults, roles, recorder } = service;

  return {
    endpoint: `http://127.0.0.1:${port}`,
    port,
    accountId,
    secretId,
    secretKey,
    setScenario: (scenario, account) => accounts.setScenario(scenario, account),
    setFields: (fields, account) => accounts.setFields(fields, account),
    setAssets: (assets, account) => accounts.setAssets(parseAssets(assets), account),
    assets: (account = accountId) => accounts.stateOf(account).assets,
    configure(changes) {
      for (const key of LIST_SETTINGS) if (key in changes) assign(settings, key, changes[key]);
    },
    requests: (action) => recorder.list(action),
    clearRequests: () => recorder.clear(),
    faults: {
      push: (...scripted) => faults.push(...scripted),
      clear: () => faults.clear(),
      list: () => faults.list(),
    },
    addCredential: (credential) => accounts.add(credential),
    removeCredential: (id) => void accounts.remove(id),
    addRole: (role) => roles.add(role),
    setMetadataRole: (role) => assign(settings, "metadataRole", role),
    setCredentialLifetime: (seconds) => assign(settings, "credentialLifetimeSeconds", seconds),
    close: () => close(server),
  };
}

/** How long a refused client may go on sending. */
const LINGER_MS = 1000;

/** What answers the requests of one emulator. */
class Service {
  readonly roles = new Roles();
  readonly faults = new FaultScript();
  readonly recorder: Recorder;
  readonly #api: Api;
  readonly #budget: Budget;

  readonly accounts: Accounts;
  readonly settings: Writable<Settings>;
  readonly #now: () => Date;
  readonly #limits: Limits;

  constructor(accounts: Accounts, settings: Writable<Settings>, now: () => Date, limits: Limits) {
    this.accounts = accounts;
    this.settings = settings;
    this.#now = now;
    this.#limits = limits;
    this.recorder = new Recorder(limits);
    this.#budget = new Budget(limits.heldBytes);
    this.#api = new Api({ accounts, roles: this.roles, settings, now });
  }

  async handle(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const head = headOf(incoming);
    const isControl = head.path.startsWith(CONTROL_PATH);
    const { apiBodyBytes, controlBodyBytes } = this.#limits;
    let held = 0;
    // clients compare it with their own clock
    response.setHeader("date", this.#now().toUTCString());
    try {
      const { body, taken } = await readBody(
        incoming,
        isControl ? controlBodyBytes : apiBodyBytes,
        this.#budget,
      );
      held = taken;
      const request = { ...head, body };
      if (isControl) this.#control(request, response);
      else await this.#answer(request, response);
    } catch (error) {
      if (error instanceof BodyRefused) this.#refuse(error, head, incoming, response);
      else if (response.headersSent || incoming.destroyed) response.destroy();
      else send(response, { ...json({ error: `the emulator failed: ${error}` }), status: 500 });
    } finally {
      this.#budget.giveBack(held);
    }
  }

  /** Tells a client that is still sending why nothing more is read, and gives it a moment to read that. */
  #refuse(
    { status, message }: BodyRefused,
    head: RequestHead,
    incoming: IncomingMessage,
    response: ServerResponse,
  ): void {
    const tooLarge = status === 413 && head.path === "/";
    response.setHeader("connection", "close");
    send(
      response,
      tooLarge
        ? apiAnswer({ Error: { Code: "RequestSizeLimitExceeded", Message: message } }, randomUUID())
        : { ...json({ error: message }), status },
    );
    incoming.resume();
    const timer = setTimeout(() => incoming.destroy(), LINGER_MS).unref();
    incoming.once("close", () => clearTimeout(timer));
  }

  #control(request: HttpRequest, response: ServerResponse): void {
    const { status, body } = answerControl(this, request);
    send(response, { status, contentType: "application/json", body: `${JSON.stringify(body)}\n` });
  }

  async #answer(request: HttpRequest, response: ServerResponse): Promise<void> {
    const requestId = randomUUID();
    const record = this.recorder.add(request, requestId, this.#now());
    const metadata = isMetadata(request.path);
    const action = metadata ? "metadata" : request.headers["x-tc-action"];
    if (action) record.action = action;
    if (metadata) record.service = "metadata";

    const fault = this.#faultFor(request, action);
    if (fault && fault.fault !== "none") record.fault = fault.fault;
    const sent = await misbehave(fault ?? { fault: "none" }, {
      response,
      regularResponse: () => this.#regularResponse(request, record, fault),
      refusal: (code, message) =>
        metadata
          ? { ...json({ Code: code, Message: message }), status: 500, errorCode: code }
          : { ...apiAnswer({ Error: { Code: code, Message: message } }, requestId), errorCode: code },
    });
    if (sent) record.status = sent.status;
    if (sent?.errorCode) record.errorCode = sent.errorCode;
  }

  #regularResponse(
    request: HttpRequest,
    record: Writable<RecordedRequest>,
    fault: Fault | undefined,
  ): PlainResponse {
    if (record.service === "metadata") return answerMetadata(request.path, this.accounts, this.settings);
    if (request.path === LOGIN_PATH) return LOGIN_PAGE;
    if (request.path !== "/") return { status: 404, contentType: "text/plain", body: "not found\n" };
    const { fields, service, accountId, errorCode } = this.#api.answer(request, record.requestId, fault);
    if (service) record.service = service;
    if (accountId) record.accountId = accountId;
    return { ...apiAnswer(fields, record.requestId), ...(errorCode && { errorCode }) };
  }

  /** The scenario's fault meets API requests only, those of the account that the request claims to come from. */
  #faultFor(request: HttpRequest, action: string | undefined): Fault | undefined {
    const scripted = this.faults.take(action);
    if (scripted || request.path !== "/") return scripted;
    const claim = parseAuthorization(request.headers["authorization"] ?? "");
    const accountId = claim && this.accounts.find(claim.secretId)?.accountId;
    const { fault } = this.accounts.stateOf(accountId ?? this.accounts.mainAccountId);
    return fault?.actions && !fault.actions.includes(action ?? "") ? undefined : fault;
  }
}

function apiAnswer(fields: Record<string, unknown>, requestId: string): PlainResponse {
  return json({ Response: { ...fields, RequestId: requestId } });
}

function json(value: unknown): PlainResponse {
  return { status: 200, contentType: "application/json", body: JSON.stringify(value) };
}

function assign<K extends keyof Settings>(
  settings: Writable<Settings>,
  key: K,
  value: Settings[K] | undefined,
): void {
  if (value === undefined) delete settings[key];
  else settings[key] = value;
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => resolve((server.address() as AddressInfo).port));
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

import { createHash, createHmac } from "node:crypto";
import { type Emulator, type EmulatorOptions, startEmulator } from "../../../emulator/src";

/** A reply of API 3.0. */
export interface Reply {
  Response: Record<string, unknown> & {
    RequestId: string;
    Error?: { Code: string; Message: string };
  };
}

export interface Signing {
  secretId: string;
  secretKey: string;
  token?: string;
  action?: string;
  version?: string;
  service?: string;
  method?: "POST" | "GET";
  query?: string;
  body?: string;
  contentType?: string;
  signedHeaders?: string[];
  host?: string;
  /** Unix seconds. */
  timestamp: number;
  unsignedPayload?: boolean;
}

/** The headers of a signed request: a TC3 implementation of the test's own, so that it can also sign wrongly. */
export function sign(given: Signing): Record<string, string> {
  const { service = "tcss", method = "POST", query = "", body = method === "POST" ? "{}" : "" } = given;
  const headers: Record<string, string> = {
    "content-type":
      given.contentType ?? (method === "POST" ? "application/json" : "application/x-www-form-urlencoded"),
    host: given.host ?? "127.0.0.1",
    "x-tc-action": given.action ?? "DescribePurchaseStateInfo",
    "x-tc-timestamp": String(given.timestamp),
    "x-tc-version": given.version ?? "2020-11-01",
    ...(given.token !== undefined && { "x-tc-token": given.token }),
    ...(given.unsignedPayload && { "x-tc-content-sha256": "UNSIGNED-PAYLOAD" }),
  };
  const names = given.signedHeaders ?? ["content-type", "host"];
  const canonical = [
    method,
    "/",
    query,
    ...names.map(
      (name) => `${name}:${name === "x-tc-action" ? headers[name]?.toLowerCase() : headers[name]}`,
    ),
    "",
    names.join(";"),
    sha256(given.unsignedPayload ? "UNSIGNED-PAYLOAD" : body),
  ].join("\n");
  const date = new Date(given.timestamp * 1000).toISOString().slice(0, 10);
  const scope = `${date}/${service}/tc3_request`;
  const key = hmac(hmac(hmac(`TC3${given.secretKey}`, date), service), "tc3_request");
  const signature = hmac(key, `TC3-HMAC-SHA256\n${given.timestamp}\n${scope}\n${sha256(canonical)}`);
  headers["authorization"] =
    `TC3-HMAC-SHA256 Credential=${given.secretId}/${scope}, SignedHeaders=${names.join(";")}, Signature=${signature.toString("hex")}`;
  return headers;
}

/** The moment at which every test's clock starts. */
export const start = new Date("2026-03-01T04:00:00Z");

/** An emulator with a clock that only the test moves. */
export class TestBed {
  readonly #clock: { time: Date };

  constructor(
    readonly emulator: Emulator,
    clock: { time: Date },
  ) {
    this.#clock = clock;
  }

  static async start(options: EmulatorOptions = {}): Promise<TestBed> {
    const clock = { time: start };
    return new TestBed(await startEmulator({ now: () => clock.time, ...options }), clock);
  }

  get timestamp(): number {
    return Math.floor(this.#clock.time.getTime() / 1000);
  }

  advance(ms: number): void {
    this.#clock.time = new Date(this.#clock.time.getTime() + ms);
  }

  /** A rightly signed call, changed as the test wants it. */
  async call(changes: Partial<Signing> & { sent?: Record<string, string>; sentBody?: string } = {}) {
    const { sent, sentBody, ...signing } = changes;
    const { secretId, secretKey } = this.emulator;
    const headers = sign({ secretId, secretKey, timestamp: this.timestamp, ...signing });
    delete headers["host"];
    return await this.raw({
      method: signing.method ?? "POST",
      headers: { ...headers, ...sent },
      ...(signing.method !== "GET" && { body: sentBody ?? signing.body ?? "{}" }),
      ...(signing.query !== undefined && { query: signing.query }),
    });
  }

  async raw({ query, ...init }: RequestInit & { query?: string }): Promise<Reply["Response"]> {
    const response = await fetch(`${this.emulator.endpoint}/${query === undefined ? "" : `?${query}`}`, init);
    if (response.status !== 200) throw new Error(`HTTP ${response.status}`);
    return ((await response.json()) as Reply).Response;
  }

  async errorOf(changes: Parameters<TestBed["call"]>[0] = {}): Promise<string | undefined> {
    return (await this.call(changes)).Error?.Code;
  }

  /** A call of STS. */
  sts(action: string, params: object, changes: Partial<Signing> = {}) {
    return this.call({
      action,
      service: "sts",
      version: "2018-08-13",
      body: JSON.stringify(params),
      ...changes,
    });
  }

  /** A control request. */
  async control(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
    const response = await fetch(`${this.emulator.endpoint}/_emulator/${path}`, {
      method,
      headers,
      ...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }),
    });
    return { status: response.status, body: (await response.json()) as never };
  }
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

function hmac(key: Buffer | string, text: string): Buffer {
  return createHmac("sha256", key).update(text).digest();
}

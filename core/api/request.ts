import type { Agent, ClientRequest, IncomingHttpHeaders, IncomingMessage, RequestOptions } from "node:http";
import { type Duplex, Readable } from "node:stream";
import { lookupUntil } from "./lookup";
import { type HttpProxy, proxyFor } from "./proxy";

/** One request, sent as it stands: no redirect is followed. */
export interface HttpRequest {
  readonly method: "GET" | "POST";
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Ends the request whatever it waits for: a name, a connection, a tunnel, TLS, headers, the body. */
  readonly signal: AbortSignal;
  /** Never by a proxy: for a service of this machine's own. */
  readonly direct?: boolean;
  /** Told the proxy before it is waited for, and undefined when it has led to the endpoint. */
  readonly onWaiting?: (proxy: HttpProxy | undefined) => void;
}

export interface HttpResponse {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: AsyncIterable<Uint8Array>;
}

/** The proxy failed, not the server behind it. `cause` is what the network said, where it said anything. */
export class ProxyFault extends Error {
  readonly proxy: HttpProxy;
  /** What the proxy answered instead of letting the request through. */
  readonly status: number | undefined;

  constructor(proxy: HttpProxy, details: { readonly status?: number; readonly cause?: unknown }) {
    super("the proxy failed", { cause: details.cause });
    this.proxy = proxy;
    this.status = details.status;
  }
}

/**
 * Sends a request, by the proxy that the environment names (`proxyFor`). Each request by a proxy has a connection of
 * its own. Agents are our own ones, so that the proxy support of Node.js itself (`NODE_USE_ENV_PROXY`) is not used.
 * @throws ProxyFault, or the error of Node.js's own client.
 */
export async function request(address: string, options: HttpRequest): Promise<HttpResponse> {
  const url = new URL(address);
  const proxy = options.direct ? undefined : proxyFor(url, process.env);
  if (proxy === undefined)
    return exchange(url.protocol, { ...target(url, options), agent: agentFor(url) }, options);
  return url.protocol === "https:" ? tunneled(url, proxy, options) : forwarded(url, proxy, options);
}

/** By `CONNECT`: the proxy passes on what it cannot read. */
async function tunneled(url: URL, proxy: HttpProxy, options: HttpRequest): Promise<HttpResponse> {
  options.onWaiting?.(proxy);
  const socket = await openTunnel(url, proxy, options.signal);
  options.onWaiting?.(undefined);
  const { connect } = await import("node:tls");
  const { isIP } = await import("node:net");
  const host = bareHost(url);
  const createConnection = () =>
    connect({ socket, host, ALPNProtocols: ["http/1.1"], ...(isIP(host) === 0 ? { servername: host } : {}) });
  return exchange(url.protocol, { ...target(url, options), createConnection }, options);
}

async function openTunnel(url: URL, proxy: HttpProxy, signal: AbortSignal): Promise<Duplex> {
  const authority = `${url.hostname}:${url.port || 443}`;
  const send = await senderFor(proxy.protocol);
  return new Promise((resolve, reject) => {
    const fail = (details: { readonly status?: number; readonly cause?: unknown }): void =>
      reject(new ProxyFault(proxy, details));
    const asked = send({
      ...addressOf(proxy, signal),
      method: "CONNECT",
      path: authority,
      headers: { Host: authority, ...authorizationFor(proxy) },
    });
    asked.on("error", (cause) => fail({ cause }));
    asked.on("connect", ({ statusCode: status = 0 }: IncomingMessage, socket: Duplex, head: Buffer) => {
      // the request is done with: from here on the signal has to end the socket itself
      signal.addEventListener("abort", () => socket.destroy());
      socket.on("error", () => {});
      if (status < 200 || status >= 300) {
        socket.destroy();
        return fail({ status });
      }
      if (head.length > 0) socket.unshift(head);
      resolve(socket);
    });
    asked.end();
  });
}

/** By the whole URL, as proxies want a request that is not encrypted. */
async function forwarded(url: URL, proxy: HttpProxy, options: HttpRequest): Promise<HttpResponse> {
  const headers = { ...options.headers, Host: url.host, ...authorizationFor(proxy) };
  const way = { ...addressOf(proxy, options.signal), method: options.method, path: url.href, headers };
  options.onWaiting?.(proxy);
  let response: HttpResponse;
  try {
    response = await exchange(proxy.protocol, way, options);
  } catch (cause) {
    throw new ProxyFault(proxy, { cause });
  }
  // whose refusal it is shows only where the body is the API's
  const { status, headers: answered } = response;
  const refused = status === 407 || (status === 403 && !/json/i.test(answered["content-type"] ?? ""));
  if (refused) throw new ProxyFault(proxy, { status });
  return response;
}

function authorizationFor({ authorization }: HttpProxy): Record<string, string> {
  return authorization === undefined ? {} : { "Proxy-Authorization": authorization };
}

/** The way to a proxy, with a connection of its own. */
function addressOf({ hostname, port }: HttpProxy, signal: AbortSignal): RequestOptions {
  // `false`: an agent for this request alone, without the settings of the global one
  return { hostname, port, agent: false, signal, lookup: lookupUntil(signal) };
}

function target(url: URL, { method, headers, signal }: HttpRequest): RequestOptions {
  return {
    hostname: bareHost(url),
    port: url.port || (url.protocol === "https:" ? 443 : 80),
    path: `${url.pathname}${url.search}`,
    method,
    headers: { ...headers, Host: url.host },
    signal,
    lookup: lookupUntil(signal),
  };
}

function bareHost({ hostname }: URL): string {
  return hostname.replace(/^\[|\]$/g, "");
}

/** By Node.js's own client: `fetch` takes longer to load than a reply to come. */
async function exchange(
  protocol: string,
  options: RequestOptions,
  { body }: Pick<HttpRequest, "body">,
): Promise<HttpResponse> {
  const send = await senderFor(protocol);
  return new Promise((resolve, reject) => {
    send(options)
      .on("response", (response) => {
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: response });
      })
      // without this, Node.js drops an answer of HTTP 101 and says nothing
      .on("upgrade", (response: IncomingMessage, socket: Duplex) => {
        socket.destroy();
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Readable.from([]) });
      })
      .on("error", reject)
      .end(body);
  });
}

async function senderFor(protocol: string): Promise<(options: RequestOptions) => ClientRequest> {
  const { request: send } = protocol === "https:" ? await import("node:https") : await import("node:http");
  return send;
}

const agents = new Map<string, Agent>();

/** Keeps connections open between requests, as the global agent does. */
function agentFor({ protocol }: URL): Agent {
  let agent = agents.get(protocol);
  if (agent === undefined) {
    // both are loaded by now or will be with the request
    const { Agent: Kind } = (
      protocol === "https:" ? require("node:https") : require("node:http")
    ) as typeof import("node:http");
    agent = new Kind({ keepAlive: true });
    agents.set(protocol, agent);
  }
  return agent;
}

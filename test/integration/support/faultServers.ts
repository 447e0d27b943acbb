// Servers that fail on purpose, for the fault matrices (integration and end-to-end). Each listens on this machine,
// counts its connections, and answers nothing else than its fault:
//
//   const proxy = await startFaultyProxy("hang");     // proxy.url for HTTPS_PROXY, any of PROXY_FAULTS
//   const server = await startFaultyServer("502");    // server.endpoint, any of SERVER_FAULTS
//   … server.connections …                            // how many were made
//   await server.idle();                              // resolves once all of them are closed
//   await server.close();
//
// Those of the encryption are in tlsFaults.ts. `mayPass` of a fault says whether the same request may succeed later: then it is tried maxRetries + 1 times, else once.
import { createServer, type RequestListener } from "node:http";
import { type AddressInfo, createServer as createTcpServer, type Server, type Socket } from "node:net";
import { TLSSocket } from "node:tls";
import { brotliCompressSync, deflateSync, gzipSync } from "node:zlib";
import { EXAMPLE } from "../../unit/support/replies";

export interface FaultServer {
  readonly port: number;
  /** `http://127.0.0.1:PORT`, or with https. */
  readonly endpoint: string;
  /** The same, as it is written into HTTPS_PROXY. */
  readonly url: string;
  /** How many connections were made so far. */
  readonly connections: number;
  /** Resolves once no connection is open. */
  idle(): Promise<void>;
  close(): Promise<void>;
}

/** How often a request is made that meets a fault. */
export interface Fault {
  /** Whether it may pass by itself. */
  readonly mayPass: boolean;
}

export const PASSES: Fault = { mayPass: true };
export const STAYS: Fault = { mayPass: false };

type OnConnection = (socket: Socket) => void;

/** Answers to the first bytes of a connection. */
export function afterRequest(answer: OnConnection): OnConnection {
  return (socket) => socket.once("data", () => answer(socket));
}

/** Says `text`, then what `then` does. */
function says(text: string, then: OnConnection = (socket) => socket.end()): OnConnection {
  return afterRequest((socket) => {
    socket.write(text);
    then(socket);
  });
}

function status(line: string, headers = ""): OnConnection {
  return says(`HTTP/1.1 ${line}\r\nContent-Length: 0\r\n${headers}\r\n`);
}

/** One byte now and then, for as long as somebody listens. */
function drip(text: string): OnConnection {
  return afterRequest((socket) => {
    let at = 0;
    const timer = setInterval(() => {
      socket.write(text[at] ?? "x");
      at += 1;
    }, 20);
    socket.on("close", () => clearInterval(timer));
  });
}

// reads, to see that the client has gone
export const HANGS: OnConnection = (socket) => socket.resume();
const TUNNEL = "HTTP/1.1 200 Connection established\r\n\r\n";

const UPGRADE = "Upgrade: another\r\nConnection: Upgrade\r\n";

/** What a proxy does instead of leading to the endpoint. */
const PROXIES = {
  "closes at once": [PASSES, (socket) => socket.destroy()],
  "resets at once": [PASSES, (socket) => socket.resetAndDestroy()],
  "reads, then closes": [PASSES, afterRequest((socket) => socket.destroy())],
  "reads, then resets": [PASSES, afterRequest((socket) => socket.resetAndDestroy())],
  "reads, then half-closes": [PASSES, afterRequest((socket) => socket.end())],
  hangs: [PASSES, HANGS],
  "drips its header": [PASSES, drip("HTTP/1.1 200 Connection established\r\nX: ")],
  "breaks off its header": [PASSES, says("HTTP/1.1 200 Connec")],
  "leads, then hangs": [PASSES, says(TUNNEL, HANGS)],
  "leads, then closes": [PASSES, says(TUNNEL, (socket) => socket.end())],
  "502": [PASSES, status("502 Bad Gateway")],
  "503": [PASSES, status("503 Service Unavailable")],
  "429": [PASSES, status("429 Too Many Requests")],
  "407": [STAYS, status("407 Proxy Authentication Required", "Proxy-Authenticate: Basic\r\n")],
  "403": [STAYS, status("403 Forbidden")],
  "302": [STAYS, status("302 Found", "Location: http://login.example.test/\r\n")],
  "400": [STAYS, status("400 Bad Request")],
  "101": [STAYS, status("101 Switching Protocols", UPGRADE)],
  "answers garbage": [STAYS, says("SSH-2.0-OpenSSH\r\n")],
  "leads, then answers garbage": [
    STAYS,
    says(
      TUNNEL,
      afterRequest((socket) => socket.end("garbage\r\n".repeat(9))),
    ),
  ],
  "has endless headers": [
    STAYS,
    says("HTTP/1.1 200 OK\r\n", (socket) => socket.write(`X: ${"x".repeat(100_000)}`)),
  ],
} as const satisfies Record<string, readonly [Fault, OnConnection]>;

/** Names of the faults of proxies, and whether each may pass. */
export type ProxyFault = keyof typeof PROXIES;
export const PROXY_FAULTS = faultsOf(PROXIES);

/** @param port of one that has been closed, for processes that know no other. */
export function startFaultyProxy(fault: ProxyFault, port = 0): Promise<FaultServer> {
  return started(createTcpServer(PROXIES[fault][1]), "http", port);
}

const OK = { "Content-Type": "application/json" };
// nothing is undefended: no list of assets is asked for
const DEFENDED = { ...EXAMPLE, AllCoresCnt: EXAMPLE.CoresCnt, UndefendCoresCnt: 0 };
const WHOLE = JSON.stringify({ Response: { ...DEFENDED, RequestId: "of-a-faulty-server" } });
const MEGABYTE = 1024 * 1024;

/** A body with its headers, in answer to each request. */
function body(content: string | Buffer, headers: Record<string, string> = {}, code = 200): RequestListener {
  return (_, response) => void response.writeHead(code, { ...OK, ...headers }).end(content);
}

/** A reply that is a right one, up to where it is cut. */
const LARGE = `${WHOLE.slice(0, -1)},${" ".repeat(2 * MEGABYTE)}"x":1}`;

/** What an endpoint answers with; `harmless` where it is a right reply in another dress. */
const SERVERS = {
  "502": [PASSES, body("upstream failed", {}, 502)],
  "a large 503": [PASSES, body("x".repeat(2 * MEGABYTE), {}, 503)],
  "a 503 in an unknown encoding": [PASSES, body("x", { "Content-Encoding": "zstd" }, 503)],
  "429": [PASSES, body("slow down", {}, 429)],
  "403": [STAYS, body("key revoked", {}, 403)],
  "302": [STAYS, body("", { Location: "http://login.example.test/" }, 302)],
  "a login page": [STAYS, body("<!DOCTYPE html><title>Sign in</title>", { "Content-Type": "text/html" })],
  nothing: [STAYS, body("")],
  "204": [STAYS, body("", {}, 204)],
  "101": [STAYS, ({ socket }) => void socket.end(`HTTP/1.1 101 Switching Protocols\r\n${UPGRADE}\r\n`)],
  "no field of a purchase state": [STAYS, body('{"Response":{"RequestId":"x"}}')],
  "another API's reply": [STAYS, body('{"Response":{"TotalCount":0,"InstanceSet":[],"RequestId":"x"}}')],
  "too much": [STAYS, body(LARGE)],
  "too much after the whole reply": [STAYS, body(WHOLE + " ".repeat(2 * MEGABYTE))],
  "too much, packed": [STAYS, body(gzipSync(LARGE), { "Content-Encoding": "gzip" })],
  "a damaged gzip": [STAYS, body(gzipSync(WHOLE).subarray(0, 90), { "Content-Encoding": "gzip" })],
  "no gzip, though it says so": [STAYS, body(WHOLE, { "Content-Encoding": "gzip" })],
  "an unknown encoding": [STAYS, body(WHOLE, { "Content-Encoding": "zstd" })],
  "invalid UTF-8": [
    STAYS,
    body(Buffer.concat([Buffer.from(WHOLE.slice(0, -2)), Buffer.from(',"X":"\xff"}}', "latin1")])),
  ],
  "UTF-16 without a mark": [STAYS, body(Buffer.from(WHOLE, "utf16le"))],
} as const satisfies Record<string, readonly [Fault, RequestListener]>;

export type ServerFault = keyof typeof SERVERS;
export const SERVER_FAULTS = faultsOf(SERVERS);

export function startFaultyServer(fault: ServerFault): Promise<FaultServer> {
  return started(createServer(SERVERS[fault][1]), "http");
}

/** What such a server does, for one that fails later only. */
export function listenerOf(fault: ServerFault): RequestListener {
  return SERVERS[fault][1];
}

/** Right replies in other encodings, which are understood. */
export const ENCODINGS: Readonly<Record<string, RequestListener>> = {
  gzip: body(gzipSync(WHOLE), { "Content-Encoding": "gzip" }),
  "GZip in capitals": body(gzipSync(WHOLE), { "Content-Encoding": "GZIP" }),
  deflate: body(deflateSync(WHOLE), { "Content-Encoding": "deflate" }),
  br: body(brotliCompressSync(WHOLE), { "Content-Encoding": "br" }),
  "gzip twice": body(gzipSync(gzipSync(WHOLE)), { "Content-Encoding": "gzip, gzip" }),
  identity: body(WHOLE, { "Content-Encoding": "identity" }),
  "a byte order mark": body(`\ufeff${WHOLE}`),
  "UTF-16 with a mark": body(Buffer.from(`\ufeff${WHOLE}`, "utf16le")),
  "UTF-16 by its charset": body(Buffer.from(WHOLE, "utf16le"), {
    "Content-Type": "application/json; charset=utf-16le",
  }),
  "a wrong charset": body(WHOLE.replace("NORMAL", "NORMAL"), {
    "Content-Type": "application/json; charset=iso-8859-1",
  }),
  "a charset that nobody knows": body(WHOLE, { "Content-Type": "application/json; charset=nobody" }),
};

/** A server that answers each request by `listener`. */
export function startServer(listener: RequestListener): Promise<FaultServer> {
  return started(createServer(listener), "http");
}

/** A right reply to each request. */
export const ANSWERS: RequestListener = body(WHOLE);

export function faultsOf<T extends string>(
  table: Readonly<Record<T, readonly [Fault, unknown]>>,
): readonly { readonly name: T; readonly mayPass: boolean }[] {
  return Object.entries<readonly [Fault, unknown]>(table).map(([name, [{ mayPass }]]) => ({
    name: name as T,
    mayPass,
  }));
}

/** Below the ports that systems give to connections: between two servers on a port of theirs, a connection may take it. */
const PORTS_TO_KEEP = { first: 20_000, count: 10_000 } as const;

/** A port on which one server after the other can listen. */
export async function portToKeep(): Promise<number> {
  for (let tries = 0; tries < 100; tries += 1) {
    const port = PORTS_TO_KEEP.first + Math.floor(Math.random() * PORTS_TO_KEEP.count);
    if (await isFree(port)) return port;
  }
  throw new Error("no port is free");
}

function isFree(port: number): Promise<boolean> {
  const server = createTcpServer();
  return new Promise((resolve) => {
    server.once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
}

export async function started(server: Server, scheme: "http" | "https", wanted = 0): Promise<FaultServer> {
  const open = new Set<Socket>();
  const waiting = new Set<() => void>();
  let connections = 0;
  server.on("connection", (socket: Socket) => {
    // a server of TLS tells of each connection twice
    if (socket instanceof TLSSocket) return;
    connections += 1;
    open.add(socket);
    socket.on("error", () => {});
    socket.on("close", () => {
      open.delete(socket);
      if (open.size === 0) for (const resolve of waiting) resolve();
    });
  });
  server.on("tlsClientError", () => {});
  await new Promise<void>((resolve) => server.listen(wanted, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const endpoint = `${scheme}://${scheme === "https" ? "localhost" : "127.0.0.1"}:${port}`;
  return {
    port,
    endpoint,
    url: endpoint,
    get connections() {
      return connections;
    },
    idle: () => (open.size === 0 ? Promise.resolve() : new Promise((resolve) => waiting.add(resolve))),
    close: () =>
      new Promise((resolve) => {
        for (const socket of open) socket.destroy();
        server.close(() => resolve());
      }),
  };
}

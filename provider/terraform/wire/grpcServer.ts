// Serves unary methods of gRPC by Node's own HTTP/2 (https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md). Written
// here because the gRPC library costs more at each start of the provider than all of its other work.
import { createServer, type Http2Server, type ServerHttp2Session, type ServerHttp2Stream } from "node:http2";
import type { Server } from "node:net";
import { createServer as createTlsServer } from "node:tls";
import { MESSAGES, METHODS, type MethodName } from "./messages";
import { decode, encode, type Message } from "./protobuf";

/** Answers a method. What it throws becomes the status INTERNAL with the error's message. */
export type Handler = (request: Message) => Message | Uint8Array | Promise<Message | Uint8Array>;

export type Handlers = Readonly<Record<MethodName, Handler>>;

/** Status codes of gRPC. */
const OK = 0;
const INVALID_ARGUMENT = 3;
const RESOURCE_EXHAUSTED = 8;
const UNIMPLEMENTED = 12;
const INTERNAL = 13;

/** The first byte of a compressed message. */
const COMPRESSED = 1;

/** What a request may weigh: a plan's configuration of one provider or data source. */
const MAX_REQUEST_BYTES = 16 * 1024 * 1024;

/** Told when the last session has closed, and when there is one again. */
export interface SessionListener {
  onSessions(open: number): void;
}

/** How a server is encrypted, and whom it lets in. */
export interface MutualTls {
  readonly keyPem: string;
  readonly certificatePem: string;
  /** The only certificate that a client may show, as DER. */
  readonly client: Buffer;
}

/**
 * A server that is not listening yet.
 * @param tls absent: without TLS.
 */
export function grpcServer(
  handlers: Handlers,
  tls: MutualTls | undefined,
  listener: SessionListener,
): Server {
  const server = createServer();
  const byPath = new Map(
    (Object.keys(METHODS) as MethodName[]).map((name) => [METHODS[name].path as string, name]),
  );
  const sessions = new Set<ServerHttp2Session>();
  server.on("session", (session: ServerHttp2Session) => {
    sessions.add(session);
    listener.onSessions(sessions.size);
    session.on("error", () => session.destroy());
    session.once("close", () => {
      sessions.delete(session);
      listener.onSessions(sessions.size);
    });
  });
  server.on("stream", (stream, headers) => {
    stream.on("error", () => stream.close());
    const name = byPath.get(String(headers[":path"]));
    if (name === undefined) return refuse(stream, UNIMPLEMENTED, "this provider does not have this method");
    void answer(stream, name, handlers[name]);
  });
  return tls === undefined ? server : behindTls(server, tls);
}

/**
 * Hands on the connections of the one client that is let in. Its certificate is compared here, since a `ca` makes Node.js read
 * all of its own roots first, which takes longer than the rest of the start. That the client has the key is part of every
 * TLS handshake in which it shows a certificate.
 */
function behindTls(server: Http2Server, { keyPem, certificatePem, client }: MutualTls): Server {
  const options = {
    key: keyPem,
    cert: certificatePem,
    // none, in place of the public ones
    ca: [],
    requestCert: true,
    rejectUnauthorized: false,
    ALPNProtocols: ["h2"],
  };
  return createTlsServer(options, (socket) => {
    // a connection that breaks is the session's affair, where there is one
    socket.on("error", () => socket.destroy());
    const shown = socket.getPeerX509Certificate()?.raw;
    if (shown?.equals(client)) server.emit("connection", socket);
    else socket.destroy();
  });
}

async function answer(stream: ServerHttp2Stream, name: MethodName, handle: Handler): Promise<void> {
  const { request: requestName, response: responseName } = METHODS[name];
  let request: Message;
  try {
    const body = await readRequest(stream);
    if (body === undefined) return refuse(stream, RESOURCE_EXHAUSTED, "the request is too large");
    if (body[0] === COMPRESSED)
      return refuse(stream, UNIMPLEMENTED, "the request is compressed, which this provider did not offer");
    request = decode(MESSAGES, requestName, messageIn(body));
  } catch (error) {
    return refuse(stream, INVALID_ARGUMENT, messageOf(error));
  }
  try {
    const reply = await handle(request);
    const bytes = reply instanceof Uint8Array ? reply : encode(MESSAGES, responseName, reply);
    send(stream, bytes);
  } catch (error) {
    refuse(stream, INTERNAL, messageOf(error));
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** @returns undefined for a request that is too large, once its end has come: only then is there an answer to read. */
async function readRequest(stream: ServerHttp2Stream): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > MAX_REQUEST_BYTES) chunks.length = 0;
    else chunks.push(chunk);
  }
  return length > MAX_REQUEST_BYTES ? undefined : Buffer.concat(chunks);
}

/** The message behind its prefix: one byte that says whether it is compressed, four of its length. */
function messageIn(body: Buffer): Buffer {
  if (body.length < 5 || body[0] !== 0 || body.readUInt32BE(1) !== body.length - 5)
    throw new Error("the request is incomplete");
  return body.subarray(5);
}

function send(stream: ServerHttp2Stream, message: Uint8Array): void {
  if (stream.destroyed) return;
  const prefix = Buffer.alloc(5);
  prefix.writeUInt32BE(message.length, 1);
  stream.respond({ ":status": 200, "content-type": "application/grpc+proto" }, { waitForTrailers: true });
  stream.once("wantTrailers", () => stream.sendTrailers({ "grpc-status": String(OK) }));
  stream.end(Buffer.concat([prefix, message]));
}

function refuse(stream: ServerHttp2Stream, status: number, message: string): void {
  if (stream.destroyed || stream.headersSent) return;
  stream.respond(
    {
      ":status": 200,
      "content-type": "application/grpc+proto",
      "grpc-status": String(status),
      "grpc-message": encodeURIComponent(message),
    },
    { endStream: true },
  );
}

import { createServer, type RequestListener, type Server, STATUS_CODES } from "node:http";
import type { Socket } from "node:net";
import type { Limits } from "./limits";

/**
 * A server that answers every connection, in words where it does not serve it: too many connections, headers that
 * are too large or too slow, or no HTTP at all.
 */
export function boundedServer(limits: Limits, listener: RequestListener): Server {
  const served = new Set<Socket>();
  const server = createServer(
    {
      maxHeaderSize: limits.headerBytes,
      headersTimeout: limits.headersTimeoutMs,
      requestTimeout: limits.requestTimeoutMs,
      connectionsCheckingInterval: Math.min(1000, limits.headersTimeoutMs),
    },
    (request, response) => {
      if (served.has(request.socket)) listener(request, response);
    },
  );
  server.prependListener("connection", (socket: Socket) => {
    if (served.size >= limits.connections) {
      // Node's own listener runs after this one and finds that the response is written
      refuse(socket, 503, `there are ${limits.connections} connections already, and no more are served`);
      return;
    }
    served.add(socket);
    socket.once("close", () => served.delete(socket));
  });
  server.on("clientError", (error: NodeJS.ErrnoException, socket) => {
    const [status, reason] = reasonFor(error.code, limits);
    refuse(socket as Socket, status, reason);
  });
  return server;
}

function reasonFor(code: string | undefined, limits: Limits): [status: number, reason: string] {
  switch (code) {
    case "HPE_HEADER_OVERFLOW":
      return [431, `the request's line and headers are larger than ${limits.headerBytes} bytes`];
    case "ERR_HTTP_REQUEST_TIMEOUT":
      return [
        408,
        `the request was not complete in time: ${limits.headersTimeoutMs} ms for the headers, ${limits.requestTimeoutMs} ms for all`,
      ];
    default:
      return [400, "this is not a request of HTTP/1.1"];
  }
}

/** How long the server waits for a client that does not close its side. */
const LINGER_MS = 1000;

function refuse(socket: Socket, status: number, reason: string): void {
  if (!socket.writable) {
    socket.destroy();
    return;
  }
  const body = `${JSON.stringify({ error: reason })}\n`;
  socket.on("error", () => socket.destroy());
  socket.end(
    [
      `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
      "content-type: application/json",
      `content-length: ${Buffer.byteLength(body)}`,
      "connection: close",
      "",
      body,
    ].join("\r\n"),
  );
  setTimeout(() => socket.destroy(), LINGER_MS).unref();
}

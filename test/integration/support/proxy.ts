import { createServer, request } from "node:http";
import { type AddressInfo, connect } from "node:net";

/** A forward proxy that leads every host to one port of this machine. */
export interface ForwardProxy {
  readonly url: string;
  /** The hosts and ports that it was asked for, be it for a tunnel or by a whole URL. */
  readonly asked: readonly string[];
  close(): Promise<void>;
}

/** @param manner `refuses`: it answers 403 to everything, as a proxy does that does not let a host through. */
export async function startProxy(
  targetPort: number,
  manner: "leads" | "refuses" = "leads",
): Promise<ForwardProxy> {
  const asked: string[] = [];
  const server = createServer((incoming, response) => {
    const { hostname, port, pathname } = new URL(incoming.url ?? "");
    asked.push(`${hostname}:${port || 80}`);
    if (manner === "refuses") return void response.writeHead(403).end();
    const { method, headers } = incoming;
    const forwarded = request({ port: targetPort, host: "127.0.0.1", path: pathname, method, headers });
    forwarded.on("response", (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    incoming.pipe(forwarded);
  });
  server.on("connect", (incoming, socket) => {
    asked.push(incoming.url ?? "");
    if (manner === "refuses") return void socket.end("HTTP/1.1 403 Forbidden\r\n\r\n");
    const target = connect(targetPort, "127.0.0.1", () => {
      socket.write("HTTP/1.1 200 Connection established\r\n\r\n");
      target.pipe(socket).pipe(target);
    });
    for (const end of [target, socket]) end.on("error", () => end.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

// The process that a host starts: it says where it listens, serves, and leaves nothing behind.
import type { AddressInfo } from "node:net";
import { endWithHost } from "./lifecycle";
import { handlersFor } from "./server";
import { grpcServer } from "./wire/grpcServer";
import { transport } from "./wire/handshake";

/** How long the answer to the host's last request may take to leave. Unit: milliseconds. */
const LAST_ANSWER_MILLISECONDS = 50;

/** Serves the host until it says that it is done, or is gone. */
export function serveHost(env: NodeJS.ProcessEnv): void {
  const way = transport(env, new Date());
  const end = (): void => process.exit(0);
  process.once("exit", () => way.remove());
  // a terminal sends it to the host as well, which then says what to do
  process.on("SIGINT", () => {});
  for (const signal of ["SIGTERM", "SIGHUP"] as const) process.once(signal, end);
  const onSessions = endWithHost(end);
  const handlers = handlersFor({ env, folder: process.cwd() }, () => {
    setTimeout(end, LAST_ANSWER_MILLISECONDS);
  });
  const server = grpcServer(handlers, way.tls, { onSessions });
  server.once("error", (error) => {
    // the host shows the first line of standard output to its user
    console.log(`terraform-provider-tcss could not listen: ${error.message}`);
    process.exit(1);
  });
  server.listen(way.listen, () => {
    const address = server.address() as AddressInfo | string | null;
    process.stdout.write(way.line(typeof address === "string" ? undefined : address?.port));
  });
}

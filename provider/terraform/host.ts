// The process that a host starts: it says where it listens, serves, and leaves nothing behind.
import { type AddressInfo, createServer, type Server } from "node:net";
import { endWithHost } from "./lifecycle";
import { handlersFor } from "./server";
import { type Transport, transport } from "./wire/handshake";

/** How long the host may take to hang up after its last request, before this process does. Unit: milliseconds. */
const HANG_UP_MILLISECONDS = 50;

/** Serves the host until it says that it is done, or is gone. */
export function serveHost(env: NodeJS.ProcessEnv): void {
  let way: Transport;
  try {
    way = transport(env, new Date());
  } catch (error) {
    fail(error as Error);
  }
  const end = (): void => process.exit(0);
  process.once("exit", () => way.remove());
  // a terminal sends it to the host as well, which then says what to do
  process.on("SIGINT", () => {});
  // a host that is gone reads no line
  process.stdout.once("error", () => process.exit(1));
  for (const signal of ["SIGTERM", "SIGHUP", "SIGQUIT"] as const) process.once(signal, end);
  const watch = endWithHost(end);
  let isDone = false;
  // the host waits for the end of this process, and hangs up once it has the answer
  const onSessions = (open: number): void => {
    if (isDone && open === 0) end();
    watch(open);
  };
  const handlers = handlersFor({ env, folder: process.cwd() }, () => {
    isDone = true;
    setTimeout(end, HANG_UP_MILLISECONDS);
  });
  let loaded: Server | undefined;
  const grpc = (): Server => {
    loaded ??= (require("./wire/grpcServer") as typeof import("./wire/grpcServer")).grpcServer(
      handlers,
      way.tls,
      { onSessions },
    );
    return loaded;
  };
  const server = createServer((socket) => {
    grpc().emit("connection", socket);
  });
  server.once("error", fail);
  server.listen(way.listen, () => {
    const address = server.address() as AddressInfo | string | null;
    const line = way.line(typeof address === "string" ? undefined : address?.port);
    // TLS and HTTP/2 take as long to load as the rest: they come while the host reads the line
    process.stdout.write(line, grpc);
  });
}

/** The host shows the first line of standard output to its user. */
function fail({ message }: Error): never {
  console.log(`terraform-provider-tcss could not start: ${message}`);
  process.exit(1);
}

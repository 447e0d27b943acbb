import { subscribe } from "node:diagnostics_channel";
import { readFileSync } from "node:fs";
import type { Socket } from "node:net";

/** How often the engine's address is tried while no connection of the engine's is open. */
const PROBE_MILLISECONDS = 500;
/** So often in a row it must refuse before it counts as gone. */
const REFUSALS = 2;

/** An address on this machine, as the engine gives its own. */
const ADDRESS = /^(127(?:\.\d+){3}|localhost|\[::1\]):(\d+)$/;

/** What a test puts in the place of this process. */
export interface ServingProcess {
  /** The command line, as the process was started with it. */
  readonly argv: () => readonly string[];
  readonly end: () => void;
}

const thisProcess: ServingProcess = {
  argv: commandLine,
  // not process.exit(), which waits for the thread pool: a look-up of a name, a file system that hangs
  end: () => process.kill(process.pid, "SIGKILL"),
};

const watched = new WeakSet<ServingProcess>();

/**
 * Ends this process, which serves the engine, when the engine is gone without notice (`kill -9`, out of memory): nothing
 * else would. A closed connection alone is no proof, since the engine drops idle ones after half an hour and connects
 * again. So while none is open, the engine's address is tried, and it refuses once no process is listening there.
 *
 * Call it before the server listens. Without an address of this machine on the command line it does nothing.
 */
export function endWithEngine(served: ServingProcess = thisProcess): void {
  // a process may hold several packs, and one watch ends it
  if (watched.has(served)) return;
  watched.add(served);
  const { argv, end } = served;
  let connections = 0;
  let refusals = 0;
  let timer: NodeJS.Timeout | undefined;
  const watch = (): void => {
    refusals = 0;
    timer = setTimeout(probe, PROBE_MILLISECONDS).unref();
  };
  const probe = (): void => {
    // looked for where it is needed, since that may take longer than a start
    const address = addressIn(argv());
    if (address === undefined) return;
    const { connect } = require("node:net") as typeof import("node:net");
    const socket = connect(address).unref();
    const done = (isRefused: boolean): void => {
      socket.destroy();
      refusals = isRefused ? refusals + 1 : 0;
      if (connections > 0) return;
      if (refusals >= REFUSALS) end();
      else timer = setTimeout(probe, PROBE_MILLISECONDS).unref();
    };
    socket.once("connect", () => done(false));
    socket.once("error", ({ code }: NodeJS.ErrnoException) => done(code === "ECONNREFUSED"));
  };
  subscribe("net.server.socket", (message) => {
    const { socket } = message as { readonly socket: Socket };
    connections += 1;
    clearTimeout(timer);
    socket.once("close", () => {
      connections -= 1;
      if (connections === 0) watch();
    });
  });
  // the engine may be gone before it has connected
  watch();
}

function addressIn(argv: readonly string[]): { readonly host: string; readonly port: number } | undefined {
  const [, host = "", port] = ADDRESS.exec(argv.findLast((argument) => ADDRESS.test(argument)) ?? "") ?? [];
  return port === undefined ? undefined : { host: host.replace(/^\[|\]$/g, ""), port: Number(port) };
}

/** Pulumi's host for policy packs takes the engine's address out of `process.argv`. */
function commandLine(): readonly string[] {
  if (addressIn(process.argv) !== undefined) return process.argv;
  try {
    return readFileSync("/proc/self/cmdline", "utf8").split("\0");
  } catch {
    // does not look up names; the types are older than that
    Object.assign(process.report ?? {}, { excludeNetwork: true });
    const { header } = (process.report?.getReport() ?? {}) as { header?: { commandLine?: string[] } };
    return header?.commandLine ?? [];
  }
}

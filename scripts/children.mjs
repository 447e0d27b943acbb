// Child processes end with the script that started them, and the script ends with the npm process that started it.
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";

const GUARD = join(import.meta.dirname, "guard.mjs");
const LOOK_MILLISECONDS = 400;

/** Starts a command that ends, with all that it starts, when this process does (guard.mjs). Otherwise as `spawn`. */
export function spawnGuarded(command, args, { stdio = "pipe", ...options }) {
  const three = typeof stdio === "string" ? [stdio, stdio, stdio] : stdio;
  const child = spawn(process.execPath, [GUARD, command, ...args], { ...options, stdio: [...three, "pipe"] });
  // this pipe is only held open
  child.stdio[3].on("error", () => {}).unref();
  return child;
}

/**
 * Calls `end` on Ctrl-C and other signals that end a process, and when npm, which has started this script, is gone.
 * npm starts a shell, and that this script.
 */
export function whenEnded(end) {
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.once(signal, end);
  const parent = process.ppid;
  const grandparent = process.env.npm_lifecycle_event === undefined ? undefined : parentOf(parent);
  setInterval(() => {
    if (process.ppid !== parent || parentOf(parent) !== grandparent) end();
  }, LOOK_MILLISECONDS).unref();

  function parentOf(pid) {
    if (process.env.npm_lifecycle_event === undefined) return undefined;
    try {
      // "PID (NAME) STATE PPID ...", and the name may hold anything
      return readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1).split(" ")[1];
    } catch {
      return undefined;
    }
  }
}

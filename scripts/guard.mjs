// Runs a command for a script, and ends it and all its child processes when the script has ended, even after a
// `kill -9`. The script holds the other end of the pipe that is file 3 here: when the script ends, the pipe closes.
// Usage: node guard.mjs COMMAND ARGS...
import { execFileSync, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { Socket } from "node:net";
import { constants } from "node:os";

/** Time that a process may take to end after it was asked to. */
const GRACE_MILLISECONDS = 700;
/** In the environment of all processes started here, so that they can be found even if their parent has ended. */
const MARK = randomUUID();

const [command, ...args] = process.argv.slice(2);
const env = { ...process.env, GUARDED_BY: [process.env.GUARDED_BY, MARK].filter(Boolean).join(",") };
// npm is a batch file on Windows, which only a shell starts
const child = spawn(command, args, { stdio: "inherit", env, shell: process.platform === "win32" });

child.once("error", ({ code }) => {
  console.error(`${command} could not be started (${code})`);
  process.exit(127);
});
child.once("exit", (code, signal) => {
  // child processes that the command should have ended itself
  signalAll("SIGKILL");
  process.exit(code ?? 128 + constants.signals[signal]);
});
new Socket({ fd: 3 }).on("error", end).on("close", end).resume();
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, end);

let isEnding = false;
function end() {
  if (isEnding) return;
  isEnding = true;
  signalAll("SIGTERM");
  setTimeout(() => {
    signalAll("SIGKILL");
    process.exit(1);
  }, GRACE_MILLISECONDS);
}

function signalAll(signal) {
  if (process.platform === "win32") {
    if (child.exitCode === null)
      execFileSync("taskkill", ["/pid", String(child.pid), "/T", "/F"], { stdio: "ignore" });
    return;
  }
  for (const pid of started())
    try {
      process.kill(pid, signal);
    } catch {
      // the process has ended in the meantime
    }
}

/** The ids of all processes that were started from here, directly or indirectly. */
function started() {
  try {
    return readdirSync("/proc")
      .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid && isMarked(name))
      .map(Number);
  } catch {
    return descendants();
  }
}

function isMarked(pid) {
  try {
    return readFileSync(`/proc/${pid}/environ`, "latin1").includes(MARK);
  } catch {
    return false;
  }
}

/** For systems without /proc. */
function descendants() {
  const lines = execFileSync("ps", ["-A", "-o", "pid=,ppid="], { encoding: "utf8" }).trim().split("\n");
  const pairs = lines.map((line) => line.trim().split(/\s+/).map(Number));
  const found = [child.pid];
  for (const parent of found) found.push(...pairs.filter(([, ppid]) => ppid === parent).map(([pid]) => pid));
  return found;
}

// Whether the run that started this process had a preview. The engine does not tell a policy pack, and starts another
// process for each phase; the command line of `pulumi` tells.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { basename } from "node:path";

/** How far up `pulumi` is looked for: a language host or a shell may stand between. */
const MAX_ANCESTORS = 6;
/** How long `ps` may take. Unit: milliseconds. */
const PATIENCE = 1000;

/** A process: its arguments, and the process that started it. */
interface Process {
  readonly args: readonly string[];
  readonly parent: number;
}

/** @returns undefined where the command line of `pulumi` cannot be seen. */
export function skipsPreview(processes: Iterable<readonly string[]> = ancestors()): boolean | undefined {
  for (const [command = "", ...args] of processes)
    if (/^pulumi(\.exe)?$/.test(basename(command)))
      return args.find((argument) => !argument.startsWith("-")) === "watch" || args.some(isSkipping);
  return undefined;
}

/** `--skip-preview`, or `-f`: alone or among other letters that take no value. */
function isSkipping(argument: string): boolean {
  return /^--skip-preview(=(1|t|true))?$/i.test(argument) || /^-(?:[hry]|[de])*f[a-z]*$/.test(argument);
}

/** The arguments of the processes that this one descends from, its parent first. */
function* ancestors(): Generator<readonly string[]> {
  let pid = process.ppid;
  for (let index = 0; index < MAX_ANCESTORS && pid > 1; index++) {
    const found = processOf(pid);
    if (found === undefined) return;
    yield found.args;
    pid = found.parent;
  }
}

function processOf(pid: number): Process | undefined {
  try {
    return process.platform === "linux" ? byProc(pid) : byPs(pid);
  } catch {
    return undefined; // it has ended, or this system shows nobody's
  }
}

function byProc(pid: number): Process {
  const args = readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0");
  // the name in parentheses may hold anything; state and parent follow it
  const [, parent] = /.*\) \S (\d+) /s.exec(readFileSync(`/proc/${pid}/stat`, "utf8")) ?? [];
  return { args, parent: Number(parent) };
}

function byPs(pid: number): Process {
  const output = execFileSync("ps", ["-o", "ppid=", "-o", "args=", "-p", String(pid)], {
    encoding: "utf8",
    timeout: PATIENCE,
    stdio: ["ignore", "pipe", "ignore"],
  });
  const [parent, ...args] = output.trim().split(/\s+/);
  return { args, parent: Number(parent) };
}

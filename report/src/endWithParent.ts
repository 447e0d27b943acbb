import { fstatSync, readFileSync, writeSync } from "node:fs";

const LOOK_MILLISECONDS = 500;

/**
 * Ends this process within a second once the process that started it is gone, as after `kill -9` of a shell or a CI
 * runner: nobody waits for the verdict any more. Closed pipes do not count, nor a parent that was gone from the start.
 *
 * Windows never gives a process another parent: there it does nothing, and the time limit of the read ends the process.
 */
export function endWithParent(): void {
  const parent = process.ppid;
  const grandparent = parentInNpm(parent);
  setInterval(() => {
    if (process.ppid === parent && parentInNpm(parent) === grandparent) return;
    sayInFile("tcss: ended before there was an answer: the process that had started it is gone.\n");
    // not process.exit(), which waits for the thread pool: a look-up of a name, a file system that hangs
    process.kill(process.pid, "SIGKILL");
  }, LOOK_MILLISECONDS).unref();
}

/** npm and npx start a shell, and that the command: the shell does not end with them. */
function parentInNpm(pid: number): string | undefined {
  if (process.env["npm_lifecycle_event"] === undefined) return undefined;
  try {
    // "PID (NAME) STATE PPID ...", and the name may hold anything
    return readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1)?.split(" ")[1];
  } catch {
    return undefined;
  }
}

/** For who has started it in the background with `nohup`. A pipe may have nobody left who reads, and writing waits. */
function sayInFile(line: string): void {
  try {
    if (fstatSync(2).isFile()) writeSync(2, line);
  } catch {
    // closed
  }
}

import { fstatSync, readFileSync, writeSync } from "node:fs";

const POLL_MILLISECONDS = 500;

/**
 * Ends this process within a second once the process that started it is gone, as after `kill -9` of a shell or a CI
 * runner: the verdict has no reader. Closed pipes do not count, nor a parent that was gone from the start.
 *
 * Does nothing on Windows, where a process keeps its parent's id: there the deadline of the read ends the process.
 */
export function endWithParent(): void {
  const parent = process.ppid;
  const grandparent = parentInNpm(parent);
  setInterval(() => {
    if (process.ppid === parent && parentInNpm(parent) === grandparent) return;
    writeToFile("tcss: ended before there was an answer: the process that had started it is gone.\n");
    // not process.exit(), which waits for the thread pool: a DNS lookup or a file system can hang there
    process.kill(process.pid, "SIGKILL");
  }, POLL_MILLISECONDS).unref();
}

/** npm and npx start a shell, which starts the command, and which does not end with them. */
function parentInNpm(pid: number): string | undefined {
  if (process.env["npm_lifecycle_event"] === undefined) return undefined;
  try {
    // "PID (NAME) STATE PPID ...", and the name may hold anything
    return readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1)?.split(" ")[1];
  } catch {
    return undefined;
  }
}

/** For a start in the background with `nohup`. Not into a pipe: without a reader, writing waits. */
function writeToFile(line: string): void {
  try {
    if (fstatSync(2).isFile()) writeSync(2, line);
  } catch {
    // closed
  }
}

import { execFileSync } from "node:child_process";

/** Makes a named pipe. Node.js has no call for it. */
export function makePipe(path: string): void {
  execFileSync("mkfifo", [path]);
}

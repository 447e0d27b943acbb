import { homedir } from "node:os";
import { readRegularFile } from "../base/files";
import type { Environment } from "./source";

/** The user's home folder: the environment's, as for the tools whose files are read. */
export function homeOf(env: Environment): string {
  return env["HOME"] || env["USERPROFILE"] || homedir();
}

/** `path` with a leading `~` as the user's home folder, like a shell. */
export function expandHome(path: string, env: Environment): string {
  return path.replace(/^~(?=$|[/\\])/, () => homeOf(env));
}

/**
 * Text of a credentials file, or undefined where there is none.
 * @throws TcssError of kind `credentials` for a file that is there but cannot be read.
 */
export function readIfThere(source: string, file: string): Promise<string | undefined> {
  return readRegularFile(file, {
    what: `the credentials from ${source} cannot be used`,
    kind: "credentials",
  });
}

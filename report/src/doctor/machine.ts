import { accessSync, constants, statSync } from "node:fs";
import { delimiter, isAbsolute, join } from "node:path";
import { type Check, check } from "./checks";

/** Programs that work with this one. They are looked for, and not run. */
const PROGRAMS = ["pulumi", "terraform", "tofu", "tccli"];
const EXTENSIONS = process.platform === "win32" ? [".exe", ".cmd", ".bat", ""] : [""];
/** More folders than any PATH has. */
const MAX_FOLDERS = 500;

/** What runs here. */
export function versionsCheck(command: string, env: NodeJS.ProcessEnv): Check {
  const folders = (env["PATH"] ?? env["Path"] ?? "")
    .split(delimiter)
    .filter(isAbsolute)
    .slice(0, MAX_FOLDERS);
  return check("versions", "ok", {
    command,
    node: process.version,
    platform: `${process.platform} ${process.arch}`,
    programs: Object.fromEntries(PROGRAMS.map((name) => [name, isOnPath(name, folders)])),
  });
}

function isOnPath(name: string, folders: readonly string[]): boolean {
  return folders.some((folder) =>
    EXTENSIONS.some((extension) => isProgram(join(folder, `${name}${extension}`))),
  );
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

import { accessSync, constants, statSync } from "node:fs";
import { delimiter, join } from "node:path";

const windows = process.platform === "win32";

/** What a folder must hold for programs, dynamic providers and policy packs in Node to run. */
export const NEEDED = [
  "pulumi",
  "pulumi-language-nodejs",
  "pulumi-resource-pulumi-nodejs",
  "pulumi-analyzer-policy-nodejs",
] as const;
/** What programs in Python need besides; a `pulumi` on PATH does for Node without it. */
export const PYTHON_HOST = "pulumi-language-python";
/** What a folder that was filled here holds. */
export const ALL: readonly string[] = [...NEEDED, PYTHON_HOST];

/** The folder that keeps what was installed or built. */
export function cacheFolder(env: NodeJS.ProcessEnv): string {
  return env["TCSS_TOOLCHAIN_CACHE"] || join(__dirname, "..", "..", ".cache", "toolchain");
}

/** Path of the executable `name` in `folder`, or undefined. */
export function executableIn(folder: string, name: string): string | undefined {
  const names = windows ? [`${name}.exe`, `${name}.cmd`] : [name];
  return names.map((file) => join(folder, file)).find(isExecutable);
}

/** Path of the executable `name` on `path`, or undefined. */
export function executableOnPath(path: string | undefined, name: string): string | undefined {
  for (const folder of (path ?? "").split(delimiter)) {
    const file = folder === "" ? undefined : executableIn(folder, name);
    if (file !== undefined) return file;
  }
  return undefined;
}

/** Whether `folder` holds everything that is `needed`. */
export function isComplete(folder: string, needed: readonly string[]): boolean {
  return needed.every((name) => executableIn(folder, name) !== undefined);
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

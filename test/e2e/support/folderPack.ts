import { copyFileSync, existsSync, linkSync, mkdirSync, mkdtempSync } from "node:fs";
import { join } from "node:path";
import type { Emulator } from "./emulators";
import type { EngineEvent } from "./events";
import { shared } from "./hooks";
import { copyOut } from "./installation";
import { accessTo, baseEnvironment } from "./project";
import { mustRun } from "./run";

/** What one command has come to under a pack that is given as a folder. */
export interface FolderRun {
  readonly scenario: string;
  readonly command: string;
  readonly passed: boolean;
  /** Whether the program's one side effect has happened. */
  readonly created: boolean;
  readonly events: readonly EngineEvent[];
  readonly output: string;
}

/**
 * Runs a program under the pack in that folder, by preview and by up, once for each of the emulator's scenarios.
 * By the Automation API, whose inline programs need no language host.
 */
export async function runUnderFolder(
  pack: string,
  emulator: Emulator,
  scenarios: readonly string[],
  settings: Readonly<Record<string, string>> = {},
): Promise<FolderRun[]> {
  const { installed, folder } = shared();
  const cwd = mkdtempSync(join(installed, "automation-"));
  copyOut("test/e2e/programs/folder-pack", cwd);
  const home = mkdtempSync(join(folder, "home-"));
  const env = { ...baseEnvironment(home, toolchainWithoutLanguageHost()), ...accessTo(emulator) };
  const args = ["index.js", pack, emulator.endpoint, JSON.stringify(settings), ...scenarios];
  const { stdout } = await mustRun(process.execPath, args, { cwd, env });
  return stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as FolderRun);
}

/**
 * A folder for PATH without `pulumi-language-nodejs`. A language host that is older than the engine cannot run
 * packs; without any, the engine takes the shim `pulumi-analyzer-policy-nodejs`.
 */
function toolchainWithoutLanguageHost(): string {
  const { toolchain, folder } = shared();
  const target = join(folder, "without-language-host");
  mkdirSync(target, { recursive: true });
  for (const name of ["pulumi", "pulumi-resource-pulumi-nodejs", "pulumi-analyzer-policy-nodejs"])
    if (!existsSync(join(target, name))) linkOrCopy(join(toolchain, name), join(target, name));
  return target;
}

/** Not a symbolic link: the engine also looks beside the file that one points to. */
function linkOrCopy(from: string, to: string): void {
  try {
    linkSync(from, to);
  } catch {
    copyFileSync(from, to);
  }
}

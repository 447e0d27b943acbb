import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import "../../support/hooks";
import { alsoSearch } from "../../support/runFolder";
import { installForAll, packAll, type Tarballs } from "./installation";
import { findToolchain } from "./toolchain";

/** What all tests of one run share; it is made once, before the first of them. */
export interface Shared {
  /** Folder with `pulumi`, its language host and the shims. */
  readonly toolchain: string;
  /** Temporary folder of the run; everything else is below it. */
  readonly folder: string;
  readonly tarballs: Tarballs;
  /** Folder with the packages installed from the tarballs by npm; projects below it use them. */
  readonly installed: string;
}

let folder: string | undefined;
let made: Shared | undefined;

/** Temporary folder of the run; undefined before it begins. */
export function runFolder(): string | undefined {
  return folder;
}

export function shared(): Shared {
  if (made === undefined) throw new Error("the shared set-up is made by mocha's global hooks");
  return made;
}

export async function mochaGlobalSetup(): Promise<void> {
  const toolchain = findToolchain();
  folder = mkdtempSync(join(tmpdir(), "tcss-e2e-"));
  alsoSearch(folder);
  const installed = join(folder, "installed");
  made = { toolchain, folder, installed, tarballs: await packAll(join(folder, "tarballs")) };
  await installForAll(installed, made.tarballs);
}

export function mochaGlobalTeardown(): void {
  // TCSS_E2E_KEEP leaves the projects, states and logs of a run to look at
  if (made !== undefined && !process.env["TCSS_E2E_KEEP"])
    rmSync(made.folder, { recursive: true, force: true });
}

import { mkdtempSync } from "node:fs";
import { join } from "node:path";
import "../../support/hooks";
import { CAPTURED } from "../../support/runFolder";
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

let made: Shared | undefined;

export function shared(): Shared {
  if (made === undefined) throw new Error("the shared set-up is made by mocha's global hooks");
  return made;
}

export async function mochaGlobalSetup(): Promise<void> {
  const toolchain = findToolchain();
  // searched for secrets and removed with what else the run leaves
  const folder = mkdtempSync(join(CAPTURED, "e2e-"));
  const installed = join(folder, "installed");
  made = { toolchain, folder, installed, tarballs: await packAll(join(folder, "tarballs")) };
  await installForAll(installed, made.tarballs);
}

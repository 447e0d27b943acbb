import { mkdtempSync } from "node:fs";
import { join } from "node:path";
import "../../support/hooks";
import { CAPTURED } from "../../support/runFolder";
import { type Packages, packagesIn } from "./packages";
import { findToolchain } from "./toolchain";

/** What all tests of one process share; it is made before the first of them. */
export interface Shared extends Packages {
  /** Folder with `pulumi`, its language host and the shims. */
  readonly toolchain: string;
  /** Temporary folder of this process. */
  readonly folder: string;
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
  // the processes of `npm test` share one installation
  made = { toolchain, folder, ...(await packagesIn(process.env["TCSS_E2E_PACKAGES"] ?? folder)) };
}

import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { GO, goCommand, type Installer } from "./installers";
import { findKept, noToolchain, type ToolchainOptions } from "./toolchain";

/** The file name that Terraform and OpenTofu look for. */
export const STAND_IN = "terraform-provider-external";
const NEEDED = [STAND_IN] as const;
const MODULE = "external-stand-in";

/** Names it in the cache: other sources are another one. */
export const STAND_IN_KEY = `${MODULE}-${digestOf(["go.mod", "go.sum", "main.go"])}-${process.platform}-${process.arch}`;

function digestOf(files: readonly string[]): string {
  const hash = createHash("sha256");
  for (const file of files) hash.update(readFileSync(join(GO, MODULE, file)));
  return hash.digest("hex").slice(0, 12);
}

/**
 * The folder with what plays `hashicorp/external`, in the cache or built.
 * @throws NoToolchain when it cannot be had.
 */
export async function findExternalStandIn(options: ToolchainOptions): Promise<string> {
  const place = { cache: options.cache, key: STAND_IN_KEY, needed: NEEDED };
  const kept = await findKept(place, options.installers ?? [goBuildStandIn], options);
  if ("folder" in kept) return kept.folder;
  throw noToolchain("The stand-in for hashicorp/external is needed and could not be had:", kept.tried, []);
}

const goBuildStandIn: Installer = {
  name: "a build with Go",
  async fill(bin, context) {
    const go = await goCommand(MODULE, context);
    await mkdir(bin, { recursive: true });
    context.stage("building the stand-in for hashicorp/external (about half a minute the first time)");
    const file = STAND_IN + (process.platform === "win32" ? ".exe" : "");
    await go(MODULE, "build", "-trimpath", "-ldflags", "-s -w", "-o", join(bin, file), ".");
  },
};

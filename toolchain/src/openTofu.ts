import { mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { executableOnPath, isComplete } from "./files";
import { goCommand, type Installer, Unavailable } from "./installers";
import { CommandError, run } from "./run";
import { findKept, noToolchain, reasonOf, type ToolchainOptions } from "./toolchain";
import { isAtLeast, MINIMUM_OPENTOFU, OPENTOFU } from "./versions";

const NEEDED = ["tofu"] as const;

/** Names OpenTofu in the cache. */
export const OPENTOFU_KEY = `opentofu-${OPENTOFU}-${process.platform}-${process.arch}`;

/** The folder in `cache` with an OpenTofu that was built before, or undefined: nothing is built. */
export function keptOpenTofu(cache: string): string | undefined {
  const bin = join(cache, OPENTOFU_KEY, "bin");
  return isComplete(bin, NEEDED) ? bin : undefined;
}

/**
 * The folder with `tofu`: on PATH, in the cache, or built.
 * @throws NoToolchain when it cannot be had.
 */
export async function findOpenTofu(options: ToolchainOptions): Promise<string> {
  const tried: string[] = [];
  try {
    return await onPath(options);
  } catch (error) {
    tried.push(reasonOf("PATH", error));
  }
  const place = { cache: options.cache, key: OPENTOFU_KEY, needed: NEEDED };
  const found = await findKept(place, options.installers ?? [goBuildOpenTofu], options);
  if ("folder" in found) return found.folder;
  throw noToolchain(
    `OpenTofu ${MINIMUM_OPENTOFU} or later is needed and could not be had:`,
    [...tried, ...found.tried],
    ["OpenTofu (https://opentofu.org/docs/intro/install/)"],
  );
}

async function onPath({ env, signal }: ToolchainOptions): Promise<string> {
  const tofu = executableOnPath(env["PATH"], "tofu");
  if (tofu === undefined) throw new Unavailable("there is no tofu on PATH");
  const version = await versionOf(tofu, env, signal);
  if (!isAtLeast(version, MINIMUM_OPENTOFU))
    throw new Unavailable(
      `the tofu on PATH is ${version || "of no known version"}, and ${MINIMUM_OPENTOFU} is needed at least`,
    );
  return dirname(tofu);
}

/** The first line of `tofu version`, such as `OpenTofu v1.12.6`. */
async function versionOf(tofu: string, env: NodeJS.ProcessEnv, signal: AbortSignal): Promise<string> {
  try {
    return (await run(tofu, ["version"], { env, signal })).split("\n", 1)[0]?.trim() ?? "";
  } catch (error) {
    throw error instanceof CommandError ? new Unavailable(error.message) : error;
  }
}

const MODULE = "github.com/opentofu/opentofu";

const goBuildOpenTofu: Installer = {
  name: "a build with Go",
  async fill(bin, context) {
    const go = await goCommand("opentofu", context);
    await mkdir(bin, { recursive: true });
    context.stage(`building OpenTofu ${OPENTOFU} (some minutes the first time)`);
    // without it, the version is one of a developer's own build
    const stamp = `-s -w -X ${MODULE}/version.dev=no`;
    await go("opentofu", "build", "-trimpath", "-ldflags", stamp, "-o", `${bin}/`, `${MODULE}/cmd/tofu`);
  },
};

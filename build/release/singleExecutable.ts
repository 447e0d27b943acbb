// The provider for Terraform with Node.js inside (https://nodejs.org/api/single-executable-applications.html).
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { build, type Plugin } from "esbuild";
import { oneLine, run, SetupError } from "../../scripts/setup.mjs";
import { OPTIONS } from "../bundle/options";
import { replacements } from "../bundle/replacements";
import { ROOT } from "../root";
import { BUILT, builtFiles } from "./terraform";

const MAIN = join(ROOT, "sdk/dist/provider/terraform/main.js");
const MAIN_SCRIPT = "main.js";
const SCHEMA = "schema.bin";
/** What the executable loads when it is needed. */
const ASSET = /^(answers\.js|apart\/.+\.js|schema\.bin)$/;
/** By which Node.js finds out at its start whether it holds a program. */
const FUSE = "NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2";
const BLOB = "NODE_SEA_BLOB";

/**
 * Writes the provider as one executable for machines like this one, with the Node.js that runs this.
 * @throws SetupError where that cannot be done, with the reason.
 */
export async function makeSingleExecutable(file: string): Promise<void> {
  if (process.platform !== "linux")
    throw new SetupError(
      `--single-executable works on Linux: macOS and Windows want their executables signed again, which nobody has tried. This is ${process.platform}.`,
    );
  const folder = mkdtempSync(join(tmpdir(), "tcss-single-executable-"));
  try {
    const program = await makeProgram(folder);
    const made = join(folder, "executable");
    copyFileSync(process.execPath, made);
    chmodSync(made, 0o755);
    const postject = require.resolve("postject/dist/cli.js");
    await mustRun([postject, made, BLOB, program, "--sentinel-fuse", FUSE], folder);
    copyFileSync(made, file);
    chmodSync(file, 0o755);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Whether a program can be put into this Node.js. Where a distribution keeps Node.js in a shared library, it cannot. */
export function takesPrograms(executable: string): boolean {
  return process.platform === "linux" && readFileSync(executable).includes(FUSE);
}

/**
 * Makes in `folder` what Node.js finds inside itself: the same bytes wherever that is.
 * @returns the file.
 * @throws SetupError where the provider is not built, or Node.js cannot do this.
 */
export async function makeProgram(folder: string): Promise<string> {
  const assets = builtFiles().filter((name) => ASSET.test(name));
  await build({
    ...OPTIONS,
    entryPoints: [MAIN],
    outfile: join(folder, MAIN_SCRIPT),
    plugins: [inside, replacements],
  });
  const settings = {
    // the path goes into the file as it stands here
    main: MAIN_SCRIPT,
    output: "program",
    disableExperimentalSEAWarning: true,
    useSnapshot: false,
    // it differs from build to build
    useCodeCache: false,
    assets: Object.fromEntries(assets.map((name) => [name, join(BUILT, name)])),
  };
  writeFileSync(join(folder, "settings.json"), JSON.stringify(settings));
  await mustRun(["--experimental-sea-config", "settings.json"], folder);
  return join(folder, settings.output);
}

/** Leads what stands in files of the build to the executable's assets. */
const inside: Plugin = {
  name: "inside",
  setup({ onResolve, onLoad }) {
    const from = `require(${JSON.stringify(join(__dirname, "embedded.ts"))})`;
    onResolve({ filter: /^\.\/answers$/ }, ({ path }) => ({ path, namespace: "inside" }));
    onLoad({ filter: /.*/, namespace: "inside" }, () => ({
      contents: `module.exports = ${from}.loadEmbedded("answers.js");`,
      resolveDir: __dirname,
    }));
    onLoad({ filter: /provider[/\\]terraform[/\\]schemaFile\.js$/ }, () => ({
      contents: `exports.keptSchema = () => ${from}.embeddedBytes(${JSON.stringify(SCHEMA)});`,
      resolveDir: __dirname,
    }));
  },
};

async function mustRun(args: readonly string[], cwd: string): Promise<void> {
  const { code, output } = await run(process.execPath, args, { cwd, stdio: ["ignore", "pipe", "pipe"] });
  if (code === 0) return;
  throw new SetupError(
    `Node.js ${process.versions.node} (${process.execPath}) cannot take the provider in; a build from https://nodejs.org/en/download can: ${oneLine(reasonIn(output))}`,
  );
}

/** What postject says beside its reports on progress and its warnings, which each copy of Node.js gets. */
function reasonIn(output: string): string {
  const lines = stripVTControlCharacters(output).split("\n");
  return lines.filter((line) => !/^(warning: |Start injection )/.test(line)).join("\n");
}

/** The license of the Node.js that runs this, which goes wherever it goes. @throws SetupError where it is not found. */
export function nodeLicense(): string {
  const prefix = resolve(process.execPath, "../..");
  const places = ["LICENSE", "share/doc/nodejs/LICENSE", "share/doc/node/LICENSE"];
  const found = places.map((place) => join(prefix, place)).find((place) => existsSync(place));
  if (found === undefined)
    throw new SetupError(
      `The license of Node.js must go with it, and is at none of ${places.join(", ")} below ${prefix}.`,
    );
  return found;
}

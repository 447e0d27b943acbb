// `npm run package`: makes all files of a release. The provider is JavaScript, so its archives differ only in their
// names: Pulumi asks for the archive of its own platform.
import { createHash } from "node:crypto";
import { chmodSync, copyFileSync, cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join, relative, resolve } from "node:path";
import { create } from "tar";
import { asScript, ensureBuilt, optionsOf, run, SetupError } from "../../scripts/setup.mjs";
import { ROOT } from "../root";
import { ARCHITECTURES, SYSTEMS } from "./platforms";
import { makeSingleExecutable, nodeLicense } from "./singleExecutable";
import { packSingleExecutable, packTerraform } from "./terraform";

const HELP = `Usage: npm run package [-- OPTIONS]

Packs what a release hands out: the plugin as archives for \`pulumi plugin install\`, one a platform, the npm
packages as tarballs, and their SHA-256 sums; the provider for Terraform and OpenTofu as zips, in the layouts of
a registry's release and of a mirror. Builds first where a source is newer than the last build. What
is packed twice is the same byte for byte.

Options:
  --out DIR            where the files go (default: dist/packages)
  --no-build           pack what was built last, as it is
  --single-executable  also the provider for Terraform with Node.js inside, for machines like this one (Linux,
                       100 MB), in the same layouts
  --help               show this text`;

const PLUGIN = join(ROOT, "sdk/dist/plugin");
/** What Pulumi starts. */
const EXECUTABLE = "pulumi-resource-tcss";
/** Without these files, the archive is not a plugin, or must not be distributed. */
const NEEDED = [EXECUTABLE, `${EXECUTABLE}.cmd`, "schema.json", "LICENSE"];
const SUMS = "SHA256SUMS";
const TERRAFORM = "terraform";
const SINGLE_EXECUTABLE = "terraform-single-executable";

asScript(async () => {
  const options = readOptions();
  if (options.help) {
    console.log(HELP);
    return 0;
  }
  if (!options["no-build"]) await ensureBuilt();
  // npm runs scripts in the package's folder, not in the user's current folder
  const out = resolve(process.env.INIT_CWD ?? process.cwd(), options.out ?? join(ROOT, "dist/packages"));
  await mkdir(out, { recursive: true });
  const { version, workspaces } = manifest();
  const files = [...(await packPlugin(out, version)), ...(await packPackages(out, workspaces))];
  const sums = files.map((name) => `${sumOf(join(out, name))}  ${name}\n`);
  await writeFile(join(out, SUMS), sums.join(""));
  await packTerraform(join(out, TERRAFORM), version);
  console.log(table(out, [...files, SUMS]));
  console.log(`For Terraform and OpenTofu: ${join(out, TERRAFORM)} (docs/terraform.md)`);
  if (options["single-executable"]) {
    await packWithNode(join(out, SINGLE_EXECUTABLE), version);
    console.log(`With Node.js ${process.versions.node} inside: ${join(out, SINGLE_EXECUTABLE)}`);
  }
  return 0;
});

function readOptions() {
  const boolean = { type: "boolean", default: false } as const;
  return optionsOf("npm run package", {
    out: { type: "string" },
    "no-build": boolean,
    "single-executable": boolean,
    help: boolean,
  });
}

function manifest(): { readonly version: string; readonly workspaces: readonly string[] } {
  return JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));
}

async function packWithNode(out: string, version: string): Promise<void> {
  const staged = mkdtempSync(join(tmpdir(), "tcss-package-"));
  try {
    const executable = join(staged, "executable");
    await makeSingleExecutable(executable);
    await packSingleExecutable(out, version, { executable, nodeLicense: nodeLicense() });
  } finally {
    rmSync(staged, { recursive: true });
  }
}

/** Makes the plugin's archives, and returns their names. */
async function packPlugin(out: string, version: string): Promise<string[]> {
  const staged = mkdtempSync(join(tmpdir(), "tcss-package-"));
  try {
    const files = stagePlugin(staged);
    const names = SYSTEMS.flatMap((system) =>
      ARCHITECTURES.map((architecture) => `${EXECUTABLE}-v${version}-${system}-${architecture}.tar.gz`),
    );
    const [first = "", ...others] = names;
    await pack(staged, files, join(out, first));
    for (const name of others) copyFileSync(join(out, first), join(out, name));
    return names;
  } finally {
    rmSync(staged, { recursive: true });
  }
}

/** Copies the archive's files to `folder`, and returns their paths relative to it. */
function stagePlugin(folder: string): string[] {
  cpSync(PLUGIN, folder, { recursive: true });
  copyFileSync(join(ROOT, "LICENSE"), join(folder, "LICENSE"));
  const files = filesBelow(folder);
  const missing = NEEDED.filter((name) => !files.includes(name));
  if (missing.length > 0)
    throw new SetupError(`${relative(ROOT, PLUGIN)} lacks ${missing.join(", ")}: run npm run build.`);
  // the same modes on every machine
  for (const file of files) chmodSync(join(folder, file), file === EXECUTABLE ? 0o755 : 0o644);
  return files;
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll("\\", "/"))
    .sort();
}

async function pack(cwd: string, files: string[], file: string): Promise<void> {
  await create({ cwd, file, gzip: { level: 9 }, portable: true, noMtime: true }, files);
}

/** Makes the tarballs that `npm publish` would upload, and returns their names. */
async function packPackages(out: string, workspaces: readonly string[]): Promise<string[]> {
  const names: string[] = [];
  for (const folder of workspaces) {
    const args = ["pack", "--loglevel=error", "--pack-destination", out];
    const { code, output } = await run("npm", args, { cwd: join(ROOT, folder) });
    if (code !== 0) throw new SetupError(`npm pack failed in ${folder}:\n${output.trim()}`);
    names.push(basename(output.trim().split("\n").at(-1) ?? ""));
  }
  return names;
}

function sumOf(file: string): string {
  return createHash("sha256").update(readFileSync(file)).digest("hex");
}

function table(out: string, names: readonly string[]): string {
  const width = Math.max(...names.map((name) => name.length));
  const rows = names.map((name) => {
    const kilobytes = (readFileSync(join(out, name)).length / 1000).toFixed(1);
    return `  ${name.padEnd(width)}  ${kilobytes.padStart(8)} kB`;
  });
  return [`In ${out}:`, ...rows].join("\n");
}

// What a release hands out for Terraform and OpenTofu: zips in the layouts of a registry and of a mirror. The provider is
// JavaScript, so that its zips differ in how it is started on Windows only.
import { createHash } from "node:crypto";
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { buffer } from "node:stream/consumers";
import { ZipFile } from "yazl";
import { SetupError } from "../../scripts/setup.mjs";
import { TERRAFORM_FOLDER } from "../bundle/bundles";
import { ROOT } from "../root";
import { ARCHITECTURES, SYSTEMS } from "./platforms";

/** The provider as it is built. */
export const BUILT = join(ROOT, TERRAFORM_FOLDER);
const NAME = "terraform-provider-tcss";
/** What the launcher is called in the zip for Windows, where the first name that begins with {@link NAME} is started. */
const LAUNCHER = "launch.js";
/** The licenses of what is bundled. */
const LICENSES = "THIRD-PARTY-LICENSES.txt";
/** Without these the zip is no provider, or may not be passed on. */
const NEEDED = [NAME, `${NAME}.cmd`, "tcss-terraform.js", "answers.js", "schema.bin", LICENSES];
/** The registries of Terraform and of OpenTofu, where a source without a host is looked for. */
const HOSTS = ["registry.terraform.io", "registry.opentofu.org"];
const ADDRESS = "pulumi-tcss/tcss";
/** What a mirror holds for each version. */
const VERSION_FILE = /^(\d+\.\d+\.\d+.*)\.json$/;
/** The protocol that the provider speaks. */
const MANIFEST = { version: 1, metadata: { protocol_versions: ["6.0"] } };

interface Entry {
  readonly name: string;
  readonly content: Buffer;
  readonly isExecutable: boolean;
}

interface Archive {
  /** `linux_amd64`. */
  readonly platform: string;
  readonly name: string;
  /** The hash of what it holds, as lock files have it. */
  readonly hash: string;
}

/** What goes into the zip for one platform. */
interface Contents {
  readonly platform: string;
  readonly entries: readonly Entry[];
}

/**
 * Writes the provider as JavaScript, for every platform: `registry/`, the files of a release (zips, manifest, sums), and
 * `mirror/`, which serves as a filesystem mirror and, behind https, as a network mirror.
 * @throws SetupError where the provider is not built.
 */
export function packTerraform(out: string, version: string): Promise<void> {
  const files = builtFiles();
  const contents = SYSTEMS.flatMap((system) => {
    const entries = entriesFor(system, version, files);
    return ARCHITECTURES.map((architecture) => ({ platform: `${system}_${architecture}`, entries }));
  });
  return writeLayouts(out, version, contents);
}

/** Writes the same layouts for a single executable, which is for machines like this one alone. */
export function packSingleExecutable(
  out: string,
  version: string,
  { executable, nodeLicense }: { readonly executable: string; readonly nodeLicense: string },
): Promise<void> {
  const entries = [
    entry(`${NAME}_v${version}`, executable),
    entry("LICENSE", join(ROOT, "LICENSE")),
    entry("LICENSE-node", nodeLicense),
    entry(LICENSES, join(BUILT, LICENSES)),
  ];
  return writeLayouts(out, version, [{ platform: thisPlatform(), entries: sorted(entries) }]);
}

/**
 * The files of the provider as `npm run build` makes it, by their paths below {@link BUILT}.
 * @throws SetupError where some are missing.
 */
export function builtFiles(): string[] {
  const files = !existsSync(BUILT)
    ? []
    : readdirSync(BUILT, { recursive: true, withFileTypes: true })
        .filter((each) => each.isFile())
        .map((each) => relative(BUILT, join(each.parentPath, each.name)).replaceAll("\\", "/"))
        .sort();
  const missing = NEEDED.filter((name) => !files.includes(name));
  if (missing.length > 0)
    throw new SetupError(`${relative(ROOT, BUILT)} lacks ${missing.join(", ")}: run npm run build.`);
  return files;
}

async function writeLayouts(out: string, version: string, contents: readonly Contents[]): Promise<void> {
  const registry = join(out, "registry");
  mkdirSync(registry, { recursive: true });
  const archives: Archive[] = [];
  for (const { platform, entries } of contents) {
    const name = `${NAME}_${version}_${platform}.zip`;
    writeFileSync(join(registry, name), await zipOf(entries));
    archives.push({ platform, name, hash: hashOf(entries) });
  }
  const manifest = `${NAME}_${version}_manifest.json`;
  writeFileSync(join(registry, manifest), jsonText(MANIFEST));
  const sums = [...archives.map(({ name }) => name), manifest]
    .sort()
    .map((name) => `${sumOf(readFileSync(join(registry, name)))}  ${name}\n`);
  writeFileSync(join(registry, `${NAME}_${version}_SHA256SUMS`), sums.join(""));
  for (const host of HOSTS) writeMirror(join(out, "mirror", host, ADDRESS), registry, archives, version);
}

/** Adds a version to a mirror, which may hold others. */
function writeMirror(folder: string, registry: string, archives: readonly Archive[], version: string): void {
  mkdirSync(folder, { recursive: true });
  for (const { name } of archives) copyFileSync(join(registry, name), join(folder, name));
  const listed = archives.map(({ platform, name, hash }) => [platform, { hashes: [hash], url: name }]);
  writeFileSync(join(folder, `${version}.json`), jsonText({ archives: Object.fromEntries(listed) }));
  const versions = readdirSync(folder).flatMap((name) => VERSION_FILE.exec(name)?.[1] ?? []);
  const index = { versions: Object.fromEntries(versions.sort().map((each) => [each, {}])) };
  writeFileSync(join(folder, "index.json"), jsonText(index));
}

/** What the zip for a system holds. */
function entriesFor(system: string, version: string, files: readonly string[]): Entry[] {
  const isWindows = system === "windows";
  const named = new Map([
    [NAME, isWindows ? LAUNCHER : `${NAME}_v${version}`],
    [`${NAME}.cmd`, isWindows ? `${NAME}_v${version}.cmd` : undefined],
  ]);
  const entries = files.flatMap((file): Entry[] => {
    const name = named.has(file) ? named.get(file) : file;
    return name === undefined ? [] : [entry(name, join(BUILT, file))];
  });
  return sorted([...entries, entry("LICENSE", join(ROOT, "LICENSE"))]);
}

function entry(name: string, file: string): Entry {
  return { name, content: readFileSync(file), isExecutable: name.startsWith(NAME) };
}

/** In the order in which a hash takes them. */
function sorted(entries: readonly Entry[]): Entry[] {
  return [...entries].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** This machine in the words of Terraform. */
function thisPlatform(): string {
  const system = process.platform === "win32" ? "windows" : process.platform;
  return `${system}_${process.arch === "x64" ? "amd64" : process.arch}`;
}

/** The same bytes each time, whatever the clock and its zone. */
function zipOf(entries: readonly Entry[]): Promise<Buffer> {
  const zip = new ZipFile();
  for (const { name, content, isExecutable } of entries)
    zip.addBuffer(content, name, {
      mtime: new Date(2000, 0, 1),
      forceDosTimestamp: true,
      mode: isExecutable ? 0o100755 : 0o100644,
    });
  zip.end();
  return buffer(zip.outputStream as NodeJS.ReadableStream as import("node:stream").Readable);
}

/** `h1:` of lock files: a sum over the sums of all files (golang.org/x/mod/sumdb/dirhash). */
function hashOf(entries: readonly Entry[]): string {
  const lines = entries.map(({ name, content }) => `${sumOf(content)}  ${name}\n`);
  return `h1:${createHash("sha256").update(lines.join("")).digest("base64")}`;
}

function sumOf(content: Buffer): string {
  return createHash("sha256").update(content).digest("hex");
}

function jsonText(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

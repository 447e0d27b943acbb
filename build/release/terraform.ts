// What a release hands out for Terraform and OpenTofu: zips in the layouts of a registry and of a mirror. The provider is
// JavaScript, so that its zips differ in how it is started on Windows only.
import { createHash } from "node:crypto";
import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { buffer } from "node:stream/consumers";
import { ZipFile } from "yazl";
import { SetupError } from "../../scripts/setup.mjs";
import { ROOT } from "../root";
import { ARCHITECTURES, SYSTEMS } from "./platforms";

const BUILT = join(ROOT, "sdk/dist/terraform");
const NAME = "terraform-provider-tcss";
/** What the launcher is called in the zip for Windows, where the first name that begins with {@link NAME} is started. */
const LAUNCHER = "launch.js";
/** Without these the zip is no provider, or may not be passed on. */
const NEEDED = [
  NAME,
  `${NAME}.cmd`,
  "tcss-terraform.js",
  "answers.js",
  "schema.bin",
  "THIRD-PARTY-LICENSES.txt",
];
/** The registries of Terraform and of OpenTofu, where a source without a host is looked for. */
const HOSTS = ["registry.terraform.io", "registry.opentofu.org"];
const ADDRESS = "pulumi-tcss/tcss";
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

/**
 * Writes `registry/`, the files of a release (zips, manifest, sums), and `mirror/`, which serves as a filesystem mirror
 * and, behind https, as a network mirror.
 * @throws SetupError where the provider is not built.
 */
export async function packTerraform(out: string, version: string): Promise<void> {
  const files = readdirSync(BUILT, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(BUILT, join(entry.parentPath, entry.name)).replaceAll("\\", "/"))
    .sort();
  const missing = NEEDED.filter((name) => !files.includes(name));
  if (missing.length > 0)
    throw new SetupError(`${relative(ROOT, BUILT)} lacks ${missing.join(", ")}: run npm run build.`);
  const registry = join(out, "registry");
  mkdirSync(registry, { recursive: true });
  const archives: Archive[] = [];
  for (const system of SYSTEMS)
    for (const architecture of ARCHITECTURES) {
      const entries = entriesFor(system, version, files);
      const platform = `${system}_${architecture}`;
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

function writeMirror(folder: string, registry: string, archives: readonly Archive[], version: string): void {
  mkdirSync(folder, { recursive: true });
  for (const { name } of archives) copyFileSync(join(registry, name), join(folder, name));
  writeFileSync(join(folder, "index.json"), jsonText({ versions: { [version]: {} } }));
  const listed = archives.map(({ platform, name, hash }) => [platform, { hashes: [hash], url: name }]);
  writeFileSync(join(folder, `${version}.json`), jsonText({ archives: Object.fromEntries(listed) }));
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
    if (name === undefined) return [];
    return [{ name, content: readFileSync(join(BUILT, file)), isExecutable: name.startsWith(NAME) }];
  });
  const license = { name: "LICENSE", content: readFileSync(join(ROOT, "LICENSE")), isExecutable: false };
  return [...entries, license].sort((a, b) => (a.name < b.name ? -1 : 1));
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

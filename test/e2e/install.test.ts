import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { list } from "tar";
import { useEmulator } from "./support/emulators";
import { shared } from "./support/hooks";
import { Project } from "./support/project";
import { mustRun, run } from "./support/run";
import { ROOT } from "./support/toolchain";

const PURCHASE = "test/e2e/programs/plugin-purchase";
const { version } = JSON.parse(readFileSync(join(ROOT, "sdk/package.json"), "utf8")) as { version: string };

const PLATFORMS = ["linux", "darwin", "windows"].flatMap((system) =>
  ["amd64", "arm64"].map((architecture) => `${system}-${architecture}`),
);
const archiveFor = (platform: string): string => `pulumi-resource-tcss-v${version}-${platform}.tar.gz`;
const TARBALLS = ["pulumi-tcss", "pulumi-tcss-policy-pack", "pulumi-tcss-report", "pulumi-tcss-emulator"].map(
  (name) => `${name}-${version}.tgz`,
);

/** What an installation of one package alone brings, and a command that shows that it works. */
const ALONE = [
  {
    name: "pulumi-tcss",
    // a program has Pulumi's own packages in any case
    options: ["--omit=peer"],
    command: ["node", "-p", "Object.keys(require('pulumi-tcss/core')).length"],
    megabytes: 4.5,
    packages: 1,
  },
  {
    name: "pulumi-tcss-policy-pack",
    options: [],
    command: ["tcss-gate", "--help"],
    megabytes: 3,
    packages: 1,
  },
  {
    name: "pulumi-tcss-report",
    options: [],
    command: ["pulumi-tcss-report", "explain", "TCSS002"],
    megabytes: 3,
    packages: 1,
  },
  {
    name: "pulumi-tcss-emulator",
    options: [],
    command: ["pulumi-tcss-emulator", "--list-scenarios"],
    megabytes: 0.8,
    packages: 2,
  },
] as const;

describe("what npm run package makes", () => {
  const emulator = useEmulator();
  let out: string;

  before(async () => {
    out = await packages("packages");
  });

  it("is an archive for each platform, a tarball of each npm package, and their sums", () => {
    assert.deepEqual(
      readdirSync(out).sort(),
      [...PLATFORMS.map(archiveFor), ...TARBALLS, "SHA256SUMS", "terraform"].sort(),
    );
    const sums = readFileSync(join(out, "SHA256SUMS"), "utf8").trim().split("\n");
    assert.equal(sums.length, PLATFORMS.length + TARBALLS.length);
    for (const line of sums) {
      const [sum, name = ""] = line.split("  ");
      assert.equal(sum, sumOf(join(out, name)), name);
    }
  });

  it("is the same byte for byte when it is made again", async () => {
    const again = await packages("packages-again");
    assert.equal(
      readFileSync(join(again, "SHA256SUMS"), "utf8"),
      readFileSync(join(out, "SHA256SUMS"), "utf8"),
    );
  });

  for (const platform of PLATFORMS)
    it(`holds the whole plugin for ${platform}`, async () => {
      const modes = await modesIn(join(out, archiveFor(platform)));
      assert.equal(modes.get("pulumi-resource-tcss"), 0o755);
      const needed = [
        "pulumi-resource-tcss.cmd",
        "tcss-plugin.js",
        "schema.json",
        "LICENSE",
        "THIRD-PARTY-LICENSES.txt",
      ];
      for (const name of needed) assert.equal(modes.get(name), 0o644, name);
    });

  for (const tarball of TARBALLS)
    it(`holds the license in ${tarball}`, async () => {
      assert.ok((await modesIn(join(out, tarball))).has("package/LICENSE"));
    });

  it("starts on Windows where Pulumi is told a path", async () => {
    const [sdk = "", pack = ""] = TARBALLS;
    assert.ok((await modesIn(join(out, sdk))).has("package/dist/plugin/pulumi-resource-tcss.cmd"));
    assert.ok((await modesIn(join(out, pack))).has("package/bin/tcss-gate.cmd"));
  });

  it("is installed as a plugin, found without a path in Pulumi.yaml, and removed", async () => {
    emulator().setScenario("undefended");
    const project = await Project.create({ program: PURCHASE, emulator: emulator() });
    withoutPlugins(project);
    const missing = await project.preview();
    assert.notEqual(missing.code, 0);
    assert.match(missing.output, /tcss/);

    const archive = join(out, archiveFor(thisPlatform()));
    await project.mustPulumi("plugin", "install", "resource", "tcss", version, "--file", archive);
    assert.match(
      (await project.mustPulumi("plugin", "ls")).stdout,
      new RegExp(`^tcss +resource +${version} `, "m"),
    );
    const schema = await project.mustPulumi("package", "get-schema", `tcss@${version}`);
    assert.equal((JSON.parse(schema.stdout) as { version: string }).version, version);
    const preview = await project.preview();
    assert.equal(preview.code, 0, preview.output);
    assert.match(preview.stdout, /undefended *: 32\b/);
    assert.match(preview.stdout, /readNow *: 32\b/);

    await project.mustPulumi("plugin", "rm", "resource", "tcss", version, "--yes");
    assert.doesNotMatch((await project.mustPulumi("plugin", "ls")).stdout, /^tcss /m);
  });

  for (const { name, options, command, megabytes, packages } of ALONE)
    it(`installs ${name} alone: ${packages} package(s) of at most ${megabytes} MB, and it runs`, async () => {
      const folder = mkdtempSync(join(shared().folder, "alone-"));
      writeFileSync(join(folder, "package.json"), JSON.stringify({ private: true }));
      const machine = { cwd: folder, env: process.env };
      const quiet = ["--prefer-offline", "--no-audit", "--no-fund", "--loglevel=error"];
      await mustRun("npm", ["install", ...quiet, ...options, join(out, `${name}-${version}.tgz`)], machine);
      const lock = JSON.parse(readFileSync(join(folder, "node_modules/.package-lock.json"), "utf8")) as {
        packages: object;
      };
      assert.equal(Object.keys(lock.packages).length, packages, Object.keys(lock.packages).join(" "));
      const size = sizeOf(join(folder, "node_modules")) / 1e6;
      assert.ok(size <= megabytes, `${size.toFixed(2)} MB`);
      const { stdout } = await mustRun("npx", ["--no-install", ...command], machine);
      assert.match(stdout, /\S/);
    });

  it("says which option it does not know", async () => {
    const { code, stderr } = await npmRunPackage("--outt", out);
    assert.equal(code, 1);
    assert.match(stderr, /Unknown option '--outt'\. See: npm run package -- --help/);
  });
});

/** Bytes of all files in a folder. */
function sizeOf(folder: string): number {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0);
}

/** The files of a release, from what was built last. */
async function packages(name: string): Promise<string> {
  const out = join(shared().folder, name);
  const { code, output } = await npmRunPackage("--no-build", "--out", out);
  assert.equal(code, 0, output);
  return out;
}

function npmRunPackage(...options: string[]) {
  return run("npm", ["run", "--silent", "package", "--", ...options], { cwd: ROOT, env: process.env });
}

function sumOf(file: string): string {
  return createHash("sha256").update(readFileSync(file)).digest("hex");
}

async function modesIn(file: string): Promise<Map<string, number | undefined>> {
  const modes = new Map<string, number | undefined>();
  await list({ file, onReadEntry: ({ path, mode }) => modes.set(path, mode) });
  return modes;
}

/** In the words of Pulumi's archives. */
function thisPlatform(): string {
  const system = process.platform === "win32" ? "windows" : process.platform;
  return `${system}-${process.arch === "x64" ? "amd64" : process.arch}`;
}

/** The program as it is where the plugin is installed: nothing says where the plugin is. */
function withoutPlugins({ folder }: Project): void {
  const file = join(folder, "Pulumi.yaml");
  writeFileSync(file, readFileSync(file, "utf8").replace(/^plugins:\n( .*\n)+/m, ""));
}

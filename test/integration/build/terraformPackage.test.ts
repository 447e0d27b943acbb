import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openPromise } from "yauzl";
import { packSingleExecutable, packTerraform } from "../../../build/release/terraform";

const VERSION = "0.1.0";
const NAME = `terraform-provider-tcss_${VERSION}`;
const PLATFORMS = ["linux", "darwin", "windows"].flatMap((system) =>
  ["amd64", "arm64"].map((architecture) => `${system}_${architecture}`),
);
const HOSTS = ["registry.terraform.io", "registry.opentofu.org"];

describe("what npm run package makes for Terraform", () => {
  let out: string;
  before(async () => {
    out = mkdtempSync(join(tmpdir(), "tcss-terraform-package-"));
    await packTerraform(join(out, "one"), VERSION);
  });
  after(() => rmSync(out, { recursive: true }));

  it("is a zip for each platform, the registry's manifest, and the sums of all", () => {
    const registry = join(out, "one/registry");
    const names = [...PLATFORMS.map((platform) => `${NAME}_${platform}.zip`), `${NAME}_manifest.json`].sort();
    assert.deepEqual(readdirSync(registry).sort(), [...names, `${NAME}_SHA256SUMS`].sort());
    const manifest = readFileSync(join(registry, `${NAME}_manifest.json`), "utf8");
    assert.deepEqual(JSON.parse(manifest), { version: 1, metadata: { protocol_versions: ["6.0"] } });
    // as `sha256sum -c` reads them
    const sums = names.map((name) => `${sumOf(join(registry, name))}  ${name}\n`);
    assert.equal(readFileSync(join(registry, `${NAME}_SHA256SUMS`), "utf8"), sums.join(""));
  });

  it("is the same byte for byte when it is made again, in another folder, time zone and umask", async () => {
    const { TZ } = process.env;
    const mask = process.umask(0o077);
    process.env["TZ"] = "Pacific/Auckland";
    try {
      await packTerraform(join(out, "elsewhere/two"), VERSION);
    } finally {
      process.umask(mask);
      if (TZ === undefined) delete process.env["TZ"];
      else process.env["TZ"] = TZ;
    }
    const files = filesBelow(join(out, "one"));
    assert.deepEqual(filesBelow(join(out, "elsewhere/two")), files);
    for (const name of files)
      assert.equal(sumOf(join(out, "elsewhere/two", name)), sumOf(join(out, "one", name)), name);
  });

  for (const system of ["linux", "darwin", "windows"])
    it(`has one file that a host starts on ${system}, executable, and the licenses`, async () => {
      const entries = await entriesIn(join(out, `one/registry/${NAME}_${system}_arm64.zip`));
      const started = [...entries].filter(([name]) => /^terraform-provider-tcss(_|\.|$)/.test(name));
      const ending = system === "windows" ? ".cmd" : "";
      assert.deepEqual(started, [[`terraform-provider-tcss_v${VERSION}${ending}`, 0o100755]]);
      for (const name of ["LICENSE", "THIRD-PARTY-LICENSES.txt", "schema.bin", "answers.js"])
        assert.equal(entries.get(name), 0o100644, name);
      // what the .cmd starts
      assert.equal(entries.get("launch.js"), system === "windows" ? 0o100644 : undefined);
    });

  it("is small", () => {
    const { length } = readFileSync(join(out, `one/registry/${NAME}_linux_amd64.zip`));
    assert.ok(length < 500_000, `${length} bytes`);
  });

  for (const host of HOSTS)
    it(`lists its zips for a network mirror of ${host}, with one hash for Linux and macOS`, () => {
      const folder = join(out, "one/mirror", host, "pulumi-tcss/tcss");
      assert.deepEqual(jsonIn(join(folder, "index.json")), { versions: { [VERSION]: {} } });
      const { archives } = jsonIn(join(folder, `${VERSION}.json`)) as {
        archives: Record<string, { url: string; hashes: string[] }>;
      };
      assert.deepEqual(Object.keys(archives), PLATFORMS);
      for (const [platform, { url }] of Object.entries(archives)) {
        assert.equal(url, `${NAME}_${platform}.zip`);
        assert.equal(sumOf(join(folder, url)), sumOf(join(out, "one/registry", url)));
      }
      const hashes = new Map(Object.entries(archives).map(([platform, { hashes }]) => [platform, hashes]));
      for (const platform of ["linux_arm64", "darwin_amd64", "darwin_arm64"])
        assert.deepEqual(hashes.get(platform), hashes.get("linux_amd64"));
      assert.notDeepEqual(hashes.get("windows_amd64"), hashes.get("linux_amd64"));
    });

  it("adds to a mirror that holds an earlier version", async () => {
    await packTerraform(join(out, "more"), VERSION);
    await packTerraform(join(out, "more"), "0.10.0");
    for (const host of HOSTS) {
      const folder = join(out, "more/mirror", host, "pulumi-tcss/tcss");
      assert.deepEqual(jsonIn(join(folder, "index.json")), { versions: { [VERSION]: {}, "0.10.0": {} } });
      for (const version of [VERSION, "0.10.0"])
        assert.equal(readdirSync(folder).filter((name) => name.includes(`_${version}_`)).length, 6);
    }
  });
});

describe("what npm run package -- --single-executable makes for Terraform", () => {
  let out: string;
  before(() => {
    out = mkdtempSync(join(tmpdir(), "tcss-terraform-single-"));
  });
  after(() => rmSync(out, { recursive: true }));

  it("is a zip for this platform alone in the same layouts, with the license of Node.js, and another hash", async () => {
    const executable = join(out, "made");
    const nodeLicense = join(out, "license");
    writeFileSync(executable, "an executable");
    writeFileSync(nodeLicense, "a license");
    await packSingleExecutable(join(out, "single"), VERSION, { executable, nodeLicense });
    await packTerraform(join(out, "scripts"), VERSION);
    const platform = `${process.platform === "win32" ? "windows" : process.platform}_${process.arch === "x64" ? "amd64" : process.arch}`;
    const zip = `${NAME}_${platform}.zip`;
    assert.deepEqual(
      readdirSync(join(out, "single/registry")).sort(),
      [`${NAME}_SHA256SUMS`, zip, `${NAME}_manifest.json`].sort(),
    );
    assert.deepEqual([...(await entriesIn(join(out, "single/registry", zip)))].sort(), [
      ["LICENSE", 0o100644],
      ["LICENSE-node", 0o100644],
      ["THIRD-PARTY-LICENSES.txt", 0o100644],
      [`terraform-provider-tcss_v${VERSION}`, 0o100755],
    ]);
    const archivesOf = (tree: string) =>
      jsonIn(join(out, tree, "mirror", HOSTS[0] ?? "", `pulumi-tcss/tcss/${VERSION}.json`)) as {
        archives: Record<string, { hashes: string[] }>;
      };
    const { archives } = archivesOf("single");
    assert.deepEqual(Object.keys(archives), [platform]);
    assert.match(archives[platform]?.hashes[0] ?? "", /^h1:.{44}$/);
    assert.notDeepEqual(archives[platform]?.hashes, archivesOf("scripts").archives[platform]?.hashes);
  });
});

/** The entries of a zip, by an implementation that is not the writer's: name and Unix mode. */
async function entriesIn(zip: string): Promise<Map<string, number>> {
  const modes = new Map<string, number>();
  const opened = await openPromise(zip);
  for await (const entry of opened.eachEntry())
    modes.set(entry.fileName, entry.externalFileAttributes >>> 16);
  return modes;
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => /\.(zip|json)$|SUMS$/.test(name))
    .sort();
}

function sumOf(file: string): string {
  return createHash("sha256").update(readFileSync(file)).digest("hex");
}

function jsonIn(file: string): unknown {
  return JSON.parse(readFileSync(file, "utf8"));
}

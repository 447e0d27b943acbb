import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { packTerraform } from "../../../build/release/terraform";
import { type Emulator, startEmulator } from "../../../emulator/src";
import { emulatorAccess } from "../../support/emulatorAccess";
import { describeWithEngines, TerraformModule } from "../support/terraform";

const VERSION = "0.1.0";
const HOST = "registry.terraform.io";
const ZIP = /^terraform-provider-tcss_0\.1\.0_(linux|darwin|windows)_(amd64|arm64)\.zip$/;
const sumOf = (file: string): string => createHash("sha256").update(readFileSync(file)).digest("hex");

/** Entries of a zip by Info-ZIP: Unix mode and name. */
function entriesIn(zip: string): string[] {
  const script =
    "import sys, zipfile\nfor e in zipfile.ZipFile(sys.argv[1]).infolist(): print(oct(e.external_attr >> 16), e.filename)";
  return execFileSync("python3", ["-c", script, zip], { encoding: "utf8" }).trim().split("\n");
}

describe("what npm run package makes for Terraform", () => {
  let out: string;
  before(async () => {
    out = mkdtempSync(join(tmpdir(), "tcss-terraform-package-"));
    await packTerraform(join(out, "one"), VERSION);
  });
  after(() => rmSync(out, { recursive: true }));

  it("is a zip for each platform, the registry's manifest, and the sums of all", () => {
    const registry = join(out, "one/registry");
    const names = readdirSync(registry);
    assert.equal(names.filter((name) => ZIP.test(name)).length, 6);
    const manifest = JSON.parse(
      readFileSync(join(registry, `terraform-provider-tcss_${VERSION}_manifest.json`), "utf8"),
    ) as object;
    assert.deepEqual(manifest, { version: 1, metadata: { protocol_versions: ["6.0"] } });
    const sums = readFileSync(join(registry, `terraform-provider-tcss_${VERSION}_SHA256SUMS`), "utf8")
      .trim()
      .split("\n");
    assert.equal(sums.length, names.length - 1);
    for (const line of sums) {
      const [sum, name = ""] = line.split("  ");
      assert.equal(sum, sumOf(join(registry, name)), name);
    }
  });

  it("is the same byte for byte when it is made again, in another time zone", async () => {
    const { TZ } = process.env;
    process.env["TZ"] = "Pacific/Auckland";
    try {
      await packTerraform(join(out, "two"), VERSION);
    } finally {
      if (TZ === undefined) delete process.env["TZ"];
      else process.env["TZ"] = TZ;
    }
    for (const name of readdirSync(join(out, "one"), { recursive: true, encoding: "utf8" }))
      if (/\.(zip|json)$|SUMS$/.test(name))
        assert.equal(sumOf(join(out, "two", name)), sumOf(join(out, "one", name)), name);
  });

  it("has one file that a host starts, executable, and its licenses", () => {
    for (const system of ["linux", "darwin", "windows"]) {
      const entries = entriesIn(
        join(out, `one/registry/terraform-provider-tcss_${VERSION}_${system}_arm64.zip`),
      );
      const started = entries.filter((line) => / terraform-provider-tcss(_|\.|$)/.test(line));
      const ending = system === "windows" ? ".cmd" : "";
      assert.deepEqual(started, [`0o100755 terraform-provider-tcss_v${VERSION}${ending}`]);
      for (const name of ["LICENSE", "THIRD-PARTY-LICENSES.txt", "schema.bin", "answers.js"])
        assert.ok(entries.includes(`0o100644 ${name}`), name);
      assert.equal(entries.includes("0o100644 launch.js"), system === "windows");
    }
  });
});

describeWithEngines("what npm run package makes is installed from a mirror", (engine) => {
  let emulator: Emulator;
  let out: string;
  before(async () => {
    out = mkdtempSync(join(tmpdir(), "tcss-terraform-mirror-"));
    await packTerraform(join(out, "one"), VERSION);
    emulator = await startEmulator({ scenario: "undefended" });
  });
  after(() => {
    rmSync(out, { recursive: true });
    return emulator.close();
  });

  it("with the hash that the mirror names in the lock file, and upgraded", async () => {
    const host = engine.name === "OpenTofu" ? "registry.opentofu.org" : HOST;
    const mirror = join(out, "one/mirror");
    const source = `${host}/pulumi-tcss/tcss`;
    const tf = new TerraformModule({
      engine,
      text: 'data "tcss_purchase_state" "this" {}\noutput "state" {\n  value = data.tcss_purchase_state.this.state\n}\n',
      source,
      installation: `filesystem_mirror {\n    path = "${mirror}"\n  }`,
      env: emulatorAccess(emulator),
    });
    try {
      await tf.output("init");
      const lock = (): string => readFileSync(join(tf.folder, ".terraform.lock.hcl"), "utf8");
      const index = JSON.parse(readFileSync(join(mirror, source, `${VERSION}.json`), "utf8")) as {
        archives: Record<string, { hashes: string[] }>;
      };
      const platform = `${process.platform}_${process.arch === "x64" ? "amd64" : process.arch}`;
      assert.match(lock(), new RegExp(`version *= "${VERSION}"`));
      assert.ok(lock().includes(index.archives[platform]?.hashes[0] ?? "none"));
      assert.match(await tf.output("plan"), /state = 3/);
      await packTerraform(join(out, "one"), "0.2.0");
      assert.match((await tf.run("init")).output, /0\.1\.0/, "the lock file holds the version");
      await tf.output("init", "-upgrade");
      assert.match(lock(), /version *= "0\.2\.0"/);
      assert.match(await tf.output("plan"), /state = 3/);
    } finally {
      tf.remove();
    }
  });
});

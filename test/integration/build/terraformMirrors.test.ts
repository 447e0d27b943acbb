// What npm run package makes for Terraform, installed by real engines.
import assert from "node:assert/strict";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { packTerraform } from "../../../build/release/terraform";
import { type Emulator, startEmulator } from "../../../emulator/src";
import { emulatorAccess } from "../../support/emulatorAccess";
import { filesIn, type ProviderHost, registryOf, serveOverHttps } from "../support/providerHost";
import { makeSigner } from "../support/signing";
import { describeWithEngines, type ModuleOptions, TerraformModule } from "../support/terraform";

const OLD = "0.1.0";
const NEW = "0.2.0";
const [OS, ARCH] = [process.platform, process.arch === "x64" ? "amd64" : process.arch];
const PLATFORM = `${OS}_${ARCH}`;
const TEXT =
  'data "tcss_purchase_state" "this" {}\noutput "state" {\n  value = data.tcss_purchase_state.this.state\n}\n';
const WRONG_HASH = `h1:${Buffer.alloc(32).toString("base64")}`;

describeWithEngines("what npm run package makes, installed", (engine) => {
  const home = engine.name === "OpenTofu" ? "registry.opentofu.org" : "registry.terraform.io";
  const source = `${home}/pulumi-tcss/tcss`;
  let emulator: Emulator;
  let out: string;
  /** With the old version alone, and with both. */
  let old: string;
  let both: string;
  before(async () => {
    out = mkdtempSync(join(tmpdir(), "tcss-terraform-mirrors-"));
    old = join(out, "old/mirror");
    both = join(out, "both/mirror");
    await packTerraform(join(out, "old"), OLD);
    cpSync(join(out, "old"), join(out, "both"), { recursive: true });
    await packTerraform(join(out, "both"), NEW);
    emulator = await startEmulator({ scenario: "undefended" });
  });
  after(() => {
    rmSync(out, { recursive: true });
    return emulator.close();
  });

  const modules: TerraformModule[] = [];
  afterEach(() => {
    for (const module of modules.splice(0)) module.remove();
  });
  const moduleFrom = (installation: string, options: Partial<ModuleOptions> = {}): TerraformModule => {
    const env = { ...emulatorAccess(emulator), ...options.env };
    const module = new TerraformModule({ engine, text: TEXT, source, ...options, env, installation });
    modules.push(module);
    return module;
  };
  const hashOf = (mirror: string, version: string, platform = PLATFORM): string => {
    const file = join(mirror, source, `${version}.json`);
    const { archives } = JSON.parse(readFileSync(file, "utf8")) as {
      archives: Record<string, { hashes: string[] }>;
    };
    return archives[platform]?.hashes[0] ?? "none";
  };

  it("from a packed mirror: locked by its hash, executable, and upgraded only when asked to", async () => {
    const mirror = join(out, "growing");
    cpSync(old, mirror, { recursive: true });
    const tf = moduleFrom(filesystem(mirror));
    await tf.output("init");
    assert.deepEqual(locked(tf), { version: OLD, hashes: [hashOf(old, OLD)] });
    const unpacked = join(tf.folder, ".terraform/providers", source, OLD, PLATFORM);
    assert.equal(statSync(join(unpacked, `terraform-provider-tcss_v${OLD}`)).mode & 0o777, 0o755);
    await tf.output("apply", "-auto-approve");

    cpSync(both, mirror, { recursive: true });
    assert.match(await tf.output("init"), new RegExp(`previously-installed .* v${OLD}`));
    assert.equal(locked(tf).version, OLD);
    await tf.output("init", "-upgrade");
    assert.deepEqual(locked(tf), { version: NEW, hashes: [hashOf(both, NEW)] });
    // the state of the old version works on
    const { code, output } = await tf.run("plan", "-detailed-exitcode");
    assert.equal(code, 0, output);
    assert.match(await tf.output("output"), /state = 3/);
  });

  it("from an unpacked mirror: the same hash, which covers Linux and macOS, and another for Windows", async () => {
    const packed = moduleFrom(filesystem(old));
    await packed.output("init");
    const unpacked = join(out, "unpacked", source, OLD);
    mkdirSync(unpacked, { recursive: true });
    cpSync(join(packed.folder, ".terraform/providers", source, OLD, PLATFORM), join(unpacked, PLATFORM), {
      recursive: true,
    });
    const tf = moduleFrom(filesystem(join(out, "unpacked")));
    await tf.output("init");
    const script = hashOf(old, OLD);
    assert.deepEqual(locked(tf), { version: OLD, hashes: [script] });
    assert.match(await tf.output("plan"), /state = 3/);

    const lockFor = (...platforms: string[]) =>
      tf.output("providers", "lock", `-fs-mirror=${old}`, ...platforms.map((each) => `-platform=${each}`));
    await lockFor("linux_amd64", "linux_arm64", "darwin_amd64", "darwin_arm64");
    assert.deepEqual(locked(tf).hashes, [script]);
    await lockFor("windows_amd64");
    assert.deepEqual(locked(tf).hashes, [script, hashOf(old, OLD, "windows_amd64")].sort());
  });

  it("not where its content is another than the lock file's", async () => {
    const tf = moduleFrom(filesystem(old));
    await tf.output("init");
    const lockFile = join(tf.folder, ".terraform.lock.hcl");
    const text = readFileSync(lockFile, "utf8");
    writeFileSync(lockFile, text.replace(hashOf(old, OLD), WRONG_HASH));
    rmSync(join(tf.folder, ".terraform"), { recursive: true });
    const { code, output } = await tf.run("init");
    assert.equal(code, 1);
    assert.match(output.replace(/\W+/g, " "), /match any of the checksums/);
  });

  it("from a network mirror, whose archive must be the one that it lists", async function () {
    if (OS === "darwin") this.skip();
    let mirror = join(both, source);
    const server = await serveOverHttps((path) => filesIn(mirror)(path.replace(`/mirror/${source}/`, "")));
    try {
      const installation = `network_mirror {\n    url = "https://${server.host}/mirror/"\n  }`;
      const tf = moduleFrom(installation, { env: trusting(server, out) });
      await tf.output("init");
      assert.deepEqual(
        // Terraform looks at the zip first
        [...new Set(server.asked.map((path) => path.replace(`/mirror/${source}/`, "")))],
        ["index.json", `${NEW}.json`, `terraform-provider-tcss_${NEW}_${PLATFORM}.zip`],
      );
      assert.equal(locked(tf).version, NEW);
      assert.ok(locked(tf).hashes.includes(hashOf(both, NEW)));
      assert.match(await tf.output("plan"), /state = 3/);

      mirror = join(out, "changed");
      cpSync(join(both, source), mirror, { recursive: true });
      const listed = join(mirror, `${NEW}.json`);
      writeFileSync(listed, readFileSync(listed, "utf8").replaceAll(hashOf(both, NEW), WRONG_HASH));
      const changed = moduleFrom(installation, { env: trusting(server, out) });
      const { code, output } = await changed.run("init");
      assert.equal(code, 1);
      assert.match(output, /checksum|hash/i);
    } finally {
      server.close();
    }
  });

  it("from a registry, by the publisher's signature", async function () {
    if (OS === "darwin") this.skip();
    const signer = makeSigner();
    if (signer === undefined) {
      console.log("      gpg is not on PATH: the signature of a release was not tried");
      this.skip();
    }
    const folder = join(out, "old/registry");
    const server = await serveOverHttps(
      registryOf({ folder, version: OLD, platforms: [{ os: OS, arch: ARCH }], key: signer.key }),
    );
    try {
      const own = `${server.host}/pulumi-tcss/tcss`;
      const sums = join(folder, `terraform-provider-tcss_${OLD}_SHA256SUMS`);
      const unsigned = moduleFrom("direct {}", { source: own, env: trusting(server, out) });
      assert.equal((await unsigned.run("init")).code, 1);
      signer.sign(sums);
      const tf = moduleFrom("direct {}", { source: own, env: trusting(server, out) });
      assert.match(
        await tf.output("init"),
        /\(self-signed, key ID [0-9A-F]{16}\)|\(signed, key ID [0-9A-F]{16}\)/,
      );
      const { version, hashes } = locked(tf);
      assert.equal(version, OLD);
      assert.ok(hashes.includes(hashOf(old, OLD)));
      // and the sum of each zip that the publisher has signed
      for (const line of readFileSync(sums, "utf8").trim().split("\n"))
        if (line.endsWith(".zip")) assert.ok(hashes.includes(`zh:${line.split(" ")[0]}`), line);
      assert.match(await tf.output("plan"), /state = 3/);
    } finally {
      server.close();
      signer.remove();
    }
  });
});

function filesystem(path: string): string {
  return `filesystem_mirror {\n    path = "${path}"\n  }`;
}

/** What a module's lock file says of the provider. */
function locked(tf: TerraformModule): { version: string | undefined; hashes: string[] } {
  const text = readFileSync(join(tf.folder, ".terraform.lock.hcl"), "utf8");
  return {
    version: /^ *version *= "(.+)"$/m.exec(text)?.[1],
    hashes: [...text.matchAll(/"((?:h1|zh):.+)"/g)].map(([, hash = ""]) => hash).sort(),
  };
}

/** Go takes the certificates to trust from there. */
function trusting(server: ProviderHost, folder: string): Record<string, string> {
  const file = join(folder, `${server.host.replace(":", "-")}.pem`);
  writeFileSync(file, server.certificate);
  return { SSL_CERT_FILE: file };
}

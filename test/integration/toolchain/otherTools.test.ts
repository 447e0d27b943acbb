import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { findExternalStandIn, STAND_IN, STAND_IN_KEY } from "../../../toolchain/src/externalStandIn";
import { NEEDED } from "../../../toolchain/src/files";
import type { Installer } from "../../../toolchain/src/installers";
import { findOpenTofu, keptOpenTofu, OPENTOFU_KEY } from "../../../toolchain/src/openTofu";
import { findSdkGenerators, GENERATORS, GENERATORS_KEY } from "../../../toolchain/src/sdkGenerators";
import { NoToolchain } from "../../../toolchain/src/toolchain";
import { useFakes } from "./bed";

describe("the tool chain", () => {
  const bed = useFakes();
  const { executable, installed, installer, builds, refuses, optionsOf } = bed;

  describe("for SDKs", () => {
    const generators = (): Installer & { calls: number } =>
      installer("generators", async (bin) => {
        for (const name of GENERATORS) await executable(bin, name);
      });

    function findGenerators(build: Installer, searched = bed.path): Promise<string> {
      return findSdkGenerators({ ...optionsOf([builds()], searched), buildGenerators: build.fill });
    }

    it("is the folder on PATH that holds the hosts of all languages", async () => {
      const build = generators();
      const bin = await installed("3.255.0", [...NEEDED, ...GENERATORS]);
      assert.equal(await findGenerators(build, bin), bin);
      assert.equal(build.calls, 0);
    });

    it("is built where one of them is missing, with that pulumi at its side, and kept", async () => {
      const build = generators();
      const bin = await installed("3.255.0", [...NEEDED, ...GENERATORS.slice(1)]);
      const built = await findGenerators(build, bin);
      assert.equal(built, join(bed.cache, GENERATORS_KEY, "bin"));
      assert.deepEqual((await readdir(built)).sort(), ["pulumi", ...GENERATORS].sort());
      assert.equal(await findGenerators(build, bin), built);
      assert.equal(build.calls, 1);
    });

    it("says what to install where it cannot be built", async () => {
      const bin = await installed("3.255.0");
      await assert.rejects(findGenerators(refuses("Go"), bin), (error: Error) => {
        assert.ok(error instanceof NoToolchain);
        assert.match(
          error.message,
          /^Pulumi's SDK generators are needed[\s\S]*Go does not work here[\s\S]*Install Pulumi/,
        );
        return true;
      });
    });
  });

  describe("for OpenTofu", () => {
    const tofu = (): Installer & { calls: number } => installer("a build", (bin) => executable(bin, "tofu"));
    const findTofu = (build: Installer, searched = bed.path): Promise<string> =>
      findOpenTofu(optionsOf([build], searched));
    async function installedTofu(body: string): Promise<string> {
      const bin = join(bed.folder, "opentofu");
      await executable(bin, "tofu", body);
      return bin;
    }

    it("is the folder on PATH, and nothing is written", async () => {
      const build = tofu();
      const bin = await installedTofu("echo 'OpenTofu v1.7.0'; echo on linux_amd64");
      assert.equal(await findTofu(build, `${bed.path}${delimiter}${bin}`), bin);
      assert.equal(build.calls, 0);
      assert.ok(!existsSync(bed.cache));
    });

    for (const [why, body] of [
      ["too old", "echo 'OpenTofu v1.6.3'"],
      ["of no known version", ""],
      ["broken", "echo 'cannot run' >&2; exit 3"],
    ] as const)
      it(`is not one on PATH that is ${why}: it is built, and kept`, async () => {
        const build = tofu();
        const bin = await installedTofu(body);
        assert.equal(await findTofu(build, bin), join(bed.cache, OPENTOFU_KEY, "bin"));
        await findTofu(build, bin);
        assert.equal(build.calls, 1);
      });

    it("is looked up in the cache without being built", async () => {
      assert.equal(keptOpenTofu(bed.cache), undefined);
      assert.equal(keptOpenTofu(bed.cache), undefined, "and the question makes none");
      assert.equal(await findTofu(tofu()), keptOpenTofu(bed.cache));
    });

    it("is never half-done: a build that fails leaves nothing", async () => {
      await assert.rejects(findTofu(refuses("Go")), NoToolchain);
      assert.equal(keptOpenTofu(bed.cache), undefined);
      assert.deepEqual(await readdir(bed.cache), []);
    });

    it("says what was tried and what to install where it cannot be built", async () => {
      const bin = await installedTofu("echo 'OpenTofu v1.6.3'");
      await assert.rejects(findTofu(refuses("Go"), bin), (error: Error) => {
        assert.match(
          error.message,
          /^OpenTofu 1\.7\.0 or later is needed[\s\S]*on PATH is OpenTofu v1\.6\.3[\s\S]*Go does not work here[\s\S]*Install OpenTofu .* or Go/,
        );
        assert.doesNotMatch(error.message, /Pulumi/);
        return true;
      });
    });
  });

  describe("for the stand-in of hashicorp/external", () => {
    it("is built, and kept", async () => {
      const build = installer("a build", (bin) => executable(bin, STAND_IN));
      for (const _ of ["first", "second"])
        assert.equal(
          await findExternalStandIn(optionsOf([build], bed.path)),
          join(bed.cache, STAND_IN_KEY, "bin"),
        );
      assert.equal(build.calls, 1);
    });

    it("says that Go is needed where it cannot be built, and leaves nothing", async () => {
      await assert.rejects(findExternalStandIn(optionsOf([refuses("Go")], bed.path)), (error: Error) => {
        assert.ok(error instanceof NoToolchain);
        assert.match(
          error.message,
          /^The stand-in for hashicorp\/external is needed[\s\S]*Go does not work here\nInstall Go \(\S+\), put/,
        );
        return true;
      });
      assert.deepEqual(await readdir(bed.cache), []);
    });
  });
});

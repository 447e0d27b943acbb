import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { chmod, mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { findExternalStandIn, STAND_IN, STAND_IN_KEY } from "../../../toolchain/src/externalStandIn";
import { ALL, NEEDED, PYTHON_HOST } from "../../../toolchain/src/files";
import { CACHE_KEY, type Installer, officialInstaller, Unavailable } from "../../../toolchain/src/installers";
import { findOpenTofu, keptOpenTofu, OPENTOFU_KEY } from "../../../toolchain/src/openTofu";
import { findSdkGenerators, GENERATORS, GENERATORS_KEY } from "../../../toolchain/src/sdkGenerators";
import { findToolchain, NoToolchain, type ToolchainOptions } from "../../../toolchain/src/toolchain";

describe("the tool chain", () => {
  let folder: string;
  let cache: string;
  /** `node` for the fake executables, and nothing else. */
  let path: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "toolchain-"));
    cache = join(folder, "cache");
    path = join(folder, "empty");
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  async function executable(directory: string, name: string, body = ""): Promise<void> {
    await mkdir(directory, { recursive: true });
    await writeFile(join(directory, name), `#!/bin/sh\n${body}\n`);
    await chmod(join(directory, name), 0o755);
  }

  async function installed(version: string, names: readonly string[] = NEEDED): Promise<string> {
    const bin = join(folder, `pulumi-${version}`);
    for (const name of names) await executable(bin, name, name === "pulumi" ? `echo v${version}` : "");
    return bin;
  }

  function installer(name: string, fill: Installer["fill"]): Installer & { calls: number } {
    const made = {
      name,
      calls: 0,
      fill: (bin: string, context: Parameters<Installer["fill"]>[1]) => {
        made.calls += 1;
        return fill(bin, context);
      },
    };
    return made;
  }
  const builds = (): Installer & { calls: number } =>
    installer("a build", async (bin) => {
      for (const name of ALL) await executable(bin, name);
    });
  const refuses = (name: string): Installer & { calls: number } =>
    installer(name, async () => {
      throw new Unavailable(`${name} does not work here`);
    });

  function optionsOf(installers: readonly Installer[], searched: string): ToolchainOptions {
    return {
      env: { PATH: searched },
      cache,
      installers,
      stage: () => {},
      signal: new AbortController().signal,
    };
  }

  function find(installers: readonly Installer[], searched = path): Promise<string> {
    return findToolchain(optionsOf(installers, searched));
  }

  it("is the folder on PATH that holds a new enough pulumi with all its parts", async () => {
    const build = builds();
    const bin = await installed("3.255.0");
    assert.equal(await find([build], `${path}${delimiter}${bin}`), bin);
    assert.equal(build.calls, 0);
    assert.ok(!existsSync(cache), "nothing is written");
  });

  it("links the parts into one folder when they are on PATH in several", async () => {
    const one = await installed("3.300.1", ["pulumi", "pulumi-language-nodejs"]);
    const other = join(folder, "other");
    for (const name of NEEDED.slice(2)) await executable(other, name);
    const bin = await find([], `${one}${delimiter}${other}`);
    assert.deepEqual((await readdir(bin)).sort(), [...NEEDED].sort());
  });

  for (const [why, version, names] of [
    ["too old", "3.254.9", NEEDED],
    ["without its language host", "3.260.0", ["pulumi"]],
  ] as const)
    it(`is not a pulumi on PATH that is ${why}`, async () => {
      const bin = await installed(version, names);
      assert.equal(await find([builds()], bin), join(cache, CACHE_KEY, "bin"));
    });

  it("is a pulumi on PATH without the Python host: Node does without it", async () => {
    const build = builds();
    const bin = await installed("3.260.0", NEEDED);
    assert.equal(await find([build], bin), bin);
    assert.equal(build.calls, 0);
  });

  it("links the Python host too when it is elsewhere on PATH", async () => {
    const bin = await installed("3.260.0", NEEDED);
    const other = join(folder, "other");
    await executable(other, PYTHON_HOST);
    const linked = await find([], `${bin}${delimiter}${other}`);
    assert.deepEqual((await readdir(linked)).sort(), [...ALL].sort());
  });

  it("does not count as built without the Python host", async () => {
    const old = installer("a build", async (bin) => {
      for (const name of NEEDED) await executable(bin, name);
    });
    await assert.rejects(find([old]), /a build: a part is missing in what it gave/);
  });

  it("takes the first way that works, in order", async () => {
    const [first, second, third] = [refuses("one"), builds(), builds()];
    await find([first, second, third]);
    assert.deepEqual([first.calls, second.calls, third.calls], [1, 1, 0]);
  });

  it("is kept: a second call takes no way", async () => {
    const build = builds();
    assert.equal(await find([build]), await find([build]));
    assert.equal(build.calls, 1);
  });

  it("is built again when a part of the kept one is gone", async () => {
    const build = builds();
    const bin = await find([build]);
    await rm(join(bin, "pulumi-language-nodejs"));
    await find([build]);
    assert.equal(build.calls, 2);
    assert.ok(existsSync(join(bin, "pulumi-language-nodejs")));
  });

  it("is never half-done: a build that fails midway leaves nothing", async () => {
    const breaks = installer("a build", async (bin) => {
      await executable(bin, "pulumi");
      throw new Unavailable("the disk is full");
    });
    await assert.rejects(find([breaks]), NoToolchain);
    assert.deepEqual(await readdir(cache), []);
  });

  it("does not count as built when a part is missing", async () => {
    const partial = installer("a build", (bin) => executable(bin, "pulumi"));
    await assert.rejects(find([partial]), /a build: a part is missing in what it gave/);
  });

  it("removes what a killed build left, and leaves that of a living one", async () => {
    const gone = join(cache, ".unfinished-999999999-x");
    const living = join(cache, `.unfinished-${process.ppid}-x`);
    for (const left of [gone, living]) await mkdir(left, { recursive: true });
    await find([builds()]);
    assert.deepEqual([existsSync(gone), existsSync(living)], [false, true]);
  });

  it("is whole when two builds end at the same time", async () => {
    const folders = await Promise.all([find([builds()]), find([builds()])]);
    assert.equal(folders[0], folders[1]);
    assert.deepEqual((await readdir(folders[0] as string)).sort(), [...ALL].sort());
  });

  describe("for SDKs", () => {
    const generators = (): Installer & { calls: number } =>
      installer("generators", async (bin) => {
        for (const name of GENERATORS) await executable(bin, name);
      });

    function findGenerators(build: Installer, searched = path): Promise<string> {
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
      assert.equal(built, join(cache, GENERATORS_KEY, "bin"));
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
    const findTofu = (build: Installer, searched = path): Promise<string> =>
      findOpenTofu(optionsOf([build], searched));
    async function installedTofu(body: string): Promise<string> {
      const bin = join(folder, "opentofu");
      await executable(bin, "tofu", body);
      return bin;
    }

    it("is the folder on PATH, and nothing is written", async () => {
      const build = tofu();
      const bin = await installedTofu("echo 'OpenTofu v1.7.0'; echo on linux_amd64");
      assert.equal(await findTofu(build, `${path}${delimiter}${bin}`), bin);
      assert.equal(build.calls, 0);
      assert.ok(!existsSync(cache));
    });

    for (const [why, body] of [
      ["too old", "echo 'OpenTofu v1.6.3'"],
      ["of no known version", ""],
      ["broken", "echo 'cannot run' >&2; exit 3"],
    ] as const)
      it(`is not one on PATH that is ${why}: it is built, and kept`, async () => {
        const build = tofu();
        const bin = await installedTofu(body);
        assert.equal(await findTofu(build, bin), join(cache, OPENTOFU_KEY, "bin"));
        await findTofu(build, bin);
        assert.equal(build.calls, 1);
      });

    it("is looked up in the cache without being built", async () => {
      assert.equal(keptOpenTofu(cache), undefined);
      assert.equal(keptOpenTofu(cache), undefined, "and the question makes none");
      assert.equal(await findTofu(tofu()), keptOpenTofu(cache));
    });

    it("is never half-done: a build that fails leaves nothing", async () => {
      await assert.rejects(findTofu(refuses("Go")), NoToolchain);
      assert.equal(keptOpenTofu(cache), undefined);
      assert.deepEqual(await readdir(cache), []);
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
        assert.equal(await findExternalStandIn(optionsOf([build], path)), join(cache, STAND_IN_KEY, "bin"));
      assert.equal(build.calls, 1);
    });

    it("says that Go is needed where it cannot be built, and leaves nothing", async () => {
      await assert.rejects(findExternalStandIn(optionsOf([refuses("Go")], path)), (error: Error) => {
        assert.ok(error instanceof NoToolchain);
        assert.match(
          error.message,
          /^The stand-in for hashicorp\/external is needed[\s\S]*Go does not work here\nInstall Go \(\S+\), put/,
        );
        return true;
      });
      assert.deepEqual(await readdir(cache), []);
    });
  });

  it("says what was tried and what to install when no installer works", async () => {
    await assert.rejects(find([refuses("the installer"), refuses("a build with Go")]), (error: Error) => {
      assert.ok(error instanceof NoToolchain);
      assert.match(error.message, /^Pulumi 3\.255\.0 or later is needed and could not be had:/);
      for (const said of ["no pulumi on PATH", "the installer does not work here", "Install Pulumi", "or Go"])
        assert.ok(error.message.includes(said), said);
      return true;
    });
  });

  it("lets a defect of ours through instead of calling it unavailable", async () => {
    const defect = installer("a build", async () => {
      throw new TypeError("a defect");
    });
    await assert.rejects(find([defect, builds()]), TypeError);
  });

  it("gives the installer up at once where its server cannot be reached", async () => {
    const fetched = globalThis.fetch;
    globalThis.fetch = () => Promise.reject(new TypeError("fetch failed"));
    try {
      await assert.rejects(
        find([officialInstaller]),
        /Pulumi's installer: https:\/\/get\.pulumi\.com cannot be reached/,
      );
    } finally {
      globalThis.fetch = fetched;
    }
  });
});

import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { mkdir, readdir, rm } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { ALL, NEEDED, PYTHON_HOST } from "../../../toolchain/src/files";
import { CACHE_KEY, type Installer, officialInstaller, Unavailable } from "../../../toolchain/src/installers";
import { findToolchain, NoToolchain } from "../../../toolchain/src/toolchain";
import { useFakes } from "./bed";

describe("the tool chain", () => {
  const bed = useFakes();
  const { executable, installed, installer, builds, refuses, optionsOf } = bed;

  function find(installers: readonly Installer[], searched = bed.path): Promise<string> {
    return findToolchain(optionsOf(installers, searched));
  }

  it("is the folder on PATH that holds a new enough pulumi with all its parts", async () => {
    const build = builds();
    const bin = await installed("3.255.0");
    assert.equal(await find([build], `${bed.path}${delimiter}${bin}`), bin);
    assert.equal(build.calls, 0);
    assert.ok(!existsSync(bed.cache), "nothing is written");
  });

  it("links the parts into one folder when they are on PATH in several", async () => {
    const one = await installed("3.300.1", ["pulumi", "pulumi-language-nodejs"]);
    const other = join(bed.folder, "other");
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
      assert.equal(await find([builds()], bin), join(bed.cache, CACHE_KEY, "bin"));
    });

  it("is a pulumi on PATH without the Python host: Node does without it", async () => {
    const build = builds();
    const bin = await installed("3.260.0", NEEDED);
    assert.equal(await find([build], bin), bin);
    assert.equal(build.calls, 0);
  });

  it("links the Python host too when it is elsewhere on PATH", async () => {
    const bin = await installed("3.260.0", NEEDED);
    const other = join(bed.folder, "other");
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
    assert.deepEqual(await readdir(bed.cache), []);
  });

  it("does not count as built when a part is missing", async () => {
    const partial = installer("a build", (bin) => executable(bin, "pulumi"));
    await assert.rejects(find([partial]), /a build: a part is missing in what it gave/);
  });

  it("removes what a killed build left, and leaves that of a living one", async () => {
    const gone = join(bed.cache, ".unfinished-999999999-x");
    const living = join(bed.cache, `.unfinished-${process.ppid}-x`);
    for (const left of [gone, living]) await mkdir(left, { recursive: true });
    await find([builds()]);
    assert.deepEqual([existsSync(gone), existsSync(living)], [false, true]);
  });

  it("is whole when two builds end at the same time", async () => {
    const folders = await Promise.all([find([builds()]), find([builds()])]);
    assert.equal(folders[0], folders[1]);
    assert.deepEqual((await readdir(folders[0] as string)).sort(), [...ALL].sort());
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

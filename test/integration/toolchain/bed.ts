import { chmod, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ALL, NEEDED } from "../../../toolchain/src/files";
import { type Installer, Unavailable } from "../../../toolchain/src/installers";
import type { ToolchainOptions } from "../../../toolchain/src/toolchain";

/** An empty cache and an empty PATH for each test, and fakes of executables and of what installs them. */
export function useFakes() {
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

  return {
    get folder() {
      return folder;
    },
    get cache() {
      return cache;
    },
    get path() {
      return path;
    },
    executable,
    installed,
    installer,
    builds,
    refuses,
    optionsOf,
  };
}

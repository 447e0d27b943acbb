import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { violations } from "../../e2e/support/events";
import { GATE, type Project } from "../../e2e/support/project";
import { mustRun } from "../../e2e/support/run";
import type { Surroundings } from "./Surroundings";

/** What `--policy-pack` takes, by what it is; each is an executable. */
export interface Packs {
  readonly executable: string;
  /** The folder form: served by `run-policy-pack`, as Pulumi's host for packs in folders does. */
  readonly folder: string;
}

export async function tcssPacks(surroundings: Surroundings): Promise<Packs> {
  const { installed } = await surroundings.installed();
  const folder = join(installed, "node_modules/pulumi-tcss-policy-pack");
  return {
    executable: join(installed, GATE),
    folder: hosted(join(surroundings.folder(), "folder-pack"), folder),
  };
}

/** The peer: Pulumi's own pack for AWS, with all its rules. */
export async function awsGuardPacks(surroundings: Surroundings): Promise<Packs> {
  const folder = surroundings.folder();
  const pack = join(folder, "pack");
  mkdirSync(pack);
  const manifest = {
    name: "awsguard-pack",
    version: "1.0.0",
    private: true,
    dependencies: { "@pulumi/awsguard": "^0.3.1" },
  };
  writeFileSync(join(pack, "package.json"), JSON.stringify(manifest));
  writeFileSync(join(pack, "PulumiPolicy.yaml"), "runtime: nodejs\n");
  writeFileSync(
    join(pack, "index.js"),
    'const { AwsGuard } = require("@pulumi/awsguard");\nnew AwsGuard({ all: "advisory" });\n',
  );
  // npm alone runs with the machine's own environment: it says where the registry is
  await mustRun("npm", ["install", "--prefer-offline", "--no-audit", "--no-fund", "--loglevel=error"], {
    cwd: pack,
    env: process.env,
  });
  return {
    executable: script(join(folder, "awsguard"), pack, 'node . "$address"'),
    folder: hosted(join(folder, "folder-awsguard"), pack),
  };
}

/** An executable that serves the pack in a folder by that folder's own Pulumi. */
function hosted(file: string, pack: string): string {
  const host = createRequire(join(pack, "package.json")).resolve("@pulumi/pulumi/cmd/run-policy-pack");
  return script(file, pack, `node "${host}" "$address" .`);
}

/** The engine starts an executable pack in the program's folder, with its own address as the last argument. */
function script(file: string, folder: string, command: string): string {
  writeFileSync(file, `#!/bin/sh\nfor address; do :; done\ncd "${folder}" && exec ${command}\n`, {
    mode: 0o755,
  });
  return file;
}

/** Makes sure that both forms do the same work: that they say the same about an account that is not well. */
export async function assertSameVerdict(
  surroundings: Surroundings,
  project: Project,
  { executable, folder }: Packs,
): Promise<void> {
  const emulator = await surroundings.emulator();
  emulator.setScenario("example");
  const said = async (pack: string) =>
    violations((await project.withEvents("preview", "--policy-pack", pack)).events);
  const [byExecutable, byFolder] = [await said(executable), await said(folder)];
  emulator.setScenario("healthy");
  assert.ok(byExecutable.length > 0, "the pack says nothing about the API document's example");
  assert.deepEqual(byFolder, byExecutable, "the two forms of the pack say different things");
}

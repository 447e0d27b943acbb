import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Emulator, startEmulator } from "../../../emulator/src";
import { findExternalStandIn } from "../../../toolchain/src/externalStandIn";
import { cacheFolder } from "../../../toolchain/src/files";
import { mochaGlobalSetup, type Shared, shared } from "../../e2e/support/hooks";
import { Project } from "../../e2e/support/project";
import { mustRun } from "../../e2e/support/run";
import { type Engine, engines } from "../../integration/support/terraform";
import { removeRunFolder } from "../../support/runFolder";

/** What measuring the provider for Terraform takes of them. */
export type TerraformSurroundings = Pick<
  Surroundings,
  "folder" | "removeAtEnd" | "emulator" | "terraform" | "externalStandIn"
>;

/** What the groups share; each thing is made when it is first asked for. */
export class Surroundings {
  readonly #temporary: string[] = [];
  #installed: Promise<Shared> | undefined;
  #emulator: Promise<Emulator> | undefined;
  #terraform: readonly Engine[] | undefined;

  /** An empty folder outside of everything. */
  folder(): string {
    const made = mkdtempSync(join(tmpdir(), "tcss-bench-"));
    this.removeAtEnd(made);
    return made;
  }

  removeAtEnd(folder: string): void {
    this.#temporary.push(folder);
  }

  /** The tool chain, and the packages as their users install them. */
  installed(): Promise<Shared> {
    this.#installed ??= mochaGlobalSetup().then(shared);
    return this.#installed;
  }

  /** A healthy account. */
  emulator(): Promise<Emulator> {
    this.#emulator ??= startEmulator({ scenario: "healthy" });
    return this.#emulator;
  }

  /** A project of its own with a program of test/bench/programs, and access to the emulator. */
  async project(program: string, env: NodeJS.ProcessEnv = {}): Promise<Project> {
    await this.installed();
    return Project.create({
      program: `test/bench/programs/${program}`,
      emulator: await this.emulator(),
      env,
    });
  }

  /** Terraform and OpenTofu, as far as they are there. */
  terraform(): readonly Engine[] {
    this.#terraform ??= engines();
    return this.#terraform;
  }

  /** The folder of what plays `hashicorp/external`, which is built the first time. @throws NoToolchain without Go. */
  externalStandIn(signal: AbortSignal): Promise<string> {
    const stage = (text: string): void => console.error(text);
    return findExternalStandIn({ env: process.env, cache: cacheFolder(process.env), stage, signal });
  }

  /** The engines that something has needed, with their versions. */
  async versions(): Promise<string[]> {
    const pulumi = await this.#pulumiVersion();
    const others = (this.#terraform ?? []).map(({ name, version }) => `${name} ${version}`);
    return [...(pulumi === undefined ? [] : [`Pulumi ${pulumi}`]), ...others];
  }

  async #pulumiVersion(): Promise<string | undefined> {
    if (this.#installed === undefined) return undefined;
    const { toolchain, folder } = await this.installed();
    const options = { cwd: folder, env: { PULUMI_SKIP_UPDATE_CHECK: "true", HOME: folder } };
    const { stdout } = await mustRun(join(toolchain, "pulumi"), ["version"], options);
    return stdout.trim().replace(/^v/, "");
  }

  async close(): Promise<void> {
    await (await this.#emulator)?.close();
    for (const folder of this.#temporary) rmSync(folder, { recursive: true, force: true });
    removeRunFolder();
  }
}

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Emulator, startEmulator } from "../../../emulator/src";
import { mochaGlobalSetup, type Shared, shared } from "../../e2e/support/hooks";
import { Project } from "../../e2e/support/project";
import { mustRun } from "../../e2e/support/run";

/** What the groups share; each thing is made when it is first asked for. */
export class Surroundings {
  readonly #temporary: string[] = [];
  #installed: Promise<Shared> | undefined;
  #emulator: Promise<Emulator> | undefined;

  /** An empty folder outside of everything. */
  folder(): string {
    const made = mkdtempSync(join(tmpdir(), "tcss-bench-"));
    this.#temporary.push(made);
    return made;
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

  /** Absent where nothing has needed the engine. */
  async pulumiVersion(): Promise<string | undefined> {
    if (this.#installed === undefined) return undefined;
    const { toolchain, folder } = await this.installed();
    const options = { cwd: folder, env: { PULUMI_SKIP_UPDATE_CHECK: "true", HOME: folder } };
    const { stdout } = await mustRun(join(toolchain, "pulumi"), ["version"], options);
    return stdout.trim().replace(/^v/, "");
  }

  async close(): Promise<void> {
    await (await this.#emulator)?.close();
    for (const folder of this.#temporary) rmSync(folder, { recursive: true, force: true });
  }
}

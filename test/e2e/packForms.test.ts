import assert from "node:assert/strict";
import { copyFileSync, linkSync, mkdirSync, mkdtempSync } from "node:fs";
import { join } from "node:path";
import { faultNames, scenarios } from "../../emulator/src";
import { useEmulator } from "./support/emulators";
import { type EngineEvent, type Violation, violations } from "./support/events";
import { shared } from "./support/hooks";
import { copyOut } from "./support/installation";
import { accessTo, baseEnvironment, Project } from "./support/project";
import { mustRun } from "./support/run";

interface Verdict {
  readonly passed: boolean;
  readonly violations: Violation[];
  readonly output: string;
}

/** So that scenarios which never answer end soon, and the failing ones at the first try. */
const SETTINGS = { "tcss:maxRetries": "0", "tcss:requestTimeoutSeconds": "5", "tcss:deadlineSeconds": "6" };
const BLOCKED_STATES = ["example", "undefended", "expired-isolated", "expired-terminated", "not-purchased"];
const HARMLESS_FAULTS = ["latency", "wrong-content-type"];
/** Never answers, as `hang` does, or another name for the same: one of a kind is enough. */
const ALIKE = ["trickle", "hang-body"];

describe("the pack as an executable for the CLI and as a folder for the Automation API", () => {
  const emulator = useEmulator();
  const names = [...scenarios.keys()].filter((name) => !ALIKE.includes(name));

  it("give the same verdict on every scenario", async () => {
    const folderForm = await verdictsOfFolder();
    const executableForm = await verdictsOfExecutable();
    for (const name of names) {
      const [folder, executable] = [folderForm.get(name), executableForm.get(name)];
      assert.ok(folder && executable, `no verdict on ${name}`);
      assert.deepEqual(executable.violations, folder.violations, name);
      assert.equal(executable.passed, folder.passed, `${name}:\n${executable.output}\n${folder.output}`);
      assert.equal(executable.passed, passes(name), `${name}: ${executable.output}`);
      for (const { output } of [folder, executable])
        assert.doesNotMatch(output, /^ +at |node:internal/m, `a stack trace on ${name}`);
    }
  });

  function passes(scenario: string): boolean {
    if (HARMLESS_FAULTS.includes(scenario)) return true;
    return !BLOCKED_STATES.includes(scenario) && !(faultNames as readonly string[]).includes(scenario);
  }

  async function verdictsOfExecutable(): Promise<Map<string, Verdict>> {
    const project = await Project.create({ program: "test/e2e/programs/empty", emulator: emulator() });
    for (const [key, value] of Object.entries(SETTINGS)) await project.setConfig(key, value);
    const verdicts = new Map<string, Verdict>();
    for (const name of names) {
      emulator().setScenario(name);
      const { code, output, events } = await project.withEvents("preview", "--policy-pack", project.gate);
      verdicts.set(name, { passed: code === 0, violations: violations(events), output });
    }
    return verdicts;
  }

  async function verdictsOfFolder(): Promise<Map<string, Verdict>> {
    const { installed, folder } = shared();
    const cwd = mkdtempSync(join(installed, "automation-"));
    copyOut("test/e2e/programs/folder-pack", cwd);
    const home = mkdtempSync(join(folder, "home-"));
    const env = { ...baseEnvironment(home, toolchainWithoutLanguageHost()), ...accessTo(emulator()) };
    const pack = join(installed, "node_modules/pulumi-tcss-policy-pack");
    const args = ["index.js", pack, emulator().endpoint, JSON.stringify(SETTINGS), ...names];
    const { stdout } = await mustRun(process.execPath, args, { cwd, env });
    return new Map(
      stdout
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line) as FolderRun)
        .map(({ scenario, passed, events, output }) => [
          scenario,
          { passed, violations: violations(events), output },
        ]),
    );
  }
});

interface FolderRun {
  readonly scenario: string;
  readonly passed: boolean;
  readonly events: EngineEvent[];
  readonly output: string;
}

/**
 * A folder for PATH without `pulumi-language-nodejs`. A language host that is older than the engine cannot run
 * packs; without any, the engine takes the shim `pulumi-analyzer-policy-nodejs`.
 */
function toolchainWithoutLanguageHost(): string {
  const { toolchain, folder } = shared();
  const target = join(folder, "without-language-host");
  mkdirSync(target, { recursive: true });
  for (const name of ["pulumi", "pulumi-resource-pulumi-nodejs", "pulumi-analyzer-policy-nodejs"])
    linkOrCopy(join(toolchain, name), join(target, name));
  return target;
}

/** Not a symbolic link: the engine also looks beside the file that one points to. */
function linkOrCopy(from: string, to: string): void {
  try {
    linkSync(from, to);
  } catch {
    copyFileSync(from, to);
  }
}

import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { useEmulator } from "./support/emulators";
import { shared } from "./support/hooks";
import { canFindProcesses, marked, until, untilGone } from "./support/processes";
import { Project } from "./support/project";

/** What is ours; Pulumi's own processes may outlive an engine that was killed. */
const OURS = /tcss-gate|pulumi-resource-tcss|cmd\/dynamic-provider/;

describe("an API that hangs", () => {
  const emulator = useEmulator();
  beforeEach(() => emulator().faults.push({ fault: "hang", times: "always" }));

  async function projectOf(program: string, env: NodeJS.ProcessEnv = {}): Promise<Project> {
    const project = await Project.create({
      program: `test/e2e/programs/${program}`,
      emulator: emulator(),
      env,
    });
    if (program === "plugin-purchase")
      symlinkSync(
        join(shared().installed, "node_modules/pulumi-tcss/dist/plugin"),
        join(project.folder, "plugin"),
      );
    return project;
  }

  for (const program of ["purchase", "plugin-purchase"])
    it(`holds up a gated preview of ${program} for two deadlines at most`, async () => {
      const project = await projectOf(program);
      const began = performance.now();
      const { code, stdout } = await project.preview("--policy-pack", project.gate);
      const seconds = (performance.now() - began) / 1000;
      assert.notEqual(code, 0);
      assert.match(stdout, /could not be read within 15 s/);
      assert.ok(seconds < 45, `it took ${seconds} s`);
    });

  it("ends a program that calls getPurchaseState by its deadline", async () => {
    const project = await projectOf("functions");
    await project.setConfig("tcss:deadlineSeconds", "2");
    const began = performance.now();
    const { code, stdout } = await project.preview();
    const seconds = (performance.now() - began) / 1000;
    assert.notEqual(code, 0);
    assert.match(stdout, /could not be read within 2 s/);
    assert.ok(seconds < 30, `it took ${seconds} s`);
  });

  describe("and an engine that is ended in the middle", () => {
    if (!canFindProcesses) return;
    let mark: string;
    beforeEach(() => {
      mark = `deadline-test-${randomUUID()}`;
    });
    afterEach(() => {
      for (const { pid } of marked(mark)) process.kill(pid, "SIGKILL");
    });

    for (const [program, signal] of [
      ["purchase", "SIGKILL"],
      ["plugin-purchase", "SIGKILL"],
      ["plugin-purchase", "SIGINT"],
    ] as const)
      it(`leave none of our processes: ${program}, ${signal}`, async () => {
        const project = await projectOf(program, { MARK: mark });
        await project.setConfig("tcss:deadlineSeconds", "600");
        await project.setConfig("tcss:requestTimeoutSeconds", "600");
        const running = project.preview();
        await until(() => emulator().requests().length > 0);
        const engine = marked(mark).find(({ command }) => /\/pulumi --non-interactive/.test(command));
        assert.ok(engine !== undefined);
        process.kill(engine.pid, signal);
        await untilGone(mark, OURS);
        for (const { pid } of marked(mark)) if (signal === "SIGKILL") process.kill(pid, "SIGKILL");
        await running;
      });

    it("leave no gate that was asking: SIGKILL", async () => {
      const project = await projectOf("purchase", { MARK: mark });
      await project.setConfig("tcss:deadlineSeconds", "600");
      await project.setConfig("tcss:requestTimeoutSeconds", "600");
      const running = project.preview("--policy-pack", project.gate);
      await until(() => emulator().requests().length > 0);
      const engine = marked(mark).find(({ command }) => /\/pulumi --non-interactive/.test(command));
      assert.ok(engine !== undefined);
      process.kill(engine.pid, "SIGKILL");
      await untilGone(mark, OURS);
      for (const { pid } of marked(mark)) process.kill(pid, "SIGKILL");
      await running;
    });
  });
});

import { type Emulator, startEmulator } from "../../emulator/src";
import { mochaGlobalSetup, mochaGlobalTeardown } from "../e2e/support/hooks";
import { Project } from "../e2e/support/project";
import type { Case } from "./measure";

/** What the gate and the resource cost against a bare preview, with the real engine and a local emulator. */
export async function engineCases(): Promise<{ cases: Case[]; close: () => Promise<void> }> {
  await mochaGlobalSetup();
  const emulator = await startEmulator({ scenario: "healthy" });
  const empty = await Project.create({ program: "test/e2e/programs/empty", emulator });
  const purchase = await Project.create({ program: "test/e2e/programs/purchase", emulator });
  const cases = [
    preview("bare preview", empty, emulator, { requests: 0 }),
    preview("+ executable pack, live", empty, emulator, { gate: true, requests: 1 }),
    preview("+ dynamic resource", purchase, emulator, { requests: 1 }),
    preview("+ both", purchase, emulator, { gate: true, requests: 2 }),
  ];
  return {
    cases,
    async close() {
      await emulator.close();
      mochaGlobalTeardown();
    },
  };
}

/** A preview that must pass, and ask the API exactly as often as is right. */
function preview(
  name: string,
  project: Project,
  emulator: Emulator,
  { gate = false, requests }: { gate?: boolean; requests: number },
): Case {
  const once = async (): Promise<void> => {
    emulator.clearRequests();
    const run = await project.preview(...(gate ? ["--policy-pack", project.gate] : []));
    const asked = emulator.requests().length;
    if (run.code !== 0 || asked !== requests)
      throw new Error(`${name} ended with ${run.code} after ${asked} requests:\n${run.output}`);
  };
  return { name, once };
}

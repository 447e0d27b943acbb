import { appendFileSync } from "node:fs";
import { type Emulator, type EmulatorOptions, type Fields, startEmulator } from "../../../emulator/src";

import { capturedFile } from "../../support/runFolder";

export type { Emulator };

/** An emulator for the tests of one `describe`; it is healthy again, and has forgotten all, before each of them. */
export function useEmulator(options: EmulatorOptions = {}): () => Emulator {
  let emulator: Emulator;
  let healthy: Fields;
  before(async () => {
    emulator = await startEmulator(options);
    // once only: its dates follow the clock, and an account that nobody has touched must not seem changed
    healthy = await replyOf(emulator);
  });
  beforeEach(() => {
    emulator.setScenario(healthy);
    emulator.faults.clear();
    emulator.clearRequests();
  });
  afterEach(() => record(JSON.stringify(emulator.requests())));
  after(() => emulator.close());
  return () => emulator;
}

/** The fields of the reply that the emulator gives now, by their API names. */
export async function replyOf({ endpoint }: Emulator): Promise<Record<string, unknown>> {
  const response = await fetch(`${endpoint}/_emulator/state`);
  return ((await response.json()) as { fields: Record<string, unknown> }).fields;
}

/** Keeps what an operator of the emulator saw, to be searched at the end of the run. */
function record(what: string): void {
  appendFileSync(capturedFile("emulator.log"), `${what}\n`);
}

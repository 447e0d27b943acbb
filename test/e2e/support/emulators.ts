import { type Emulator, type EmulatorOptions, type Fields, startEmulator } from "../../../emulator/src";

import { record } from "./secrets";

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

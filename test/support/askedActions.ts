import type { Emulator } from "../../emulator/src";

/** How often each action of the API was asked of an emulator. */
export function askedActions(emulator: Emulator): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { action = "none" } of emulator.requests()) counts[action] = (counts[action] ?? 0) + 1;
  return counts;
}

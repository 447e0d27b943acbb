import { join } from "node:path";
import { PolicyPack } from "@pulumi/policy";
import { loadGateSettings } from "pulumi-tcss/core";
import { Gate } from "./gate";
import { policiesOf } from "./policies";
import { onStack } from "./stackUnderGate";

/** Folder of this package: package.json, PulumiPolicy.yaml, and tcss.gate.yaml where there is one. */
export const PACK_FOLDER = join(__dirname, "..");

/**
 * Serves the pack to the engine.
 * @param programFolder folder of the program that is deployed, where it is known.
 */
export function servePack(programFolder?: string): void {
  const { env } = process;
  const gate = new Gate({
    settings: () => loadGateSettings({ packFolder: PACK_FOLDER, programFolder, env }),
    env,
    now: () => new Date(),
    // standard output is the engine's; what is written to standard error it shows to the user
    note: (text) => console.error(text),
  });
  onStack((stack) => gate.begin(stack));
  new PolicyPack("tcss", { policies: policiesOf(gate) });
}

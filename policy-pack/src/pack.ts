import { join } from "node:path";
import { PolicyPack } from "@pulumi/policy";
import { guardedPolicies } from "./guardedPolicies";

/** Folder of this package: package.json, PulumiPolicy.yaml, and tcss.gate.yaml where there is one. */
export const PACK_FOLDER = join(__dirname, "..");

/**
 * Serves the pack to the engine.
 * @param programFolder folder of the program that is deployed, where it is known.
 */
export function servePack(programFolder?: string): void {
  new PolicyPack("tcss", { policies: guardedPolicies({}, { packFolder: PACK_FOLDER, programFolder }) });
}

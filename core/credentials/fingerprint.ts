import { createHash } from "node:crypto";
import { type ConfigLookup, SECRET_KEYS } from "../base/config";
import type { Environment } from "./source";

const VARIABLES = /^(TENCENTCLOUD_|TCCLI_|TKE_|HOME$|USERPROFILE$)/;

/**
 * A text that differs where configuration or environment may lead to other credentials, so that two stacks in
 * one process share nothing. A hash: it holds none of them.
 */
export function credentialsFingerprint({ namespaces }: ConfigLookup, env: Environment): string {
  const configured = namespaces.flatMap(({ get }) => SECRET_KEYS.map((key) => get(key) ?? null));
  const variables = Object.entries(env)
    .filter(([name]) => VARIABLES.test(name))
    .sort(([a], [b]) => a.localeCompare(b));
  return createHash("sha256")
    .update(JSON.stringify([configured, variables]))
    .digest("hex");
}

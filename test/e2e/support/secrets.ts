import { appendFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { defaultCredential } from "../../../emulator/src";
import type { Emulator } from "./emulators";
import { runFolder } from "./hooks";
import type { Project } from "./project";

const known = new Set<string>([defaultCredential.secretKey]);

/** Where a user would write a key, so that it may be found there. */
const MEANT_FOR_KEYS = /[/\\]\.tccli[/\\]|[/\\]node_modules[/\\]/;

/** From now on the whole run must leave these texts nowhere. */
export function keepSecret(...secrets: readonly string[]): void {
  for (const secret of secrets) known.add(secret);
}

/** An account with a key of its own, which stands in a profile of the project's user. */
export function addProfile(
  emulator: Emulator,
  { home }: Project,
  profile: string,
  account: { readonly accountId: string; readonly scenario: string },
): void {
  const credential = { secretId: `AKID-${profile}`, secretKey: `secret-key-of-${profile}` };
  keepSecret(credential.secretKey);
  emulator.addCredential({ ...credential, ...account });
  mkdirSync(join(home, ".tccli"), { recursive: true });
  writeFileSync(join(home, `.tccli/${profile}.credential`), JSON.stringify(credential));
}

/** Keeps what a user or an operator of the emulator saw, to be searched at the end of the run. */
export function record(what: string): void {
  const folder = runFolder();
  if (folder !== undefined) appendFileSync(join(folder, "seen.log"), `${what}\n`);
}

/** Files below `folder` that hold one of the secrets, where none is meant to be. */
export function filesWithSecrets(folder: string): { readonly searched: number; readonly found: string[] } {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => !MEANT_FOR_KEYS.test(file));
  const found = files.filter((file) => {
    const text = readFileSync(file, "latin1");
    return [...known].some((secret) => text.includes(secret));
  });
  return { searched: files.length, found };
}

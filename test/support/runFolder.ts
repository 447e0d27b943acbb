import { appendFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SHORTEST } from "./secretSearch";

/**
 * What a whole run of the tests leaves, unit tests and end-to-end tests alike: `npm test` names one folder for all
 * its stages, and mocha alone makes one of its own.
 */
const GIVEN = process.env["TCSS_TEST_RUN"];
const FOLDER = GIVEN ?? mkdtempSync(join(tmpdir(), "tcss-run-"));
const SECRETS = join(FOLDER, "secrets.jsonl");
/** Outputs of processes and files that they wrote: what must hold no secret. */
export const CAPTURED = join(FOLDER, "captured");
mkdirSync(CAPTURED, { recursive: true });

const known = new Set<string>();

/** From now on the whole run must leave these texts nowhere. Short ones stand in any text, and are left out. */
export function keepSecret(...secrets: readonly (string | undefined)[]): void {
  for (const secret of secrets) {
    if (secret === undefined || secret.length < SHORTEST || known.has(secret)) continue;
    known.add(secret);
    appendFileSync(SECRETS, `${JSON.stringify(secret)}\n`);
  }
}

/** Every secret that any test of the run has used or received so far, in this process or another. */
export function knownSecrets(): Set<string> {
  if (!existsSync(SECRETS)) return new Set();
  const lines = readFileSync(SECRETS, "utf8").split("\n");
  return new Set(lines.filter((line) => line !== "").map((line) => JSON.parse(line) as string));
}

let count = 0;

/** A new file for something that is searched at the end of the run. */
export function capturedFile(name: string): string {
  return join(CAPTURED, `${process.pid}-${++count}-${name.replace(/[^\w.-]+/g, "_").slice(-60)}`);
}

/** Removes the folder, unless `npm test` made it or TCSS_E2E_KEEP leaves it to look at. */
export function removeRunFolder(): void {
  if (GIVEN === undefined && !process.env["TCSS_E2E_KEEP"]) rmSync(FOLDER, { recursive: true, force: true });
}

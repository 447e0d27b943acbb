import assert from "node:assert/strict";
import { appendFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Emulator } from "./emulators";
import type { Project } from "./project";
import type { Run } from "./run";

export const STACK = "pulumi:pulumi:Stack";
export const FILE = "pulumi-nodejs:dynamic:Resource";
export const PART = "demo:index:Part";

/** What an account that has lapsed is blocked by, and on what. */
export const lapsedOn = (type: string): string[] => [
  `no-undefended-cores on ${type}`,
  `protection-active on ${type}`,
];

export function judgeByResources(project: Project): void {
  const settings = join(project.home, "settings.yaml");
  writeFileSync(settings, "source: resources\n");
  project.env["TCSS_GATE_CONFIG"] = settings;
}

export function assertPassed(run: Run): void {
  assert.equal(run.code, 0, run.output);
  assert.match(run.stdout, /✅ tcss@v/);
  assert.deepEqual(blockersIn(run), []);
}

export function assertBlocked(run: Run, expected: string[]): void {
  assert.equal(run.code, 1, run.output);
  assert.match(run.stdout, /❌ tcss@v/);
  assert.deepEqual(blockersIn(run), [...expected].sort());
}

/** The engine's lines `[mandatory] [severity: …]  POLICY  (TYPE: NAME)`. */
function blockersIn({ stdout }: Run): string[] {
  return [...stdout.matchAll(/\[mandatory\].* {2}(\S+) {2}\((\S+): /g)]
    .map(([, policy, type]) => `${policy} on ${type}`)
    .sort();
}

export function assertNothingCreated(project: Project): void {
  assert.deepEqual(effectsOf(project), []);
  assert.deepEqual(typesIn(project), []);
}

export function effectsOf({ folder }: Project): string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith(".effect"))
    .map((name) => name.replace(".effect", ""))
    .sort();
}

export function typesIn(project: Project): string[] {
  return project.resources().map(({ type }) => type);
}

/** From now on the account's license has lapsed, and what was asked before is forgotten. */
export function lapse(emulator: Emulator): void {
  emulator.setScenario("expired-isolated");
  emulator.clearRequests();
}

/** Adds a line to the project's program. */
export function add({ folder }: Project, line: string): void {
  appendFileSync(join(folder, "index.js"), `\n${line}\n`);
}

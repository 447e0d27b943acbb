// Adds up the tests of several runs; scripts/mochaReporter.cjs tells each run's totals.
import { existsSync, readFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

export const REPORTER = ["--reporter", "scripts/mochaReporter.cjs"];

const TOTALS = join(tmpdir(), `tcss-test-totals-${process.pid}`);

/** Runs the stages, each `[name, (env) => exit status]`, and prints their sum as the last line. Gives the exit status. */
export async function runStages(stages) {
  const sum = { passes: 0, failures: 0, pending: 0 };
  for (const [name, stage] of stages) add(sum, await totalsOf(name, stage));
  const skipped = sum.pending > 0 ? `, ${sum.pending} skipped` : "";
  console.log(`\n${sum.passes} passed, ${sum.failures} failed${skipped}`);
  return sum.failures > 0 || sum.passes === 0 ? 1 : 0;
}

/** Runs a stage; one that fails without a failed test (lint, coverage, a crash) counts as one failure. */
async function totalsOf(name, stage) {
  console.log(`\n== ${name}`);
  const code = await stage({ ...process.env, TCSS_TEST_TOTALS: TOTALS });
  const totals = { passes: 0, failures: 0, pending: 0 };
  const lines = existsSync(TOTALS) ? readFileSync(TOTALS, "utf8").trim().split("\n") : [];
  await rm(TOTALS, { force: true });
  for (const line of lines) add(totals, JSON.parse(line));
  if (name !== "lint" && lines.length === 0 && code === 0) return failed(name, totals, "ran no test");
  return code !== 0 && totals.failures === 0 ? failed(name, totals, `ended with status ${code}`) : totals;
}

function failed(name, totals, how) {
  console.log(`\nFAILED: ${name} ${how}`);
  return { ...totals, failures: totals.failures + 1 };
}

function add(sum, { passes, failures, pending }) {
  sum.passes += passes;
  sum.failures += failures;
  sum.pending += pending;
}

// Adds up the tests of several runs; scripts/mochaReporter.cjs tells each run's totals.
import { existsSync, readFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

export const REPORTER = ["--reporter", "scripts/mochaReporter.cjs"];

const TOTALS = join(tmpdir(), `tcss-test-totals-${process.pid}`);

/** Longer errors are cut in the list at the end: the stage has shown them whole. */
const SHOWN_OF_ERROR = 1500;

/** Runs the stages, each `[name, (env) => exit status]`, repeats what has failed, and prints their sum as the last line. Gives the exit status. */
export async function runStages(stages) {
  const sum = noTests();
  for (const [name, stage] of stages) add(sum, await totalsOf(name, stage));
  // a long run's log is read from its end, and often kept no further
  for (const { test, error } of sum.failed)
    console.log(`\nFAILED: ${test}\n${error.slice(0, SHOWN_OF_ERROR)}`);
  const skipped = sum.pending > 0 ? `, ${sum.pending} skipped` : "";
  console.log(`\n${sum.passes} passed, ${sum.failures} failed${skipped}`);
  return sum.failures > 0 || sum.passes === 0 ? 1 : 0;
}

/** Runs a stage; one that fails without a failed test (lint, coverage, a crash) counts as one failure. */
async function totalsOf(name, stage) {
  console.log(`\n== ${name}`);
  const code = await stage({ ...process.env, TCSS_TEST_TOTALS: TOTALS });
  const totals = noTests();
  const lines = existsSync(TOTALS) ? readFileSync(TOTALS, "utf8").trim().split("\n") : [];
  await rm(TOTALS, { force: true });
  for (const line of lines) add(totals, JSON.parse(line));
  if (name !== "lint" && lines.length === 0 && code === 0) return failed(name, totals, "ran no test");
  return code !== 0 && totals.failures === 0 ? failed(name, totals, `ended with status ${code}`) : totals;
}

function failed(name, totals, how) {
  return { ...totals, failures: totals.failures + 1, failed: [...totals.failed, { test: name, error: how }] };
}

function noTests() {
  return { passes: 0, failures: 0, pending: 0, failed: [] };
}

function add(sum, { passes, failures, pending, failed }) {
  sum.passes += passes;
  sum.failures += failures;
  sum.pending += pending;
  sum.failed.push(...failed);
}

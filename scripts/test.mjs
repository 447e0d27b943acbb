// `npm test`: everything, on a fresh clone as well. The last line is "N passed, N failed".
import { existsSync, readFileSync } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { parseArgs } from "node:util";
import { asScript, ensureBuilt, ensureInstalled, ensureToolchain, ROOT, run, SetupError } from "./setup.mjs";

const HELP = `Usage: npm test [-- OPTIONS]

Sets everything up, then lints and runs all tests: unit and integration tests with coverage, and the
end-to-end tests with the real Pulumi engine.

Options:
  --unit           lint, unit and integration tests only
  --e2e            end-to-end tests only
  --grep PATTERN   only tests whose names match; coverage is not judged then
  --help           show this text`;

const COVERED_LINES = "95";
const REPORTER = ["--reporter", "scripts/mochaReporter.cjs"];
const TOTALS = join(ROOT, ".cache", "test-totals");

await asScript(async () => {
  const options = readOptions();
  if (options.help) {
    console.log(HELP);
    return 0;
  }
  await ensureInstalled();
  await ensureBuilt();
  await mkdir(join(ROOT, ".cache"), { recursive: true });
  const stages = [
    ...(options.e2e
      ? []
      : [
          ["lint", lint],
          ["unit tests", (env) => unitTests(env, options.grep)],
        ]),
    ...(options.unit ? [] : [["end-to-end tests", (env) => endToEndTests(env, options.grep)]]),
  ];
  const sum = { passes: 0, failures: 0, pending: 0 };
  for (const [name, stage] of stages) add(sum, await totalsOf(name, stage));
  const skipped = sum.pending > 0 ? `, ${sum.pending} skipped` : "";
  console.log(`\n${sum.passes} passed, ${sum.failures} failed${skipped}`);
  return sum.failures > 0 || sum.passes === 0 ? 1 : 0;
});

function readOptions() {
  const boolean = { type: "boolean", default: false };
  try {
    return parseArgs({ options: { unit: boolean, e2e: boolean, grep: { type: "string" }, help: boolean } })
      .values;
  } catch (error) {
    throw new SetupError(`npm test: ${error.message.split(". ")[0]}. See: npm test -- --help`);
  }
}

/** Runs a stage; one that fails without a failed test (lint, coverage, a crash) counts as one failure. */
async function totalsOf(name, stage) {
  console.log(`\n== ${name}`);
  await rm(TOTALS, { force: true });
  const code = await stage({ ...process.env, TCSS_TEST_TOTALS: TOTALS });
  const totals = { passes: 0, failures: 0, pending: 0 };
  const lines = existsSync(TOTALS) ? readFileSync(TOTALS, "utf8").trim().split("\n") : [];
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

function lint(env) {
  return npm(["run", "--silent", "lint"], env);
}

function unitTests(env, grep) {
  const mocha = ["mocha", "--config", "test/unit/.mocharc.json", ...REPORTER, ...grepping(grep)];
  if (grep !== undefined) return npm(["exec", "--", ...mocha], env);
  const judged = [
    "--include",
    "core/**/*.ts",
    "--include",
    "provider/**/*.ts",
    "--check-coverage",
    "--lines",
    COVERED_LINES,
  ];
  const coverage = ["c8", "--all", ...judged, "--reporter", "text-summary", "--reporter", "lcov"];
  return npm(["exec", "--", ...coverage, ...mocha], env);
}

async function endToEndTests(env, grep) {
  const toolchain = await ensureToolchain();
  const mocha = ["mocha", "--config", "test/e2e/.mocharc.json", ...REPORTER, ...grepping(grep)];
  const path = `${toolchain}${delimiter}${process.env.PATH ?? ""}`;
  return npm(["exec", "--", ...mocha], { ...env, TCSS_TOOLCHAIN: toolchain, PATH: path });
}

function grepping(grep) {
  return grep === undefined ? [] : ["--grep", grep];
}

async function npm(args, env) {
  return (await run("npm", args, { env, stdio: "inherit" })).code;
}

// `npm test`: everything, on a fresh clone as well. The last line is "N passed, N failed".
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { asScript, ensureBuilt, ensureInstalled, ensureToolchain, run, SetupError } from "./setup.mjs";
import { REPORTER, runStages } from "./totals.mjs";

const HELP = `Usage: npm test [-- OPTIONS]

Sets everything up, then lints and runs all tests: unit and integration tests with coverage, and the
end-to-end tests with the real Pulumi engine.

Options:
  --unit           lint, unit and integration tests only
  --e2e            end-to-end tests only
  --grep PATTERN   only tests whose names match; coverage is not judged then
  --help           show this text`;

const COVERED_LINES = "95";

await asScript(async () => {
  const options = readOptions();
  if (options.help) {
    console.log(HELP);
    return 0;
  }
  await ensureInstalled();
  await ensureBuilt();
  // before the tests that take minutes and do without it
  const toolchain = options.unit ? undefined : await ensureToolchain();
  const stages = [
    ...(options.e2e
      ? []
      : [
          ["lint", lint],
          ["unit tests", (env) => unitTests(env, options.grep)],
          ["integration tests", (env) => integrationTests(env, options.grep)],
        ]),
    ...(options.unit ? [] : [["end-to-end tests", (env) => endToEndTests(env, options.grep, toolchain)]]),
  ];
  // what all stages leave, in which the last test looks for the secrets that any of them has used
  process.env.TCSS_TEST_RUN = mkdtempSync(join(tmpdir(), "tcss-run-"));
  try {
    return await runStages(stages);
  } finally {
    if (!process.env.TCSS_E2E_KEEP) rmSync(process.env.TCSS_TEST_RUN, { recursive: true, force: true });
  }
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

function lint(env) {
  return npm(["run", "--silent", "lint"], env);
}

/** Leaves what it covers to the integration tests, which judge both together. */
function unitTests(env, grep) {
  const raw = resolve("coverage/tmp");
  rmSync(raw, { recursive: true, force: true });
  return npm(["exec", "--", ...mocha("unit", grep)], { ...env, NODE_V8_COVERAGE: raw });
}

function integrationTests(env, grep) {
  if (grep !== undefined) return npm(["exec", "--", ...mocha("integration", grep)], env);
  const judged = [
    "--include",
    "core/**/*.ts",
    "--include",
    "provider/**/*.ts",
    "--check-coverage",
    "--lines",
    COVERED_LINES,
  ];
  const coverage = [
    "c8",
    "--no-clean",
    "--all",
    ...judged,
    "--reporter",
    "text-summary",
    "--reporter",
    "lcov",
  ];
  return npm(["exec", "--", ...coverage, ...mocha("integration")], env);
}

function endToEndTests(env, grep, toolchain) {
  const path = `${toolchain}${delimiter}${process.env.PATH ?? ""}`;
  return npm(["exec", "--", ...mocha("e2e", grep)], { ...env, TCSS_TOOLCHAIN: toolchain, PATH: path });
}

/** The command that runs the tests in a folder of `test/`. */
function mocha(folder, grep) {
  const grepping = grep === undefined ? [] : ["--grep", grep];
  return ["mocha", "--config", `test/${folder}/.mocharc.json`, ...REPORTER, ...grepping];
}

async function npm(args, env) {
  return (await run("npm", args, { env, stdio: "inherit" })).code;
}

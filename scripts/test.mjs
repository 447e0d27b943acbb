// `npm test`: everything, on a fresh clone as well. The last line is "N passed, N failed".
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
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

function endToEndTests(env, grep, toolchain) {
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

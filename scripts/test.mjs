// `npm test`: everything, on a fresh clone as well. The last line is "N passed, N failed".
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join, resolve } from "node:path";
import { asScript, ensureBuilt, ensureInstalled, ensureToolchain, optionsOf, run } from "./setup.mjs";
import { REPORTER, runStages } from "./totals.mjs";

const HELP = `Usage: npm test [-- OPTIONS]

Sets everything up, then lints and runs all tests: unit and integration tests with coverage, and the
end-to-end tests with the real Pulumi engine.

Options:
  --unit           lint, unit and integration tests only
  --e2e            end-to-end tests only
  --grep PATTERN   only tests whose names match; coverage is not judged then
  --help           show this text`;

/** The end-to-end tests that take longest, the longest first. */
const SLOWEST = ["decisionTable", "errors", "deadlines", "gate", "start"].map((name) => `${name}.test.ts`);
/** Processes of tests that run at the same time. */
const PROCESSES = 3;

const COVERED_LINES = "98";

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
    [namesOf(options), (env) => slowTests(env, options, toolchain)],
    [
      "secrets in what all of this has left",
      (env) => npm(["exec", "--", ...mocha("wholeRun", options.grep)], env),
    ],
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
  return optionsOf("npm test", { unit: boolean, e2e: boolean, grep: { type: "string" }, help: boolean });
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

/** The command of the integration tests, which judge the coverage of the unit tests as well. */
function integration(grep) {
  if (grep !== undefined) return ["npm", ["exec", "--", ...mocha("integration", grep)]];
  const judged = [
    "--include",
    "core/**/*.ts",
    "--include",
    "provider/**/*.ts",
    ...filesOfTypes().flatMap((file) => ["--exclude", file]),
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
  return ["npm", ["exec", "--", ...coverage, ...mocha("integration")]];
}

/** Files that hold types alone: nothing of them runs, and the coverage would count each of their lines as missed. */
function filesOfTypes() {
  const compiled = resolve("sdk/dist");
  return ["core", "provider"].flatMap((room) =>
    readdirSync(join(compiled, room), { recursive: true })
      .filter((name) => name.endsWith(".js"))
      .map((name) => join(room, name))
      .filter((name) =>
        /^"use strict";\s*Object\.defineProperty\(.*\);\s*(\/\/.*\s*)*$/.test(
          readFileSync(join(compiled, name), "utf8"),
        ),
      )
      .map((name) => name.replace(/js$/, "ts")),
  );
}

function namesOf({ unit, e2e }) {
  return [...(e2e ? [] : ["integration tests"]), ...(unit ? [] : ["end-to-end tests"])].join(" and ");
}

/**
 * The tests that mostly wait, for engines and faults, several processes at the same time: the integration tests are
 * one, each file of end-to-end tests is another. What a process says is shown when it has ended.
 */
async function slowTests(env, { unit, e2e, grep }, toolchain) {
  const commands = e2e ? [] : [[...integration(grep), env]];
  if (!unit) {
    const own = endToEndEnvironment(env, toolchain);
    const prepare = ["exec", "--", "tsx", "test/e2e/support/preparePackages.ts", own.TCSS_E2E_PACKAGES];
    const prepared = await npm(prepare, own);
    if (prepared !== 0) return prepared;
    commands.push(...endToEndFiles().map((file) => [process.execPath, endToEnd(file, grep), own]));
  }
  let worst = 0;
  const work = async () => {
    for (let next = commands.shift(); next !== undefined; next = commands.shift()) {
      const [command, args, itsEnv] = next;
      const { code, output } = await run(command, args, { env: itsEnv, stdio: ["ignore", "pipe", "pipe"] });
      console.log(output);
      worst ||= code;
    }
  };
  await Promise.all(Array.from({ length: PROCESSES }, work));
  return worst;
}

function endToEndEnvironment(env, toolchain) {
  const PATH = `${toolchain}${delimiter}${process.env.PATH ?? ""}`;
  // the last test searches what is written there
  const TCSS_E2E_PACKAGES = join(process.env.TCSS_TEST_RUN, "captured", "packages");
  mkdirSync(TCSS_E2E_PACKAGES, { recursive: true });
  return { ...env, TCSS_TOOLCHAIN: toolchain, PATH, TCSS_E2E_PACKAGES };
}

/** The longest first, so that none of them is left alone at the end. */
function endToEndFiles() {
  const files = readdirSync(resolve("test/e2e")).filter((name) => name.endsWith(".test.ts"));
  return [...SLOWEST, ...files.filter((name) => !SLOWEST.includes(name))];
}

/** What Node.js runs for one file: mocha takes more files than its configuration names, but not fewer. */
function endToEnd(file, grep) {
  const config = JSON.parse(readFileSync(resolve("test/e2e/.mocharc.json"), "utf8"));
  const required = config.require.flatMap((module) => ["--require", module]);
  const options = ["--no-config", "--forbid-only", "--timeout", String(config.timeout), ...required];
  const mocha = resolve("node_modules/mocha/bin/mocha.js");
  return [mocha, ...options, ...REPORTER, ...grepping(grep), `test/e2e/${file}`];
}

function grepping(grep) {
  return grep === undefined ? [] : ["--grep", grep];
}

/** The command that runs the tests in a folder of `test/`. */
function mocha(folder, grep) {
  return ["mocha", "--config", `test/${folder}/.mocharc.json`, ...REPORTER, ...grepping(grep)];
}

async function npm(args, env) {
  return (await run("npm", args, { env, stdio: "inherit" })).code;
}

// `npm test`: everything, on a fresh clone as well. The last line is "N passed, N failed".
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
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

/** The end-to-end tests that take longest, about as long as all others together. */
const SLOW = ["decisionTable", "errors", "deadlines", "gate", "start"].map((name) => `${name}.test.ts`);

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
          ["integration tests", (env) => integrationTests(env, options.grep)],
        ]),
    ...(options.unit ? [] : [["end-to-end tests", (env) => endToEndTests(env, options.grep, toolchain)]]),
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

function integrationTests(env, grep) {
  if (grep !== undefined) return npm(["exec", "--", ...mocha("integration", grep)], env);
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
  return npm(["exec", "--", ...coverage, ...mocha("integration")], env);
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

/** In two processes at the same time: engines and faults are mostly waited for. The second is shown when it has ended. */
async function endToEndTests(env, grep, toolchain) {
  const PATH = `${toolchain}${delimiter}${process.env.PATH ?? ""}`;
  const withToolchain = { ...env, TCSS_TOOLCHAIN: toolchain, PATH };
  const files = readdirSync(resolve("test/e2e")).filter((name) => name.endsWith(".test.ts"));
  const isSlow = (name) => SLOW.includes(name);
  const command = (names) => ["exec", "--", ...mochaOf("e2e", names, grep)];
  const [slow, rest] = await Promise.all([
    run("npm", command(files.filter(isSlow)), { env: withToolchain, stdio: "inherit" }),
    run("npm", command(files.filter((name) => !isSlow(name))), {
      env: withToolchain,
      stdio: ["ignore", "pipe", "pipe"],
    }),
  ]);
  console.log(rest.output);
  return slow.code || rest.code;
}

/** The command that runs some of the files in a folder of `test/`: mocha takes more files than its configuration names, but not fewer. */
function mochaOf(folder, names, grep) {
  const config = JSON.parse(readFileSync(resolve(`test/${folder}/.mocharc.json`), "utf8"));
  const required = config.require.flatMap((module) => ["--require", module]);
  const options = ["--no-config", "--forbid-only", "--timeout", String(config.timeout), ...required];
  const files = names.map((name) => `test/${folder}/${name}`);
  return ["mocha", ...options, ...REPORTER, ...grepping(grep), ...files];
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

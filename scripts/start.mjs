// `npm start`: from a fresh clone to the main job. It reads an account's purchase state with the real Pulumi
// engine, lets the gate judge it, and shows what a user would see. Plain JavaScript with Node's own modules
// only, because it runs before anything is installed.
import { readdirSync, rmSync } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { delimiter, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs, stripVTControlCharacters, styleText } from "node:util";
import { spawnGuarded, whenEnded } from "./children.mjs";
import * as setup from "./setup.mjs";

const ROOT = resolve(import.meta.dirname, "..");
const DEMO = join(ROOT, ".cache", "demo");
const GATE = "policy-pack/bin/tcss-gate";
/** Stacks of ours in the root project: `pulumi stack init` writes a settings file for each, taken away at the end. */
const STACK_PREFIX = "npm-start-";

const HELP = `Usage: npm start [-- OPTIONS]

Sets everything up (packages, build, Pulumi command line), then shows the main job with the real Pulumi
engine: an account's TCSS purchase state as stack outputs, and the gate that judges it.

With credentials of Tencent Cloud in reach (environment, tccli profile, ...) it previews the root stack against
that account: it only reads. Without, it uses an emulator on this machine and a local backend.

Options:
  --scenario NAME  show this account of the emulator's, credentials or not; a file NAME.json holds the fields
                   of a reply. Names: npm start -- --scenario list
  --verbose        show all that Pulumi prints, and where credentials were looked for
  --help           show this text

Exit status: 0 the gate passes, 1 it blocks, 2 it could not be determined, or something ended this before. Without
credentials and scenario: 0 when the demonstration went as it should, else 2.`;

const colour = process.stdout.isTTY === true && process.env.NO_COLOR === undefined;
const paint = (format, text) => (colour ? styleText(format, text) : text);
const say = (text = "") => console.log(text);

class UserError extends Error {}

/** Seconds in which credentials must be found. */
const CREDENTIALS_SECONDS = 15;

// "could not be determined", whatever ends this before there is a verdict that has been written
process.exitCode = 2;
process.on("uncaughtException", fail);
process.stdout.on("error", ({ code }) => fail(new UserError(`standard output cannot be written (${code})`)));
process.stderr.on("error", () => {});
process.on("exit", removeStackSettings);
whenEnded(() => process.exit(2));

const options = readOptions();
const verdict = await main().catch(fail);
// called when all that was said has been taken
process.stdout.write("", (error) => {
  if (!error) process.exitCode = verdict;
});

/** Says in one line what went wrong and ends this process; what it has started ends with it. */
function fail(error) {
  const isKnown = error instanceof UserError || error instanceof setup.SetupError;
  const message = setup.oneLine(String(error?.message ?? error));
  console.error(`npm start: ${isKnown ? "" : "unexpected failure: "}${message}`);
  process.exit(2);
}

function readOptions() {
  try {
    const { values } = parseArgs({
      options: {
        scenario: { type: "string" },
        verbose: { type: "boolean", default: false },
        help: { type: "boolean", short: "h", default: false },
      },
    });
    return values;
  } catch (error) {
    console.error(`npm start: ${error.message.split(". ")[0]}. See: npm start -- --help`);
    process.exit(2);
  }
}

async function main() {
  if (options.help) {
    say(HELP);
    return 0;
  }
  await setup.ensureInstalled();
  await setup.ensureBuilt();
  // what follows uses what was just built, as users of the packages do
  const require = createRequire(import.meta.url);
  const core = require("pulumi-tcss/core");
  const emulators = require("pulumi-tcss-emulator");
  if (options.scenario === "list") {
    for (const { name, description } of emulators.scenarios.values())
      say(`${name.padEnd(20)} ${description}`);
    return 0;
  }
  const found = options.scenario === undefined ? await findAccount(core) : undefined;
  const toolchain = await setup.ensureToolchain();
  await rm(DEMO, { recursive: true, force: true });
  await mkdir(join(DEMO, "backend"), { recursive: true });
  if (found !== undefined) return showAccount(found, toolchain);
  return options.scenario === undefined
    ? showDemonstration(emulators, toolchain)
    : showScenario(emulators, toolchain, options.scenario);
}

/** The account whose credentials are in reach, or undefined. */
async function findAccount(core) {
  const connection = readOrFail(() => core.resolveConnection({ env: process.env }));
  const aborter = new AbortController();
  // keeps this process alive, which AbortSignal.timeout does not
  const timer = setTimeout(
    () => aborter.abort(new UserError(`no credentials were found within ${CREDENTIALS_SECONDS} s`)),
    CREDENTIALS_SECONDS * 1000,
  );
  try {
    const { source, skipped } = await connection.findCredential(aborter.signal);
    return { connection, source, skipped };
  } catch (error) {
    // only "none found" means that there is no account; a broken source is the user's to know
    if (error.kind === "credentials" && error.message.startsWith("no credentials")) return undefined;
    throw new UserError(error.message);
  } finally {
    clearTimeout(timer);
  }
}

function readOrFail(read) {
  try {
    return read();
  } catch (error) {
    throw new UserError(error.message);
  }
}

async function showAccount({ connection, source, skipped }, toolchain) {
  say(
    `This reads ${paint("bold", "your account")} at ${connection.endpoint}, with the credentials from: ${source}.`,
  );
  if (options.verbose) for (const skip of skipped) say(`  not from ${skip.source}: ${skip.reason}`);
  say("It is a preview of the ready stack with the gate: nothing is created or changed.");
  say();
  const pulumi = pulumiRunner(toolchain, process.env);
  const run = await deploy(pulumi, "account", "preview");
  say();
  say(verdictLine(run));
  return run.verdict;
}

async function showScenario(emulators, toolchain, scenario) {
  const emulator = await startEmulator(emulators, scenario);
  try {
    say(`This talks to ${paint("bold", "an emulator")} at ${emulator.endpoint}, account "${scenario}".`);
    say();
    const pulumi = pulumiRunner(toolchain, emulatorEnvironment(emulator));
    const run = await deploy(pulumi, "scenario", "up");
    if (run.verdict === 0) await showOutputs(pulumi, run.stack);
    say();
    say(verdictLine(run));
    return run.verdict;
  } finally {
    await emulator.close();
  }
}

async function showDemonstration(emulators, toolchain) {
  const emulator = await startEmulator(emulators, "healthy");
  try {
    say(
      `No credentials of Tencent Cloud were found, so this talks to ${paint("bold", "an emulator")} on this machine,`,
    );
    say(`${emulator.endpoint}. The Pulumi engine, the signed requests and the gate are real.`);
    say();
    say(paint("bold", "1. An account in good health"));
    const pulumi = pulumiRunner(toolchain, emulatorEnvironment(emulator));
    const healthy = await deploy(pulumi, "healthy", "up");
    if (healthy.verdict === 0) await showOutputs(pulumi, healthy.stack);
    say();
    emulator.setScenario("example");
    say(paint("bold", "2. The account of Tencent's own API document, with a new stack to deploy"));
    const blocked = await deploy(pulumi, "example", "up");
    const { stdout: state } = await pulumi(["stack", "export", "--stack", blocked.stack]);
    const created = JSON.parse(state).deployment.resources?.length ?? 0;
    say(
      created === 0
        ? `The deployment stopped (exit code ${blocked.code}) before anything was created.`
        : `${created} resources were created, which should not happen.`,
    );
    say();
    showNextSteps();
    const asItShould = healthy.verdict === 0 && blocked.verdict === 1 && created === 0;
    if (!asItShould) say(paint("red", "This is not what the demonstration should show: see above."));
    return asItShould ? 0 : 2;
  } finally {
    await emulator.close();
  }
}

function showNextSteps() {
  say(paint("bold", "Next"));
  say("  npm start -- --scenario expired-isolated   another account; --scenario list names them all");
  say(
    "  export TENCENTCLOUD_SECRET_ID=... TENCENTCLOUD_SECRET_KEY=... && npm start   your own account, read-only",
  );
  say('  README.md, "In your own program"            the resource, the gate in CI, stack references');
}

async function startEmulator(emulators, scenario) {
  const isFile = scenario.endsWith(".json");
  if (!isFile && !emulators.scenarios.has(scenario))
    throw new UserError(`there is no scenario ${scenario}. See: npm start -- --scenario list`);
  const fields = isFile ? readOrFail(() => emulators.readFieldsFile(scenario)) : scenario;
  return emulators.startEmulator({ scenario: fields });
}

/** An environment with the emulator's credentials and none of the user's. */
function emulatorEnvironment({ endpoint, secretId, secretKey }) {
  const foreign = /^(TENCENTCLOUD|TCCLI|TKE|TCSS)_|^(https?|all)_proxy$/i;
  return {
    ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !foreign.test(name))),
    TENCENTCLOUD_SECRET_ID: secretId,
    TENCENTCLOUD_SECRET_KEY: secretKey,
    TENCENTCLOUD_TCSS_ENDPOINT: endpoint,
    TENCENTCLOUD_STS_ENDPOINT: endpoint,
  };
}

/** Runs `pulumi` in the root project, with a backend and a home of its own inside the checkout. */
function pulumiRunner(toolchain, environment) {
  const env = {
    ...Object.fromEntries(Object.entries(environment).filter(([name]) => !name.startsWith("PULUMI_"))),
    PATH: `${toolchain}${delimiter}${environment.PATH ?? ""}`,
    PULUMI_HOME: join(DEMO, "pulumi-home"),
    PULUMI_BACKEND_URL: pathToFileURL(join(DEMO, "backend")).href,
    PULUMI_CONFIG_PASSPHRASE: "",
    PULUMI_SKIP_UPDATE_CHECK: "true",
    // the gate keeps compiled code in the user's cache folder, and nothing outside the checkout is touched here
    NODE_DISABLE_COMPILE_CACHE: "1",
  };
  return (args) =>
    new Promise((done, fail) => {
      const child = spawnGuarded(
        "pulumi",
        ["--non-interactive", "--color", colour ? "always" : "never", ...args],
        {
          cwd: ROOT,
          env,
          stdio: ["ignore", "pipe", "pipe"],
        },
      );
      let [stdout, all] = ["", ""];
      const collect = (chunk, isOutput) => {
        all += chunk;
        if (isOutput) stdout += chunk;
        if (options.verbose) process.stdout.write(chunk);
      };
      child.stdout.setEncoding("utf8").on("data", (chunk) => collect(chunk, true));
      child.stderr.setEncoding("utf8").on("data", (chunk) => collect(chunk, false));
      child.on("error", fail);
      child.on("close", (code) => done({ code, stdout, all }));
    });
}

/** Deploys (or previews) the root stack with the gate and shows what the gate said. */
async function deploy(pulumi, name, command) {
  const stack = STACK_PREFIX + name;
  const initialized = await pulumi(["stack", "init", stack]);
  if (initialized.code !== 0) throw new UserError(`pulumi stack init failed:\n${initialized.all.trim()}`);
  const flags = command === "up" ? ["--yes"] : [];
  say(paint("dim", `$ pulumi ${command}${command === "up" ? " --yes" : ""} --policy-pack ${GATE}`));
  const run = await pulumi([command, "--stack", stack, ...flags, "--policy-pack", GATE]);
  const lines = run.all.split("\n");
  const policies = section(lines, "Policies:");
  if (!options.verbose) {
    if (policies.length > 0) say(condensed(policies).join("\n"));
    else if (run.code !== 0) say(section(lines, "Diagnostics:").join("\n") || run.all.trim());
  }
  return { stack, code: run.code, verdict: verdictOf(run.code, policies) };
}

/**
 * The lines of the section "Policies" in which the same words about several resources stand once, and notes that
 * stop nothing are named only where there is something that does.
 */
function condensed(lines) {
  const first = lines.findIndex(isFinding);
  if (first < 0) return lines;
  const findings = new Map();
  for (const [index, line] of lines.entries()) {
    if (!isFinding(line)) continue;
    const plain = stripVTControlCharacters(line);
    const [, level, policy, resource] =
      /- \[(\w+)\].*?([\w-]+) +\((?:.*[:/])?(\w+: [^)]*)\)$/.exec(plain) ?? [];
    const next = lines.findIndex((other, at) => at > index && isFinding(other));
    const words = lines.slice(index + 1, next < 0 ? undefined : next);
    const key = [level, policy, ...words].join("\n");
    const known = findings.get(key);
    if (known === undefined) findings.set(key, { level, policy, resources: [resource], words });
    else known.resources.push(resource);
  }
  const all = [...findings.values()];
  const stopping = all.filter(({ level }) => level === "mandatory");
  const shown = stopping.length === 0 ? all : stopping;
  const notes = all.filter((finding) => !shown.includes(finding)).map(({ policy }) => policy);
  return [
    ...lines.slice(0, first),
    ...shown.flatMap(({ level, policy, resources, words }) => [
      paint(
        level === "mandatory" ? "red" : "yellow",
        `        - [${level}] ${policy} (${resources.sort().join("; ")})`,
      ),
      ...words,
    ]),
    ...(notes.length === 0
      ? []
      : [`        and advisory notes of ${[...new Set(notes)].join(", ")}: see --verbose`]),
  ];
}

function isFinding(line) {
  return /^ +- \[(mandatory|advisory)\]/.test(stripVTControlCharacters(line));
}

function verdictOf(code, policies) {
  if (code === 0) return 0;
  const said = stripVTControlCharacters(policies.join("\n"));
  if (said.includes("purchase-state-available")) return 2;
  return said.includes("[mandatory]") ? 1 : 2;
}

function verdictLine({ verdict }) {
  switch (verdict) {
    case 0:
      return paint("green", "The gate passes.");
    case 1:
      return paint("red", "The gate blocks this deployment.");
    default:
      return paint(
        "yellow",
        "The gate blocks, because it could not be determined whether the account is protected.",
      );
  }
}

/** A section of Pulumi's output: from its heading to the next one. */
function section(lines, heading) {
  const plain = lines.map(stripVTControlCharacters);
  const from = plain.indexOf(heading);
  if (from < 0) return [];
  const length = plain.slice(from + 1).findIndex((line) => line === "" || /^[A-Z][a-z]+:/.test(line));
  return lines.slice(from, length < 0 ? undefined : from + 1 + length);
}

async function showOutputs(pulumi, stack) {
  const { stdout } = await pulumi(["stack", "output", "--json", "--stack", stack]);
  const outputs = Object.entries(JSON.parse(stdout));
  const width = Math.max(...outputs.map(([name]) => name.length));
  const cells = outputs.map(([name, value]) => `${name.padEnd(width)}  ${String(value)}`);
  const half = Math.ceil(cells.length / 2);
  const left = Math.max(...cells.slice(0, half).map((cell) => cell.length)) + 3;
  say("Stack outputs:");
  for (let row = 0; row < half; row += 1)
    say(`  ${cells[row].padEnd(left)}${cells[row + half] ?? ""}`.trimEnd());
}

/** Also when this process is ended: synchronous. */
function removeStackSettings() {
  for (const name of readdirSync(ROOT))
    if (name.startsWith(`Pulumi.${STACK_PREFIX}`)) rmSync(join(ROOT, name), { force: true });
}

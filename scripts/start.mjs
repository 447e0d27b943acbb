// `npm start`: from a fresh clone to the main job. It reads an account's purchase state with the real Pulumi
// engine, lets the gate judge it, and shows what a user would see. Plain JavaScript with Node's own modules
// only, because it runs before anything is installed.
import { createRequire } from "node:module";
import { styleText } from "node:util";
import { whenEnded } from "./children.mjs";
import * as engine from "./demoEngine.mjs";
import * as setup from "./setup.mjs";

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

const isColored = process.stdout.isTTY === true && process.env.NO_COLOR === undefined;
const paint = (format, text) => (isColored ? styleText(format, text) : text);
const say = (text = "") => console.log(text);

class UserError extends Error {}

/** Seconds in which credentials must be found. */
const CREDENTIALS_SECONDS = 15;

// "could not be determined", until a verdict has been written
process.exitCode = 2;
process.on("uncaughtException", fail);
process.stdout.on("error", ({ code }) => fail(new UserError(`standard output cannot be written (${code})`)));
process.stderr.on("error", () => {});
process.on("exit", engine.removeStackSettings);
whenEnded(() => process.exit(2));

const options = readOptions();
/** The policy that speaks where the account could not be read. */
let unreadablePolicy;
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
    return setup.optionsOf("npm start", {
      scenario: { type: "string" },
      verbose: { type: "boolean", default: false },
      help: { type: "boolean", short: "h", default: false },
    });
  } catch (error) {
    console.error(error.message);
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
  unreadablePolicy = core.rules.find(({ id }) => id === "TCSS000").name;
  if (options.scenario === "list") {
    for (const { name, description } of emulators.scenarios.values())
      say(`${name.padEnd(20)} ${description}`);
    return 0;
  }
  const found = options.scenario === undefined ? await findAccount(core) : undefined;
  const toolchain = await setup.ensureToolchain();
  await engine.prepareBackend();
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
    // no account, where no source had any; an error of a source, or of a service that was asked, is shown
    const { kind, credentialSource, endpoint } = error;
    if (kind === "credentials" && credentialSource === undefined && endpoint === undefined) return undefined;
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
  const pulumi = engine.pulumiRunner(toolchain, process.env, { isVerbose: options.verbose, isColored });
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
    const pulumi = engine.pulumiRunner(toolchain, emulatorEnvironment(emulator), {
      isVerbose: options.verbose,
      isColored,
    });
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
    const pulumi = engine.pulumiRunner(toolchain, emulatorEnvironment(emulator), {
      isVerbose: options.verbose,
      isColored,
    });
    const healthy = await deploy(pulumi, "healthy", "up");
    if (healthy.verdict === 0) await showOutputs(pulumi, healthy.stack);
    say();
    emulator.setScenario("example");
    say(paint("bold", "2. The account of Tencent's own API document, with a new stack to deploy"));
    const blocked = await deploy(pulumi, "example", "up");
    const created = await engine.countResources(pulumi, blocked.stack);
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

/** Deploys (or previews) the root stack with the gate and shows what the gate found. */
async function deploy(pulumi, name, command) {
  say(paint("dim", `$ pulumi ${command}${command === "up" ? " --yes" : ""} --policy-pack ${engine.GATE}`));
  const run = await engine.deploy(pulumi, name, command);
  if (!options.verbose) showFindings(run);
  return { ...run, verdict: verdictOf(run) };
}

/** Findings that stop nothing are only counted where there is one that stops the deployment. */
function showFindings({ code, findings, errors, all }) {
  const stopping = findings.filter(({ level }) => level === "mandatory");
  const shown = stopping.length === 0 ? findings : stopping;
  for (const { policy, level, message, resources } of shown) {
    const color = level === "mandatory" ? "red" : "yellow";
    say(paint(color, `  - [${level}] ${policy} (${[...resources].sort().join("; ")})`));
    for (const line of message.split("\n")) say(`    ${line}`);
  }
  const notes = findings.filter((finding) => !shown.includes(finding)).map(({ policy }) => policy);
  if (notes.length > 0) say(`  and advisory notes of ${[...new Set(notes)].join(", ")}: see --verbose`);
  if (code !== 0 && stopping.length === 0) say(errors.join("\n") || all.trim());
}

/** 0: the gate passes, 1: it blocks, 2: it could not be determined. */
function verdictOf({ code, findings }) {
  if (code === 0) return 0;
  const stopping = findings.filter(({ level }) => level === "mandatory");
  if (stopping.some(({ policy }) => policy === unreadablePolicy)) return 2;
  return stopping.length > 0 ? 1 : 2;
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

async function showOutputs(pulumi, stack) {
  const outputs = Object.entries(await engine.readOutputs(pulumi, stack));
  const width = Math.max(...outputs.map(([name]) => name.length));
  const cells = outputs.map(([name, value]) => `${name.padEnd(width)}  ${String(value)}`);
  const half = Math.ceil(cells.length / 2);
  const left = Math.max(...cells.slice(0, half).map((cell) => cell.length)) + 3;
  say("Stack outputs:");
  for (let row = 0; row < half; row += 1)
    say(`  ${cells[row].padEnd(left)}${cells[row + half] ?? ""}`.trimEnd());
}

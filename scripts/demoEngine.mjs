// The real Pulumi engine for `npm start`: it deploys the root stack with the gate, in a backend of its own inside the
// checkout. What happened is read from the engine's events.
import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { pathToFileURL } from "node:url";
import { spawnGuarded } from "./children.mjs";
import { ROOT, SetupError } from "./setup.mjs";

export const GATE = "policy-pack/bin/tcss-gate";
const DEMO = join(ROOT, ".cache", "demo");
/** Stacks of ours in the root project: `pulumi stack init` writes a settings file for each. */
const STACK_PREFIX = "npm-start-";

/** Starts with no stack at all. */
export async function prepareBackend() {
  await rm(DEMO, { recursive: true, force: true });
  await mkdir(join(DEMO, "backend"), { recursive: true });
}

/** Runs `pulumi` in the root project, with a backend and a home of its own. `isVerbose`: shows all that it prints. */
export function pulumiRunner(toolchain, environment, { isVerbose, isColored }) {
  const env = {
    ...Object.fromEntries(Object.entries(environment).filter(([name]) => !name.startsWith("PULUMI_"))),
    PATH: `${toolchain}${delimiter}${environment.PATH ?? ""}`,
    PULUMI_HOME: join(DEMO, "pulumi-home"),
    PULUMI_BACKEND_URL: pathToFileURL(join(DEMO, "backend")).href,
    PULUMI_CONFIG_PASSPHRASE: "",
    PULUMI_SKIP_UPDATE_CHECK: "true",
    // for --event-log
    PULUMI_DEBUG_COMMANDS: "true",
    // otherwise the gate would write compiled code to the user's cache folder, which is outside the checkout
    NODE_DISABLE_COMPILE_CACHE: "1",
  };
  return (args) =>
    new Promise((done, fail) => {
      const flags = ["--non-interactive", "--color", isColored ? "always" : "never"];
      const options = { cwd: ROOT, env, stdio: ["ignore", "pipe", "pipe"] };
      const child = spawnGuarded("pulumi", [...flags, ...args], options);
      let [stdout, all] = ["", ""];
      const collect = (chunk, isOutput) => {
        all += chunk;
        if (isOutput) stdout += chunk;
        if (isVerbose) process.stdout.write(chunk);
      };
      child.stdout.setEncoding("utf8").on("data", (chunk) => collect(chunk, true));
      child.stderr.setEncoding("utf8").on("data", (chunk) => collect(chunk, false));
      child.on("error", fail);
      child.on("close", (code) => done({ code, stdout, all }));
    });
}

/**
 * Deploys (`up`) or previews the root stack with the gate.
 * @returns the stack, the exit code, all that Pulumi printed, and what the engine's events say: the findings of the
 * policies, and the errors.
 */
export async function deploy(pulumi, name, command) {
  const stack = STACK_PREFIX + name;
  const initialized = await pulumi(["stack", "init", stack]);
  if (initialized.code !== 0) throw new SetupError(`pulumi stack init failed:\n${initialized.all.trim()}`);
  const log = join(DEMO, `${name}.events.json`);
  const flags = ["--stack", stack, "--policy-pack", GATE, `--event-log=${log}`];
  const run = await pulumi([command, ...flags, ...(command === "up" ? ["--yes"] : [])]);
  return { stack, ...run, ...readEvents(log) };
}

/** The number of resources that the stack has. */
export async function countResources(pulumi, stack) {
  const { stdout } = await pulumi(["stack", "export", "--stack", stack]);
  return JSON.parse(stdout).deployment.resources?.length ?? 0;
}

export async function readOutputs(pulumi, stack) {
  const { stdout } = await pulumi(["stack", "output", "--json", "--stack", stack]);
  return JSON.parse(stdout);
}

/** Removes the settings files of the stacks. Synchronous: it runs also when this process is ended. */
export function removeStackSettings() {
  for (const name of readdirSync(ROOT))
    if (name.startsWith(`Pulumi.${STACK_PREFIX}`)) rmSync(join(ROOT, name), { force: true });
}

function readEvents(file) {
  const lines = existsSync(file) ? readFileSync(file, "utf8").split("\n") : [];
  const events = lines.filter((line) => line !== "").map((line) => JSON.parse(line));
  return {
    findings: uniqueFindings(events.flatMap(({ policyEvent }) => policyEvent ?? [])),
    errors: events
      .map(({ diagnosticEvent }) => diagnosticEvent)
      .filter((event) => event?.severity === "error")
      .map(({ message }) => plain(message)),
  };
}

/** `up` has a preview and an update, and the same message may be about several resources: each message once. */
function uniqueFindings(events) {
  const findings = new Map();
  for (const { policyName, enforcementLevel, message, resourceUrn } of events) {
    const key = JSON.stringify([policyName, enforcementLevel, message]);
    const known = findings.get(key) ?? {
      policy: policyName,
      level: enforcementLevel,
      message: plain(message),
      resources: new Set(),
    };
    if (resourceUrn) known.resources.add(resourceName(resourceUrn));
    findings.set(key, known);
  }
  return [...findings.values()];
}

/** `Stack: NAME` of `urn:pulumi:STACK::PROJECT::pulumi:pulumi:Stack::NAME`. */
function resourceName(urn) {
  const [, , type = "", ...name] = urn.split("::");
  return `${type.split(/[:/$]/).at(-1)}: ${name.join("::")}`;
}

/** Without the engine's marks for colors. */
function plain(message) {
  return message.replace(/<\{%[^%]*%\}>/g, "").trim();
}

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Command, CommanderError, InvalidArgumentError, Option } from "commander";
import { type EmulatorOptions, startEmulator } from "./emulator";
import { readFieldsFile } from "./fieldsFile";
import { scenarioNamed, scenarios } from "./scenarios";
import { type Site, sites } from "./settings";

interface Flags {
  readonly port: number;
  readonly scenario: string;
  readonly secretId?: string;
  readonly secretKey?: string;
  readonly site?: Site;
  readonly unitsPerCore?: number;
  readonly endWithParent?: true;
  readonly listScenarios?: true;
}

const { version } = JSON.parse(readFileSync(join(__dirname, "..", "package.json"), "utf8")) as {
  version: string;
};

const width = Math.max(...[...scenarios.keys()].map((name) => name.length));
const SCENARIO_LIST = [...scenarios.values()]
  .map(({ name, description }) => `  ${name.padEnd(width)}  ${description}\n`)
  .join("");

const command = new Command("tcss-emulator")
  .description("Answers like Tencent Cloud's TCSS API, signature checks included, on 127.0.0.1 only.")
  .option("--port <number>", "the port to listen on; 0 takes any free one", parsePort, 0)
  .option(
    "--scenario <name|file.json>",
    "what to answer: a scenario, or a file with the fields of one reply",
    "healthy",
  )
  .option("--secret-id <id>", "the SecretId to accept")
  .option("--secret-key <key>", "its SecretKey")
  .addOption(new Option("--site <site>", "the site to play: mainland alone lists super nodes").choices(sites))
  .option("--units-per-core <number>", "what the lists of assets call a core (default: 1000)", parseUnits)
  .option("--end-with-parent", "end within a second once the process that started it has ended")
  .option("--list-scenarios", "list the scenarios and exit")
  .version(version)
  .addHelpText("after", `\nScenarios:\n${SCENARIO_LIST}`)
  .allowExcessArguments(false)
  // one line for each error: commander would add a suggestion on a second line
  .showSuggestionAfterError(false)
  .configureOutput({ outputError: (text, write) => write(text.replace(/^error:/, "tcss-emulator:")) })
  .exitOverride();

main().catch((error: unknown) => {
  if (error instanceof CommanderError) {
    // commander has already printed its line; help and version end with 0
    process.exitCode = error.exitCode === 0 ? 0 : 2;
    return;
  }
  process.stderr.write(`tcss-emulator: ${error instanceof Error ? error.message : error}\n`);
  process.exitCode = 2;
});

async function main(): Promise<void> {
  const flags = command.parse().opts<Flags>();
  if (flags.listScenarios) {
    process.stdout.write(SCENARIO_LIST.replace(/^ {2}/gm, ""));
    return;
  }
  const emulator = await startEmulator(options(flags)).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "EADDRINUSE") throw new Error(`port ${flags.port} is in use`);
    if (error.code === "EACCES") throw new Error(`port ${flags.port} may not be used by this user`);
    throw error;
  });
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => void emulator.close());
  }
  if (flags.endWithParent) onceParentIsGone(() => void emulator.close());
  const { endpoint, secretId, secretKey, accountId } = emulator;
  const ready = { endpoint, secretId, secretKey, accountId, scenario: flags.scenario };
  process.stdout.write(`${JSON.stringify(ready)}\n`);
}

/** Another process takes the place of a parent that has ended. */
function onceParentIsGone(end: () => void): void {
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    end();
  }, 500).unref();
}

function options({ port, scenario, secretId, secretKey, site, unitsPerCore }: Flags): EmulatorOptions {
  return {
    port,
    scenario: scenario.endsWith(".json") ? readFieldsFile(scenario) : scenarioNamed(scenario).name,
    ...(secretId !== undefined && { secretId }),
    ...(secretKey !== undefined && { secretKey }),
    site,
    unitsPerCore,
  };
}

function parsePort(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65535)
    throw new InvalidArgumentError("It must be a number from 0 to 65535.");
  return port;
}

function parseUnits(text: string): number {
  const units = Number(text);
  if (!/^\d+(\.\d+)?$/.test(text) || units <= 0)
    throw new InvalidArgumentError("It must be a positive number.");
  return units;
}

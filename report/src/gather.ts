import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import {
  type AssessSettings,
  asTcssError,
  type ConnectionArgs,
  configurationError,
  GATE_FILE,
  type LoadedGateSettings,
  levelsAndSettings,
  loadGateSettings,
  onlyDefined,
  printable,
  problemsOfRulesConfig,
  type RulesConfig,
  TcssError,
  unavailableNotice,
} from "pulumi-tcss/core";
import { type HistoryOfStack, makeReport, type Observation, type ReportDocument } from "./document";
import type { CommonOptions } from "./options";
import { pricesFor } from "./prices";
import { Progress } from "./progress";

/** What the command was started with, besides its options. */
export interface Surroundings {
  readonly env: NodeJS.ProcessEnv;
  readonly folder: string;
  readonly now: Date;
  readonly version: string;
}

export interface GatherOptions extends CommonOptions {
  readonly history?: boolean;
}

/** One thing that is read. */
interface Source {
  readonly name: string;
  read(): Promise<Observation[]>;
}

/** How many sources are read at a time: each stack is a process of its own. */
const AT_A_TIME = 4;

/**
 * Reads all sources and judges them. Of several, one that cannot be read is a finding, and the others are judged.
 * @throws TcssError of kind `configuration` for settings that cannot be understood, and where the only source is
 * a file that holds no purchase state.
 */
export async function gather(options: GatherOptions, surroundings: Surroundings): Promise<ReportDocument> {
  const { env, folder, now: clock, version } = surroundings;
  const { stack: stacks = [], quiet = false, verbose = false, prices: priceList = "site" } = options;
  const say = (line: string): void => console.error(printable(line, 2000));
  const tell = verbose ? say : () => {};
  const notice = quiet ? () => {} : (line: string) => say(`tcss: ${line}`);
  const now = options.at ?? clock;
  const gate = gateSettings(options, env, folder, tell);
  for (const line of gate.notices) notice(line);
  const settings = rulesSettings(options.policyPackConfig);
  const lowered = unavailableNotice(settings);
  if (lowered !== undefined) notice(lowered);
  const prices = pricesFor(priceList);
  const sources = sourcesOf(options, gate, env, now, verbose ? say : undefined);
  const history = options.history === true;
  const progress = new Progress(options, sources.length + (history ? stacks.length : 0));
  try {
    const read = await inTurns(sources, async ({ name, read: from }): Promise<Observation[]> => {
      progress.reading(name);
      const found = await from();
      for (const { reading } of found)
        tell(`${name}: ${reading instanceof TcssError ? reading.message : "read a purchase state"}`);
      return found;
    });
    const points = history ? await histories(stacks, progress, notice) : undefined;
    return makeReport(read.flat(), { settings, gate, prices, now, version, history: points });
  } finally {
    progress.done();
  }
}

function gateSettings(
  { gateConfig }: CommonOptions,
  env: NodeJS.ProcessEnv,
  folder: string,
  tell: (line: string) => void,
): LoadedGateSettings {
  const named = gateConfig ?? env["TCSS_GATE_CONFIG"];
  const file = named || join(folder, GATE_FILE);
  const gate = loadGateSettings({ packFolder: folder, env: named ? { TCSS_GATE_CONFIG: named } : {} });
  tell(existsSync(file) ? `settings: ${file}` : `settings: the defaults, there is no ${file}`);
  return gate;
}

function sourcesOf(
  options: CommonOptions,
  gate: LoadedGateSettings,
  env: NodeJS.ProcessEnv,
  now: Date,
  explain: ((line: string) => void) | undefined,
): Source[] {
  const { file: files = [], stack: stacks = [], live = false } = options;
  const alone = files.length + stacks.length === 1 && !live;
  const context = { gate, now };
  const account: Source = {
    name: "the account",
    read: async () => {
      const { readAccounts } = await import("./sources/live.js");
      return readAccounts({
        selectors: selectorsIn(options),
        limits: limitsIn(options),
        gate,
        env,
        explain,
      });
    },
  };
  const sources = [
    ...files.map(
      (file): Source => ({ name: file === "-" ? "standard input" : file, read: () => fromFile(file) }),
    ),
    ...stacks.map((stack): Source => ({ name: stack, read: () => fromStack(stack) })),
  ];
  return live || sources.length === 0 ? [...sources, account] : sources;

  async function fromFile(file: string): Promise<Observation[]> {
    const { readFile } = await import("./sources/file.js");
    try {
      return await readFile(file, context);
    } catch (error) {
      // the only source: whoever named it hears of it in one line
      if (alone) throw error;
      const origin = file === "-" ? { kind: "stdin", name: "standard input" } : { kind: "file", name: file };
      return [{ origin, reading: asTcssError(error), place: {} } as Observation];
    }
  }

  async function fromStack(stack: string): Promise<Observation[]> {
    const { readStack } = await import("./sources/stack.js");
    return readStack(stack, context);
  }
}

/** `act` for each of `items`, some at a time; results in the order of the items. */
async function inTurns<T, R>(items: readonly T[], act: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  const waiting = items.entries();
  const work = async (): Promise<void> => {
    for (const [index, item] of waiting) results[index] = await act(item);
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, work));
  return results;
}

async function histories(
  stacks: readonly string[],
  progress: Progress,
  notice: (line: string) => void,
): Promise<HistoryOfStack[]> {
  if (stacks.length === 0) notice("--history is about stacks: name one with --stack");
  const { readHistory } = await import("./sources/history.js");
  return inTurns(stacks, (stack) => {
    progress.reading(`the history of ${stack}`);
    return readHistory(stack, notice);
  });
}

function selectorsIn({ account, profile, site, endpoint }: CommonOptions): ConnectionArgs {
  return onlyDefined({ account, profile, site, endpoint });
}

function limitsIn({ deadline, requestTimeout }: CommonOptions): {
  deadlineSeconds?: number;
  requestTimeoutSeconds?: number;
} {
  return onlyDefined({ deadlineSeconds: deadline, requestTimeoutSeconds: requestTimeout });
}

function rulesSettings(file: string | undefined): AssessSettings {
  if (file === undefined) return levelsAndSettings({});
  const shown = printable(file);
  let config: unknown;
  try {
    config = JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    throw configurationError(
      file,
      code === undefined ? `${shown} is not JSON` : `${shown} cannot be read (${code})`,
      "Give --policy-pack-config a JSON file, as for pulumi.",
    );
  }
  const [problem] = problemsOfRulesConfig(config);
  if (problem === undefined) return levelsAndSettings(config as RulesConfig);
  throw configurationError(
    problem.property,
    `${shown} is wrong: ${printable([problem.property, problem.problem].join(" "), 500)}`,
  );
}

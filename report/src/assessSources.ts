import {
  AccountReader,
  type AssetReads,
  assessSettingsOf,
  asTcssError,
  type Criteria,
  configurationError,
  type Forecast,
  GATE_FILE,
  type LoadedGateSettings,
  startOfDay,
  TcssError,
  unavailableNotice,
} from "pulumi-tcss/internal";
import type { CoveredAccount } from "./coverageDocument";
import {
  criteriaOf,
  type HistoryOfStack,
  makeReport,
  type Observation,
  type ReportDocument,
} from "./document";
import { gateSettings, inStack, isExempt, weighedRules } from "./gateSettings";
import { messagesOf } from "./messages";
import {
  type AsOf,
  type CommonOptions,
  limitsIn,
  type PlanSelection,
  selectorsIn,
  selectPlans,
} from "./options";
import { pricesFor } from "./prices";
import { Progress } from "./progress";

/** What the command was started with, besides its options. */
export interface CommandContext {
  readonly env: NodeJS.ProcessEnv;
  readonly folder: string;
  readonly now: Date;
  readonly version: string;
}

export interface AssessOptions extends CommonOptions, PlanSelection {
  /** Is given who was asked by a live read, in one line. */
  readonly onAsked?: (line: string) => void;
  readonly history?: boolean;
  /** Whether the assets of the accounts that are asked live are read as well. */
  readonly coverage?: boolean;
}

/** One thing that is read. */
interface Source {
  readonly name: string;
  /** Whether it is the account itself. */
  readonly isLive?: boolean;
  read(): Promise<Observation[]>;
}

/** How many sources are read at a time: each stack is a process of its own. */
const AT_A_TIME = 4;

/**
 * Reads all sources and assesses them. Of several, one that cannot be read is a finding, and the others are assessed.
 * @throws TcssError of kind `configuration` for settings that cannot be understood, and where the only source is
 * a file that holds no purchase state.
 */
export async function assessSources(
  options: AssessOptions,
  context: CommandContext,
): Promise<ReportDocument> {
  const { env, folder, now: clock, version } = context;
  const { stack: stacks = [], prices: priceList = "site" } = options;
  const { plan: plans = [] } = options;
  const { explain, notice } = messagesOf(options);
  const gate = gateSettings(options, env, folder, { explain, notice });
  const now = timeOf(options.at ?? clock, gate.timeZone);
  const rules = weighedRules(gate.ruleLayers, options);
  for (const line of rules.notices) notice(line);
  const scope = { ...gate.ruleLayers.scope, isPlanJudged: plans.length > 0 };
  const settings = assessSettingsOf({ ...rules, scope });
  const lowered = unavailableNotice(settings, scope);
  if (lowered !== undefined) notice(lowered);
  const prices = pricesFor(priceList);
  // a later --at does not make values older
  const readAt = new Date(Math.min(now.getTime(), clock.getTime()));
  const reader = new AccountReader({ remember: true });
  const criteria = criteriaOf({ gate, settings, now });
  let reads: Promise<AssetReads> | undefined;
  /** What reads the assets of accounts, each once in a run. */
  const assets = (): Promise<AssetReads> => {
    reads ??= import("./sources/live.js").then(({ assetReads }) =>
      assetReads({ reader, limits: limitsIn(options), prices }),
    );
    return reads;
  };
  const all = sourcesOf(options, gate, { env, now: readAt, reader, assets, criteria, explain });
  const exempt = asksLive(options) && isExempt(gate, options.stackName, notice);
  const sources = all.filter(({ isLive }) => !(isLive === true && exempt));
  const history = options.history === true;
  const progress = new Progress(options, sources.length + (history ? stacks.length : 0));
  try {
    // before the account is asked: a plan that is none is the whole answer
    const forecast = plans.length === 0 ? undefined : await plannedIn(plans);
    const read = await inTurns(sources, async ({ name, read: from }): Promise<Observation[]> => {
      progress.reading(name);
      const found = await from();
      for (const { reading } of found)
        explain(`${name}: ${reading instanceof TcssError ? reading.message : "read a purchase state"}`);
      return found;
    });
    for (const { asked } of read.flat()) if (asked !== undefined) options.onAsked?.(asked);
    const counted = onlyCounted(read.flat(), exempt, notice);
    const points = history ? await histories(stacks, progress, notice) : undefined;
    const coverage = options.coverage === true ? await assetsOf(sources) : undefined;
    const placed = inStack(counted, gate, options.stackName).map(
      (observation): Observation => ({ ...observation, forecast }),
    );
    const observations = asksLive(options) ? await linkedToAccounts(placed) : placed;
    return makeReport(observations, {
      settings,
      gate,
      prices,
      now,
      version,
      history: points,
      coverage,
      forecast,
      isExempt: exempt,
    });
  } finally {
    progress.done();
  }

  /** Values that are stored are judged by the assets of their account, where that is asked as well. */
  async function linkedToAccounts(found: readonly Observation[]): Promise<Observation[]> {
    const { withAssetsOfAccounts } = await import("./sources/live.js");
    return withAssetsOfAccounts(found, await assets(), criteria);
  }

  async function plannedIn(files: readonly string[]): Promise<Forecast> {
    if (files.includes("-") && (options.file ?? []).includes("-"))
      throw configurationError(
        "--plan",
        "standard input is named twice",
        "Pipe either the plan or the saved reply, and name a file for the other.",
      );
    const { readPlans } = await import("./sources/plan.js");
    return readPlans(files, selectPlans(options, gate, env, notice));
  }

  async function assetsOf(read: readonly Source[]): Promise<CoveredAccount[]> {
    if (!read.some(({ isLive }) => isLive === true)) {
      notice("--coverage is about accounts that are asked live: add --live");
      return [];
    }
    const { readCoverage } = await import("./sources/coverage.js");
    const accounts = await readCoverage({
      reader,
      selectors: selectorsIn(options),
      limits: limitsIn(options),
      gate,
      env,
      prices,
      explain,
    });
    for (const { name, coverage } of accounts)
      if (coverage instanceof TcssError)
        notice(`the assets of ${name} could not be read: ${coverage.message}`);
    return accounts;
  }
}

/** Whether the account itself is a source. */
function asksLive({ file = [], stack = [], live = false }: CommonOptions): boolean {
  return live || file.length + stack.length === 0;
}

interface SourceInputs {
  readonly env: NodeJS.ProcessEnv;
  /** For the age of values: a later --at makes them no older. */
  readonly now: Date;
  readonly reader: AccountReader;
  readonly assets: () => Promise<AssetReads>;
  /** By what accounts are judged. */
  readonly criteria: Criteria;
  readonly explain: (line: string) => void;
}

function sourcesOf(
  options: CommonOptions,
  gate: LoadedGateSettings,
  { env, now, reader, assets, criteria, explain }: SourceInputs,
): Source[] {
  const { file: files = [], stack: stacks = [], live = false } = options;
  const alone = files.length + stacks.length === 1 && !live;
  if (gate.source === "resources" && files.length + stacks.length === 0 && !live)
    throw new TcssError(
      "the gate's settings let PurchaseState resources alone decide (source: resources), and none is named here",
      {
        kind: "evidence",
        nextStep:
          "Name the stack that has them with --stack ORGANIZATION/PROJECT/STACK, or ask the account all the same with --live.",
      },
    );
  const context = { gate, now };
  const account: Source = {
    name: "the account",
    isLive: true,
    read: async () => {
      const { readLive } = await import("./sources/live.js");
      return readLive({
        selectors: selectorsIn(options),
        limits: limitsIn(options),
        gate,
        criteria,
        env,
        reader,
        assets: await assets(),
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
  return asksLive(options) ? [...sources, account] : sources;

  async function fromFile(file: string): Promise<Observation[]> {
    const { readFile } = await import("./sources/file.js");
    try {
      return await readFile(file, context);
    } catch (error) {
      // the only source: the error is the whole answer
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

/**
 * The observations that count by the gate's settings. Where none does, each becomes an error that says why, unless
 * the settings exempt the stack: then nothing has to count.
 */
function onlyCounted(
  observations: Observation[],
  exempt: boolean,
  notice: (line: string) => void,
): Observation[] {
  const counted = observations.filter(({ exclusion }) => exclusion === undefined);
  const others = observations.filter(({ exclusion }) => exclusion !== undefined);
  if (counted.length === 0 && !exempt)
    return others.map(({ exclusion = "", ageError: _, place: { stack }, ...observation }) => ({
      ...observation,
      // for the gate it is about the program, and not about a resource or an account
      place: { stack },
      reading: new TcssError(exclusion, {
        kind: "evidence",
        nextStep: `Correct what is named here, or the gate's evidence in ${GATE_FILE}.`,
      }),
    }));
  for (const { exclusion = "" } of others) notice(exclusion);
  return counted;
}

/** `act` for each of `items`, {@link AT_A_TIME} at a time; results in the order of the items. */
async function inTurns<T, R>(items: readonly T[], act: (item: T) => Promise<R>): Promise<R[]> {
  const { default: pLimit } = await import("p-limit");
  return pLimit(AT_A_TIME).map(items, act);
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

function timeOf(at: AsOf, timeZone: string): Date {
  return at instanceof Date ? at : startOfDay(at.day, timeZone);
}

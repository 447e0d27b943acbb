// `data "tcss_gate"`: the gate's verdict on the accounts, by the same settings and rules as the policy pack and `tcss check`.
import {
  type AccountReader,
  type AskedAccount,
  AssetReads,
  accountsToAsk,
  adviceOf,
  askedLine,
  assessReading,
  assessSettingsOf,
  type ConfigLookup,
  type ConnectionArgs,
  type Criteria,
  configurationError,
  DEFAULT_TIME_ZONE,
  DEPLOYMENT_DEADLINE_SECONDS,
  exemptionNote,
  type Finding,
  type GateSettingsArgs,
  type LiveReading,
  type LoadedGateSettings,
  loadGateSettings,
  messageOf,
  rules as RULES,
  readAccounts,
  settingAboutStack,
  TcssError,
  unavailableNotice,
  unusedNote,
  unusedWaivers,
  usedWaiver,
  type Verdict,
  verdictOf,
  waivedNote,
  weighedByEngine,
  worst,
} from "../../core/internal";
import { mergedArgs } from "./args";
import { inTerms } from "./diagnostics";
import { TERRAFORM_WORDS } from "./words";

/** What a user gives to the data source. */
export interface GateArgs {
  /** What selects the account. Empty: the accounts of the settings, else the provider's. */
  readonly selectors: ConnectionArgs;
  readonly settingsFile?: string | undefined;
  /** `ORGANIZATION/PROJECT/STACK`, for settings that depend on it. */
  readonly stackName?: string | undefined;
  /** Settings as in `tcss.gate.yaml`. */
  readonly settings: GateSettingsArgs;
}

/** What the data source draws from. */
export interface Sources {
  readonly ofProvider: ConnectionArgs;
  readonly config: ConfigLookup;
  readonly env: NodeJS.ProcessEnv;
  /** The folder of the root module, in which the provider runs. */
  readonly folder: string;
  readonly reader: AccountReader;
  readonly signal: AbortSignal;
  readonly now: Date;
}

export interface GateFinding {
  readonly ruleId: string;
  readonly policyName: string;
  readonly level: string;
  readonly severity: string;
  readonly message: string;
  readonly advice: string | undefined;
  readonly waived: boolean;
}

export interface GateOutcome {
  readonly passed: boolean;
  readonly summary: string;
  readonly findings: readonly GateFinding[];
  /** What a user should know besides. */
  readonly notices: readonly string[];
}

/** Where nothing was understood: every rule has its own level. */
const NO_SETTINGS = { settings: {}, waivers: [], timeZone: DEFAULT_TIME_ZONE };

/**
 * The verdict. It never throws for what the settings, an account or the network say: what could not be determined has
 * not passed, and TCSS000 says why.
 */
export async function gateOutcome(args: GateArgs, sources: Sources): Promise<GateOutcome> {
  try {
    return await judged(args, sources);
  } catch (thrown) {
    return undetermined(inTerms(thrown), sources.now);
  }
}

/** The outcome where nothing could be judged. */
export function undetermined(error: TcssError, now: Date): GateOutcome {
  const criteria = { ...NO_SETTINGS, now, vocabulary: TERRAFORM_WORDS };
  const { findings } = assessReading({ reading: error, place: {} }, criteria);
  return outcomeOf([{ findings, verdict: "unknown" }], []);
}

async function judged(args: GateArgs, sources: Sources): Promise<GateOutcome> {
  const { now } = sources;
  const gate = settingsFor(args, sources);
  const rules = weighedByEngine(gate.ruleLayers, {});
  const settings = assessSettingsOf(rules);
  const lowered = unavailableNotice(settings);
  const notices = [...gate.notices, ...rules.notices, ...(lowered === undefined ? [] : [lowered])];
  const exempt = exemptionNote(gate, args.stackName);
  if (exempt !== undefined) return { passed: true, summary: exempt, findings: [], notices };
  const { waivers, timeZone, assets, forecast } = gate;
  const criteria: Criteria = {
    settings,
    waivers,
    timeZone,
    assets,
    forecast,
    now,
    vocabulary: TERRAFORM_WORDS,
  };
  const accounts = await readAccounts(accountsOf(args, gate, sources), {
    settings: gate,
    reader: sources.reader,
    inputs: {
      config: sources.config,
      env: sources.env,
      defaultDeadlineSeconds: DEPLOYMENT_DEADLINE_SECONDS,
    },
    stack: args.stackName,
    words: TERRAFORM_WORDS,
    signal: sources.signal,
  });
  const reads = new AssetReads({ reader: sources.reader, words: TERRAFORM_WORDS, signal: sources.signal });
  const readings = await reads.completed(accounts, RULES, criteria);
  const assessed = readings.map((reading) => ({
    ...assessReading(reading, criteria),
    name: readings.length > 1 ? reading.account.name : undefined,
    asked: askedOf(reading),
  }));
  const used = new Set(
    assessed.flatMap(({ findings }) => findings.flatMap((each) => usedWaiver(each) ?? [])),
  );
  const unused = unusedWaivers(gate.waivers, used, args.stackName).map(unusedNote);
  return outcomeOf(assessed, [...notices, ...unused]);
}

/** @throws TcssError of kind `configuration` for settings that cannot be understood, or need a name that is unknown. */
function settingsFor({ settingsFile, settings, stackName }: GateArgs, sources: Sources): LoadedGateSettings {
  const { env, folder } = sources;
  const named = settingsFile === undefined ? undefined : { file: settingsFile, by: "settings_file" };
  // who sets the variable has a say over the module
  const isOverModule = env["TCSS_GATE_CONFIG"] !== undefined;
  const gate = isOverModule
    ? loadGateSettings({
        env,
        programFolder: folder,
        program: { named, settings, by: 'the arguments of data "tcss_gate"' },
      })
    : loadGateSettings({ env, programFolder: folder, named }, settings);
  if (gate.source === "resources")
    throw new TcssError(
      "the settings let resources of a program alone decide (source: resources), and Terraform has none of that kind",
      { kind: "evidence", nextStep: "Give this data source settings that say source: live." },
    );
  const setting = stackName === undefined ? settingAboutStack(gate) : undefined;
  if (setting !== undefined)
    throw configurationError(
      "stack_name",
      `the settings have ${setting}, and the name of the stack is unknown here`,
      'Give it: stack_name = "ORGANIZATION/PROJECT/STACK".',
    );
  return gate;
}

/** The accounts to ask, each over the provider block. */
function accountsOf(
  { selectors }: GateArgs,
  gate: LoadedGateSettings,
  { ofProvider }: Sources,
): AskedAccount[] {
  return accountsToAsk(gate, selectors).map((asked) => ({
    ...asked,
    args: mergedArgs(ofProvider, asked.args),
  }));
}

function askedOf({ origin, connection, account }: LiveReading): string | undefined {
  return origin === undefined || connection === undefined
    ? undefined
    : askedLine(origin, account.args.profile);
}

interface Judged {
  readonly findings: readonly Finding[];
  readonly verdict: Verdict;
  /** The account's name, where there are several. */
  readonly name?: string | undefined;
  readonly asked?: string | undefined;
}

const HEADLINES: Readonly<Record<Verdict, string>> = {
  pass: "The TCSS gate passes.",
  block: "The TCSS gate blocks.",
  unknown: "The TCSS gate blocks: the purchase state could not be determined.",
};

function outcomeOf(judged: readonly Judged[], notices: readonly string[]): GateOutcome {
  const verdict = worst(judged.map(({ findings }) => verdictOf(findings)));
  const lines = judged.flatMap(({ findings, name, asked }) => [
    ...findings.map((finding) => `${prefix(name)}${lineOf(finding)}`),
    // another account's pass would look the same
    ...(verdict === "pass" && asked !== undefined ? [`TCSS: ${asked}.`] : []),
  ]);
  return {
    passed: verdict === "pass",
    // a host wraps each paragraph by itself
    summary: [HEADLINES[verdict], ...lines].join("\n\n"),
    findings: judged.flatMap(({ findings, name }) => findings.map((finding) => shown(finding, name))),
    notices,
  };
}

function prefix(name: string | undefined): string {
  return name === undefined ? "" : `account ${name}: `;
}

function lineOf(finding: Finding): string {
  const { enforcementLevel, ruleId, policyName, waived } = finding;
  return waived === undefined
    ? `${enforcementLevel} ${ruleId} ${policyName}: ${messageOf(finding, TERRAFORM_WORDS)}`
    : `waived: ${waivedNote(finding)}`;
}

/** A finding as the data source and the function have it. */
export function shown(finding: Finding, account?: string): GateFinding {
  const { ruleId, policyName, enforcementLevel: level, severity, message, waived } = finding;
  return {
    ruleId,
    policyName,
    level,
    severity,
    message: `${prefix(account)}${message}`,
    advice: adviceOf(finding, TERRAFORM_WORDS),
    waived: waived !== undefined,
  };
}

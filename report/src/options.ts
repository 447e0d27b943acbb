import { type Command, InvalidArgumentError, Option } from "commander";
import { type ConnectionArgs, isStackName, type LoadedGateSettings, onlyDefined } from "pulumi-tcss/internal";
import { FORMAT_NAMES, type FormatName } from "./formats";
import type { PlanOptions } from "./sources/plan";

/** A point in time, or a day, which starts at midnight in the zone of the settings. */
export type AsOf = Date | { readonly day: string };

/** Where values come from, how they are assessed, and which messages are printed. */
export interface CommonOptions {
  readonly stack?: readonly string[];
  readonly live?: boolean;
  readonly file?: readonly string[];
  readonly account?: string;
  readonly profile?: string;
  readonly site?: "international" | "mainland";
  readonly endpoint?: string;
  readonly deadline?: number;
  readonly requestTimeout?: number;
  readonly policyPackConfig?: string;
  readonly gateConfig?: string;
  readonly stackName?: string;
  readonly prices?: string;
  readonly at?: AsOf;
  readonly quiet?: boolean;
  readonly verbose?: boolean;
}

/** The plans whose cores are counted, and how. */
export interface PlanSelection {
  readonly plan?: readonly string[];
  readonly lookupTypes?: boolean;
  readonly region?: string;
}

/** One format of the report, and its file. */
export interface Target<Name extends string = FormatName> {
  readonly format: Name;
  /** Absent: standard output. */
  readonly file?: string;
}

/** Options of the commands that write a report. */
export interface OutputOptions<Name extends string = FormatName> {
  readonly format?: readonly Target<Name>[];
  readonly output?: string;
}

/** Groups of options in the help text. */
export const GROUPS = {
  source: "Sources (any number; default: the account):",
  plan: "Plans:",
  account: "Account:",
  accountOfLookup: "Account, for --lookup-types:",
  assessment: "Assessment:",
  assets: "Assets:",
  policy: "Policy:",
  messages: "Messages:",
  output: "Output:",
} as const;

/** Adds the options that all commands with a source share. */
export function declareSources(command: Command): void {
  command
    .optionsGroup(GROUPS.source)
    .option("--stack <name>", "a stack's state, ORGANIZATION/PROJECT/STACK; can be repeated", append)
    .option("--live", "the account itself, with the credentials that are found")
    .option(
      "--file <file>",
      "a saved reply, stack outputs as JSON or an exported state; - for standard input; can be repeated",
      append,
    )
    .optionsGroup(GROUPS.account);
  declareAccount(command, 30);
  command
    .optionsGroup(GROUPS.assessment)
    .option("--policy-pack-config <file>", "levels and settings of the rules, as for pulumi");
  declareGateConfig(command);
  command.option(
    "--stack-name <name>",
    "stack that is assessed, ORGANIZATION/PROJECT/STACK, for protects and scope.stack in the settings",
    stackName,
  );
  declarePrices(command);
  command.option("--at <time>", "assess as of this time (RFC 3339) or day instead of now", time);
  declareMessages(command);
  eachOnce(command);
}

/** Adds the options of a command that only ever asks accounts: `--live` says what holds anyway. */
export function declareAccountAlone(command: Command, deadline: number): void {
  command
    .optionsGroup(GROUPS.account)
    .option("--live", "the account itself, with the credentials that are found: always so here");
  declareAccount(command, deadline);
}

/** Adds the options that select an account and say how it is asked, to the group at hand. */
export function declareAccount(command: Command, deadline: number): void {
  command
    .option(
      "--account <name>",
      "one of the accounts in the gate's settings, or a name for the report",
      notBlank,
    )
    .option("--profile <name>", "tccli profile whose credentials are used", notBlank)
    .addOption(new Option("--site <name>", "site of the account").choices(["international", "mainland"]))
    .option("--endpoint <url>", "URL to ask instead of the site's", notBlank)
    .option(
      "--deadline <seconds>",
      `time for the whole reading of an account (default: ${deadline})`,
      seconds,
    )
    .option("--request-timeout <seconds>", "time for one request (default: 10)", seconds);
}

/** Adds the options that name plans, to the group at hand. */
export function declarePlan(command: Command): void {
  command
    .option(
      "--plan <file>",
      "output of terraform show -json or pulumi preview --json; - for standard input; can be repeated",
      append,
    )
    .option("--lookup-types", "ask CVM for the cores of instance types that are unknown")
    .option("--region <name>", "region that has the instance types (default: the plan's)", notBlank);
}

/** How the named plans are read, by the options and the gate's settings. */
export function selectPlans(
  options: CommonOptions & PlanSelection,
  gate: Pick<LoadedGateSettings, "accounts" | "forecast">,
  env: NodeJS.ProcessEnv,
  notice: (line: string) => void,
): PlanOptions {
  const { lookupTypes = false, region } = options;
  return {
    settings: gate.forecast,
    lookup: lookupTypes || gate.forecast.lookup,
    region,
    selectors: selectorsIn(options),
    limits: limitsIn(options),
    gate,
    env,
    notice,
  };
}

/** Adds `--gate-config` to the group at hand. */
export function declareGateConfig(command: Command): void {
  command.option(
    "--gate-config <file>",
    "the gate's settings (default: TCSS_GATE_CONFIG); those in the program's folder count as well",
  );
}

/** Adds `--prices` to the group at hand. */
export function declarePrices(command: Command): void {
  command.option(
    "--prices <file>",
    "prices as JSON, or international, mainland or none (default: the site's list prices)",
  );
}

/** Adds `--quiet` and `--verbose`. */
export function declareMessages(command: Command): void {
  command
    .optionsGroup(GROUPS.messages)
    .option("-q, --quiet", "print nothing but the report")
    .option("-v, --verbose", "print which settings and credentials are used, and which were not found");
}

/** Adds `--format`, one of `names`, and `--output`. */
export function declareOutput(command: Command, names: readonly string[] = FORMAT_NAMES): void {
  command
    .optionsGroup(GROUPS.output)
    .addOption(
      // the choices are for the help text and for completion; `target` checks them
      new Option("-f, --format <name>", "format of the report, NAME or NAME=FILE; can be repeated")
        .choices(names)
        .argParser(targetIn(names)),
    )
    .option("-o, --output <file>", "file of the report; - for standard output (default)");
  eachOnce(command);
}

/** What of the options selects an account. */
export function selectorsIn({ account, profile, site, endpoint }: CommonOptions): ConnectionArgs {
  return onlyDefined({ account, profile, site, endpoint });
}

/** What of the options says how long an account may take. */
export function limitsIn({
  deadline,
  requestTimeout,
}: CommonOptions): Pick<ConnectionArgs, "deadlineSeconds" | "requestTimeoutSeconds"> {
  return onlyDefined({ deadlineSeconds: deadline, requestTimeoutSeconds: requestTimeout });
}

/** Makes options that take one value refuse a second one: commander would ignore the first. */
export function eachOnce(command: Command): void {
  for (const option of command.options) {
    if (!option.required || REPEATED.has(option.attributeName()) || guarded.has(option)) continue;
    guarded.add(option);
    const parse = option.parseArg as ((value: string, previous: unknown) => unknown) | undefined;
    option.argParser((value: string, previous: unknown) => {
      if (command.getOptionValueSource(option.attributeName()) === "cli")
        throw new InvalidArgumentError("The option is given twice.");
      return parse === undefined ? value : parse(value, previous);
    });
  }
}

const REPEATED: ReadonlySet<string> = new Set(["stack", "file", "format", "plan"]);
const guarded = new WeakSet<Option>();

function stackName(value: string): string {
  if (!isStackName(value))
    throw new InvalidArgumentError("Give all three names: ORGANIZATION/PROJECT/STACK.");
  return value;
}

function append(value: string, earlier: readonly string[] = []): string[] {
  if (value === "") throw new InvalidArgumentError("It must not be empty.");
  return [...earlier, value];
}

function targetIn(names: readonly string[]) {
  return (value: string, earlier: readonly Target<string>[] = []): Target<string>[] => {
    const [, name = value, file] = /^([^=]*)=(.*)$/s.exec(value) ?? [];
    if (!names.includes(name)) throw new InvalidArgumentError(`Valid formats: ${names.join(", ")}.`);
    if (file === "") throw new InvalidArgumentError(`Name the file after ${name}=, or leave out the =.`);
    return [...earlier, file === undefined ? { format: name } : { format: name, file }];
  };
}

/** For a variable that is not set, a shell gives an empty text. */
function notBlank(value: string): string {
  if (value.trim() === "") throw new InvalidArgumentError("It must not be empty.");
  return value;
}

function seconds(value: string): number {
  const number = Number(value);
  if (value.trim() === "" || !(number > 0 && number <= 3600))
    throw new InvalidArgumentError("Give seconds: more than 0, at most 3600.");
  return number;
}

/** A day, or RFC 3339: `Date` alone takes more for a time than it should. */
const TIME = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d))?$/i;

function time(value: string): AsOf {
  const parsed = new Date(value);
  if (!TIME.test(value) || Number.isNaN(parsed.getTime()))
    throw new InvalidArgumentError("Give a time such as 2026-12-24T00:00:00Z, or a day.");
  return value.includes("T") || value.includes("t") ? parsed : { day: value };
}

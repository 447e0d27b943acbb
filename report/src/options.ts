import { type Command, InvalidArgumentError, Option } from "commander";
import { FORMAT_NAMES, type FormatName } from "./formats";

/** Where values come from, how they are judged, and what is said of it. */
export interface CommonOptions {
  readonly stack?: readonly string[];
  readonly live?: boolean;
  readonly file?: readonly string[];
  readonly account?: string;
  readonly profile?: string;
  readonly site?: "international" | "mainland";
  readonly endpoint?: string;
  readonly policyPackConfig?: string;
  readonly gateConfig?: string;
  readonly prices?: string;
  readonly at?: Date;
  readonly quiet?: boolean;
  readonly verbose?: boolean;
}

/** Options of the commands that write a report. */
export interface OutputOptions {
  readonly format?: FormatName;
  readonly output?: string;
}

/** Groups of options in the help text. */
export const GROUPS = {
  source: "Source (any number; without one, the account):",
  account: "Account:",
  judgement: "Judgement:",
  talk: "Talk:",
  output: "Output:",
} as const;

/** Adds the options that all commands with a source share. */
export function withSources(command: Command): Command {
  return command
    .optionsGroup(GROUPS.source)
    .option("--stack <name>", "a stack's state, ORGANIZATION/PROJECT/STACK; may be repeated", append)
    .option("--live", "the account itself, with the credentials that are found")
    .option(
      "--file <file>",
      "a saved reply, stack outputs as JSON or an exported state; - for standard input; may be repeated",
      append,
    )
    .optionsGroup(GROUPS.account)
    .option("--account <name>", "one of the accounts in the gate's settings, or a name for the report")
    .option("--profile <name>", "profile of tccli whose credentials are used")
    .addOption(new Option("--site <name>", "site that it belongs to").choices(["international", "mainland"]))
    .option("--endpoint <url>", "URL that is asked instead of the site's")
    .optionsGroup(GROUPS.judgement)
    .option("--policy-pack-config <file>", "levels and settings of the rules, as for pulumi")
    .option(
      "--gate-config <file>",
      "the gate's settings; default: TCSS_GATE_CONFIG, else tcss.gate.yaml in this folder",
    )
    .option(
      "--prices <file>",
      "prices as JSON, or international, mainland or none; default: the site's list prices",
    )
    .option("--at <time>", "judge as of this time (RFC 3339) instead of now", time)
    .optionsGroup(GROUPS.talk)
    .option("-q, --quiet", "say nothing but the report")
    .option("-v, --verbose", "say where values and credentials were looked for");
}

/** Adds `--format` and `--output`. */
export function withOutput(command: Command): Command {
  return command
    .optionsGroup(GROUPS.output)
    .addOption(new Option("-f, --format <name>", "format of the report").choices(FORMAT_NAMES))
    .option("-o, --output <file>", "write the report there instead of to standard output");
}

function append(value: string, earlier: readonly string[] = []): string[] {
  return [...earlier, value];
}

/** A day, or RFC 3339: `Date` alone takes more for a time than it should. */
const TIME = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d))?$/i;

function time(value: string): Date {
  const parsed = new Date(value);
  if (!TIME.test(value) || Number.isNaN(parsed.getTime()))
    throw new InvalidArgumentError("Give a time such as 2026-12-24T00:00:00Z, or a day.");
  return parsed;
}

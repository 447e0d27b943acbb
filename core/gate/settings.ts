import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { CONNECTION_ARGS_SCHEMA, type ConnectionArgs } from "../connection";
import { onlyDefined } from "../defined";
import { configurationError } from "../errors";
import { DEFAULT_TIME_ZONE } from "../purchaseState";
import { rules } from "../rules";
import { type ValidationIssue, validator } from "../schema";
import type { Waiver } from "./waivers";

/** Name of the file that holds the gate's own settings. */
export const GATE_FILE = "tcss.gate.yaml";

/** An account that the gate asks, named for messages, and how its credentials are found. */
export type GateAccount = ConnectionArgs & { readonly account: string };

/** Says of some stacks whether the live check is for them. */
export interface ProtectsEntry {
  /** Glob over `ORGANIZATION/PROJECT/STACK`; without a slash over the stack's name, with one over `PROJECT/STACK`. */
  readonly stack: string;
  /** Whether the account is asked for these stacks. */
  readonly live: boolean;
  /** Why it is not, for whoever reads the run's output. */
  readonly reason?: string | undefined;
}

/** The `PurchaseState` resources that count; those of other accounts and stacks are named, and do not. */
export interface Evidence {
  /** Ids (uin) of accounts. A resource tells its own with `resolveAccountId`. */
  readonly accounts?: readonly string[] | undefined;
  /** Stacks, `ORGANIZATION/PROJECT/STACK`, whose outputs count when a program reads them by `PurchaseState.fromStack`. */
  readonly stacks?: readonly string[] | undefined;
}

/** Settings of the gate that belong to no single rule. */
export interface GateSettings {
  /**
   * What is judged: `live`, the account itself and every `PurchaseState` of the program; or `resources`, the
   * `PurchaseState` resources alone, for a deployment without the right to ask.
   */
  readonly source: "live" | "resources";
  /** The accounts that are asked. Empty: the one of the stack's configuration and the environment. */
  readonly accounts: readonly GateAccount[];
  /** For which stacks the accounts are asked; the first entry that matches decides. None: for all. */
  readonly protects: readonly ProtectsEntry[];
  /** Which `PurchaseState` resources count. Empty: all. */
  readonly evidence: Evidence;
  /** Findings that are accepted for a time. */
  readonly waivers: readonly Waiver[];
  /** How old last known values and another stack's outputs may be and still be judged. Unit: hours. */
  readonly maxStaleHours: number;
  /** IANA zone in which the days of waivers begin and end. */
  readonly timeZone: string;
  /** Whether a `tcss.gate.yaml` in the program's own folder counts. Never set there. */
  readonly programSettings: boolean;
}

/** Settings as someone gives them: what is left out has its default, or what the next place says. */
export type GateSettingsArgs = { readonly [K in keyof GateSettings]?: GateSettings[K] | undefined };

/** The settings that count, and what a user should know about how they came to be. */
export interface LoadedGateSettings extends GateSettings {
  readonly notices: readonly string[];
}

const DEFAULTS: GateSettings = {
  source: "live",
  accounts: [],
  protects: [],
  evidence: {},
  waivers: [],
  maxStaleHours: 24,
  timeZone: DEFAULT_TIME_ZONE,
  programSettings: true,
};

const text = (description: string) => ({ type: "string", format: "text", description }) as const;
const STACK_GLOB =
  "Glob over ORGANIZATION/PROJECT/STACK; without a slash over the stack's name, with one over PROJECT/STACK.";

/** JSON schema of `tcss.gate.yaml`. */
export const GATE_SCHEMA = {
  $schema: "http://json-schema.org/draft-07/schema#",
  title: "Settings of the TCSS gate",
  type: "object",
  additionalProperties: false,
  properties: {
    source: {
      type: "string",
      enum: ["live", "resources"],
      default: DEFAULTS.source,
      description:
        "live: the account itself, asked by the policy pack, and every PurchaseState of the program. resources: the PurchaseState resources alone.",
    },
    accounts: {
      type: "array",
      default: DEFAULTS.accounts,
      description:
        "The accounts that are asked, each with a name and with what selects its credentials: a profile, a role to assume, … Empty: the one of the stack's configuration and the environment.",
      items: { ...CONNECTION_ARGS_SCHEMA, required: ["account"] },
    },
    protects: {
      type: "array",
      default: DEFAULTS.protects,
      description:
        "For which stacks the accounts are asked; the first entry that matches decides. None: for all.",
      items: {
        type: "object",
        additionalProperties: false,
        required: ["stack", "live"],
        properties: {
          stack: text(STACK_GLOB),
          live: { type: "boolean", description: "Whether the accounts are asked for these stacks." },
          reason: text("Why they are not. Needed where live is false."),
        },
        if: { required: ["live"], properties: { live: { const: false } } },
        // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON schema
        then: { required: ["reason"] },
      },
    },
    evidence: {
      type: "object",
      additionalProperties: false,
      default: DEFAULTS.evidence,
      description:
        "Which PurchaseState resources count. Those of other accounts and stacks are named, and do not. Empty: all.",
      properties: {
        accounts: {
          type: "array",
          items: { type: "string", pattern: "^[0-9]+$" },
          description: "Ids (uin) of accounts. A resource tells its own with resolveAccountId.",
        },
        stacks: {
          type: "array",
          items: { type: "string", format: "stack-name" },
          description: "ORGANIZATION/PROJECT/STACK of stacks whose outputs count.",
        },
      },
    },
    waivers: {
      type: "array",
      default: DEFAULTS.waivers,
      description: "Findings that are accepted for a time.",
      items: {
        type: "object",
        additionalProperties: false,
        required: ["rule", "reason", "expires"],
        properties: {
          rule: {
            type: "string",
            enum: rules.flatMap(({ id, name }) => [id, name]),
            description: "Id or policy name of the rule.",
          },
          reason: text("Why the finding is accepted."),
          expires: {
            type: "string",
            format: "date",
            description: "Last day on which the waiver counts, YYYY-MM-DD; the whole day.",
          },
          scope: {
            type: "object",
            additionalProperties: false,
            description: "Where the waiver counts; everything that is given must match. Absent: everywhere.",
            properties: {
              account: text("Id (uin) of an account, or its name under accounts."),
              stack: text(STACK_GLOB),
              resource: text("Glob over the name of a PurchaseState."),
            },
          },
        },
      },
    },
    maxStaleHours: {
      type: "number",
      minimum: 0,
      default: DEFAULTS.maxStaleHours,
      description:
        "How old last known values (onUnavailable: lastKnown) and another stack's outputs may be and still be judged. Older ones cannot be verified. Unit: hours.",
    },
    timeZone: {
      type: "string",
      format: "time-zone",
      default: DEFAULTS.timeZone,
      description: "IANA zone in which the days of waivers begin and end.",
    },
    programSettings: {
      type: "boolean",
      default: DEFAULTS.programSettings,
      description: `Whether a ${GATE_FILE} in the program's own folder counts. Not allowed in that file itself.`,
    },
  },
} as const;

const validateSettings = validator(GATE_SCHEMA);

/** What is wrong with settings that someone gives in code; an empty list means that they are right. */
export function problemsOfGateSettings(settings: unknown): ValidationIssue[] {
  return validateSettings(settings).map(({ property, problem }) => ({
    property: property.replace(/\.(\d+)(?=\.|$)/g, "[$1]"),
    problem,
  }));
}

/** Where {@link loadGateSettings} looks. */
export interface GateFilePlaces {
  /** Folder of the policy pack. */
  readonly packFolder: string;
  /** Folder of the program that is deployed, where it is known. */
  readonly programFolder?: string | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/**
 * Joins the gate's settings, key by key, in this order of authority: `code` of the pack; the file that
 * `TCSS_GATE_CONFIG` names, else the one beside the pack; the one in the program's folder, where those allow
 * it. Waivers add up. No file means the defaults.
 * @throws TcssError of kind `configuration` for a file that cannot be read, is not YAML or holds a key or value
 * that is not allowed. The gate then blocks: settings that cannot be understood might have been stricter.
 */
export function loadGateSettings(
  { packFolder, programFolder, env }: GateFilePlaces,
  code: GateSettingsArgs = {},
): LoadedGateSettings {
  const named = env["TCSS_GATE_CONFIG"] || undefined;
  const ofPack =
    named === undefined
      ? readGateFile(join(packFolder, GATE_FILE))
      : // an executable pack works in its own folder, and its user in the program's
        readGateFile(resolve(programFolder ?? "", named), true);
  const programFile = programFolder === undefined ? undefined : join(programFolder, GATE_FILE);
  const ofProgram = programFile === undefined ? {} : readGateFile(programFile);
  const ofCode = onlyDefined(code) as Partial<GateSettings>;
  const { programSettings } = { ...DEFAULTS, ...ofPack, ...ofCode };
  if (programSettings && ofProgram.programSettings !== undefined)
    throw configurationError(
      "programSettings",
      `the gate's settings in ${programFile} are wrong: programSettings is for the policy pack to decide`,
      "Remove it; the gate blocks until then.",
    );
  const allowed = programSettings ? ofProgram : {};
  const ignored = !programSettings && Object.keys(ofProgram).length > 0;
  return {
    ...DEFAULTS,
    ...allowed,
    ...ofPack,
    ...ofCode,
    waivers: [ofCode, ofPack, allowed].flatMap(({ waivers = [] }) => waivers),
    notices: ignored
      ? [
          `${programFile} is not used: the policy pack does not allow settings of the program's own (programSettings: false).`,
        ]
      : [],
  };
}

/**
 * Reads one file of settings.
 * @throws TcssError as {@link loadGateSettings} does.
 */
export function readGateFile(file: string, mustExist = false): Partial<GateSettings> {
  let content: string;
  try {
    content = readFileSync(file, "utf8");
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "unknown";
    if (code === "ENOENT" && !mustExist) return {};
    throw configurationError(
      file,
      `the gate's settings in ${file} cannot be read (${code})`,
      "Check TCSS_GATE_CONFIG and the file's permissions.",
    );
  }
  const settings = parsed(file, content);
  const [problem] = problemsOfGateSettings(settings);
  if (problem !== undefined)
    throw configurationError(
      problem.property,
      `the gate's settings in ${file} are wrong: ${problem.property === "" ? "the file" : problem.property} ${problem.problem}`,
      "Correct the file; the gate blocks until then.",
    );
  return settings as Partial<GateSettings>;
}

function parsed(file: string, content: string): unknown {
  try {
    // loaded where there is a file to read
    const { parse } = require("yaml") as typeof import("yaml");
    return parse(content) ?? {};
  } catch (error) {
    const [reason] = (error as Error).message.split("\n");
    throw configurationError(
      file,
      `the gate's settings in ${file} are not YAML: ${reason?.replace(/:$/, "")}`,
      "Correct the file; the gate blocks until then.",
    );
  }
}

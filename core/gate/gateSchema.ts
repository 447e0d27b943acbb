import { CONNECTION_ARGS_SCHEMA } from "../connection/connectionArgs";
import { rules } from "../rules";
import type { Rule } from "../rules/rule";
import { problemsOfRulesConfig } from "../rules/rulesConfig";
import { changedIssue, DIGITS, type ValidationIssue, validator } from "../schema/schema";
import { DEFAULTS, GATE_FILE } from "./settings";

const text = (description: string) => ({ type: "string", format: "text", description }) as const;
const words = (description: string) => ({ type: "string", format: "words", description }) as const;
const assetPatterns = (description: string) =>
  ({
    type: "array",
    default: [],
    items: { type: "string", format: "asset-pattern" },
    description,
  }) as const;
const flag = (description: string, value: boolean) =>
  ({ type: "boolean", default: value, description }) as const;
const stackGlob = {
  type: "string",
  format: "stack-glob",
  description:
    "Glob over ORGANIZATION/PROJECT/STACK; without a slash over the stack's name, with one over PROJECT/STACK. * any number of characters, ? one, [abc] and [!abc], {a,b}, and ** for any number of whole parts. Case counts.",
} as const;

const LEVEL = {
  type: "string",
  enum: ["disabled", "advisory", "mandatory"],
  description: "mandatory stops the deployment, advisory warns, disabled says nothing.",
} as const;

function schemaOfRule({ id, title, defaultLevel, settings }: Rule): object {
  const keys = Object.keys(settings);
  return {
    description: `${id}: ${title}. A level, or an object of enforcementLevel${keys.map((key) => ` and ${key}`).join("")}. Default level: ${defaultLevel}.`,
    anyOf: [
      LEVEL,
      {
        type: "object",
        additionalProperties: false,
        properties: {
          enforcementLevel: {
            ...LEVEL,
            description: `${LEVEL.description} Without it the level stays as it is. Default: ${defaultLevel}.`,
          },
          ...settings,
        },
      },
    ],
  };
}

const RULES_SCHEMA = {
  type: "object",
  additionalProperties: false,
  default: DEFAULTS.rules,
  description:
    "Levels and settings of the rules by policy name, as in --policy-pack-config: a level alone, or an object of enforcementLevel and the rule's own settings.",
  properties: {
    all: {
      ...LEVEL,
      description: `The default level: it applies to every rule without a level here. ${LEVEL.description}`,
    },
    ...Object.fromEntries(rules.map((rule) => [rule.name, schemaOfRule(rule)])),
  },
};

const properties = {
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
      "The accounts to read, each with a name and with the settings that select its credentials: a profile, a role to assume, … Empty: the account of the stack's configuration and the environment.",
    items: {
      ...CONNECTION_ARGS_SCHEMA,
      required: ["account"],
      properties: {
        ...CONNECTION_ARGS_SCHEMA.properties,
        account: {
          type: "string",
          format: "name",
          description: "The account's name, for messages and for the scope of waivers. No two have the same.",
        },
      },
    },
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
        stack: stackGlob,
        live: { type: "boolean", description: "Whether the accounts are asked for these stacks." },
        reason: words("Why they are not. Needed where live is false."),
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
        minItems: 1,
        items: { type: "string", pattern: DIGITS },
        description: "Ids (uin) of accounts. A resource tells its own with resolveAccountId.",
      },
      stacks: {
        type: "array",
        minItems: 1,
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
        reason: words("Why the finding is accepted."),
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
            stack: stackGlob,
            resource: {
              type: "string",
              format: "resource-glob",
              description:
                "Glob over the name of a PurchaseState, with the same signs as one over stacks. The account's own findings are about no resource.",
            },
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
  assets: {
    type: "object",
    additionalProperties: false,
    default: DEFAULTS.assets,
    description:
      "Clusters, hosts outside clusters and super nodes that are judged in their own way. A pattern is a glob over id and name, in which a slash is a character like any other; cluster:, host: or superNode: before it leaves assets of that kind alone; tag:KEY=VALUE is a glob over the tags. Case counts. An asset that both lists name is refused.",
    properties: {
      exempt: assetPatterns(
        "Assets whose undefended cores do not count. The account's assets are read only where cores would be undefended without it; where they cannot be read, the rule cannot be verified.",
      ),
      mustBeDefended: assetPatterns(
        "Assets that must be fully protected (TCSS011). Each pattern must name at least one asset of the accounts. What several places list adds up.",
      ),
    },
  },
  forecast: {
    type: "object",
    additionalProperties: false,
    default: DEFAULTS.forecast,
    description: "How the cores of container hosts are counted that a deployment adds (TCSS010).",
    properties: {
      instances: {
        type: "string",
        enum: ["certain", "possible"],
        default: DEFAULTS.forecast.instances,
        description:
          "certain: machines that are container hosts by their kind. possible: also those that may run containers.",
      },
      instanceTypes: {
        type: "object",
        additionalProperties: { type: "integer", minimum: 1 },
        default: DEFAULTS.forecast.instanceTypes,
        description: "Cores by instance type, such as S5.2XLARGE16: 8. Unit: cores.",
      },
      countElastic: flag(
        "Whether room within the limit of elastic billing counts as free.",
        DEFAULTS.forecast.countElastic,
      ),
      useMaximum: flag("Whether what scales counts at its maximum.", DEFAULTS.forecast.useMaximum),
      lookup: flag(
        "Whether Tencent Cloud is asked for the cores of instance types that are unknown.",
        DEFAULTS.forecast.lookup,
      ),
    },
  },
  programSettings: {
    enum: [true, "stricter", false],
    default: DEFAULTS.programSettings,
    description: `Whether a ${GATE_FILE} in the program's own folder counts: true; stricter: only where it is stricter (higher levels, tighter limits, no waivers, no exemptions); false: not at all. Not allowed in that file itself.`,
  },
} as const;

const head = {
  $schema: "http://json-schema.org/draft-07/schema#",
  title: "Settings of the TCSS gate",
  type: "object",
  additionalProperties: false,
} as const;

/** JSON schema of `tcss.gate.yaml`. */
export const GATE_SCHEMA = { ...head, properties: { rules: RULES_SCHEMA, ...properties } } as const;

// the rules have checks of their own, which say more than a choice of schemas can
const validateSettings = validator({ ...head, properties: { rules: { type: "object" }, ...properties } });

/** What is wrong with settings that someone gives; an empty list means that they are right. */
export function problemsOfGateSettings(settings: unknown): ValidationIssue[] {
  const problems = validateSettings(settings).map((issue) =>
    changedIssue(issue, { property: issue.property.replace(/\.(\d+)(?=\.|$)/g, "[$1]") }),
  );
  const { rules: given, accounts } = (settings ?? {}) as {
    readonly rules?: unknown;
    readonly accounts?: unknown;
  };
  if (problems.some(({ property }) => property === "rules" || property === "accounts")) return problems;
  return [...problems, ...(given === undefined ? [] : problemsOfRules(given)), ...sameNames(accounts)];
}

function problemsOfRules(given: unknown): ValidationIssue[] {
  return problemsOfRulesConfig(given).map((issue) =>
    changedIssue(issue, { property: `rules.${issue.property}` }),
  );
}

/** Accounts whose names look the same in a message. */
function sameNames(accounts: unknown): ValidationIssue[] {
  if (!Array.isArray(accounts)) return [];
  const names = accounts.map((each: { readonly account?: unknown } | null) => plain(each?.account));
  return names.flatMap((name, index): ValidationIssue[] => {
    const first = names.indexOf(name);
    if (name === undefined || first === index) return [];
    return [
      {
        property: `accounts[${index}].account`,
        problem: `must differ from accounts[${first}].account by more than case and blanks`,
      },
    ];
  });
}

function plain(name: unknown): string | undefined {
  if (typeof name !== "string") return undefined;
  return name
    .normalize("NFKC")
    .replace(/[\s\p{Default_Ignorable_Code_Point}]/gu, "")
    .toLowerCase();
}

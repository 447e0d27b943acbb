// The schema that Terraform shows and checks by: the shapes with the docstrings of the model.
import { RESOURCE_ARGS_SCHEMA } from "../../core/internal";
import { DOCS } from "../generated/docs";
import { SESSION_NAME } from "./args";
import { camel, snake } from "./names";
import { DATA_SOURCES, FINDING, SECRETS, SELECTORS, type Shape, type Shapes } from "./shapes";

type Docs = Readonly<Record<string, string>>;

/** An attribute of a block or an object. */
export interface Attribute {
  readonly name: string;
  readonly shape: Shape;
  readonly description: string;
  readonly use: "required" | "optional" | "computed";
  readonly sensitive?: true;
  /** Those of an object, or of a list's objects. */
  readonly attributes?: readonly Attribute[];
}

/** A provider or data source. */
export interface BlockSchema {
  readonly description: string;
  readonly attributes: readonly Attribute[];
  /** Whether it has a block `timeouts`. */
  readonly hasTimeouts: boolean;
}

export interface Parameter {
  readonly name: string;
  readonly type: "string" | "dynamic";
  readonly description: string;
  readonly isNullable: boolean;
}

export interface FunctionSchema {
  readonly summary: string;
  readonly description: string;
  readonly parameters: readonly Parameter[];
  readonly returns: Shape;
}

/** What differs for Terraform, by the model's names. */
const OWN_WORDS = {
  args: {
    recordObservedAt:
      "Give the time of the reading as `observed_at`. It differs in every run, and so does each output that holds it. Default: false.",
    deadlineSeconds:
      "Seconds after which the whole read is given up: credentials, tries and the pauses between them. In a data source the block `timeouts` may say it instead. Default: 15.",
  },
  fields: {
    observedAt:
      "When the account gave these values, UTC, RFC 3339. Null unless `record_observed_at` asks for it.",
    stale: "Always null: last known values are not kept for Terraform.",
  },
} as const;

/** A docstring in Terraform's terms: names in snake_case, and null for what is absent. */
export function inTerraformTerms(text: string): string {
  return text
    .replace(/`([a-z]\w*)`/g, (_, name: string) => `\`${snake(name)}\``)
    .replace(/\bAbsent\b(?!:)/g, "Null")
    .replace("`pulumi-tcss`", `\`${SESSION_NAME}\``);
}

const SECRET_WARNING =
  "Prefer environment variables, a profile or a role: a literal here appears in plain text in saved plans and in `terraform show -json`, and the value of a `sensitive` variable in saved plans. The value of an `ephemeral` variable appears in neither.";

const GATE_DOCS: Docs = {
  settingsFile:
    "Path of a settings file in the format of `tcss.gate.yaml`, relative to the folder of the root module. It takes precedence over a `tcss.gate.yaml` in that folder, which is read even if it is not named. A file that the variable `TCSS_GATE_CONFIG` names takes precedence over both.",
  stackName:
    "`ORGANIZATION/PROJECT/STACK`: needed where the settings have `protects`, or a waiver's `scope.stack`.",
  rules:
    'Levels and settings of the rules by policy name, as under `rules` in `tcss.gate.yaml`: a level alone (`"advisory"`), or an object of `enforcement_level` and the rule\'s own settings. They take precedence over those of the file.',
  waivers:
    "Findings that are accepted until a day, as under `waivers` in `tcss.gate.yaml`: a list of objects with `rule`, `reason`, `expires` and `scope`. They are added to those of the file.",
  accounts: "The accounts to evaluate, each with a name, as under `accounts` in `tcss.gate.yaml`.",
  protects: "The stacks for which the accounts are evaluated, as under `protects` in `tcss.gate.yaml`.",
  assets: "Assets that are exempt, and assets that must be defended, as under `assets` in `tcss.gate.yaml`.",
  passed:
    "Whether the gate would let a deployment pass: no mandatory finding that is not waived. False where that could not be determined.",
  summary: "The verdict and every finding, for an `error_message`.",
  findings: "What the rules find wrong, by account and rule.",
};

const FINDING_DOCS: { readonly [K in keyof typeof FINDING]: string } = {
  ruleId: "Id of the rule, such as `TCSS002`.",
  policyName: "Name of the rule, such as `no-undefended-cores`.",
  level: "`mandatory`: it blocks. `advisory`: it does not.",
  severity: "How bad it is: `low`, `medium`, `high` or `critical`.",
  message: "What is wrong.",
  advice: "What to do about it. Null if there is no advice.",
  waived: "Whether a waiver accepts it: then it does not block.",
};

function docOf(docs: Docs, own: Readonly<Record<string, string | undefined>>, name: string): string {
  return own[name] ?? inTerraformTerms(docs[name] ?? "");
}

type Describe = (name: string) => string;

function optional(shapes: Shapes, describe: Describe): Attribute[] {
  return attributesOf(shapes, describe, "optional");
}

function computed(shapes: Shapes, describe: Describe): Attribute[] {
  return attributesOf(shapes, describe, "computed");
}

function attributesOf(shapes: Shapes, describe: Describe, use: "optional" | "computed"): Attribute[] {
  return Object.entries(shapes).map(([name, shape]) => ({
    name: snake(name),
    shape,
    description: describe(name),
    use,
    ...nested(name, shape, use),
  }));
}

/** The docstrings of an object's fields, by the name of the attribute that holds it. */
const DOCS_OF_OBJECTS: Readonly<Record<string, Docs>> = {
  assumeRole: DOCS.assumeRole,
  findings: FINDING_DOCS,
  assets: DOCS.asset,
  totals: DOCS.coverageTotals,
  unit: DOCS.coverageUnit,
  unitProblem: DOCS.unitProblem,
  plan: DOCS.coveragePlan,
  switchOn: DOCS.plannedAsset,
  needAccess: DOCS.plannedAsset,
  inTrouble: DOCS.plannedAsset,
  repeated: DOCS.assetName,
  incomplete: DOCS.incompleteList,
};

const REQUIRED_OF_ROLE: readonly string[] = RESOURCE_ARGS_SCHEMA.properties.assumeRole.required;

function nested(name: string, shape: Shape, use: "optional" | "computed"): Pick<Attribute, "attributes"> {
  const object = typeof shape === "string" ? undefined : "list" in shape ? shape.list : shape;
  if (object === undefined || typeof object === "string" || "list" in object) return {};
  const docs = DOCS_OF_OBJECTS[name] ?? {};
  const describe = (field: string): string => inTerraformTerms(docs[field] ?? "");
  if (use === "computed") return { attributes: computed(object.object, describe) };
  return {
    attributes: optional(object.object, describe).map((attribute) =>
      REQUIRED_OF_ROLE.includes(camel(attribute.name)) ? { ...attribute, use: "required" } : attribute,
    ),
  };
}

const describeArg = (name: string): string => docOf(DOCS.args, OWN_WORDS.args, name);

/** The provider block. */
export function providerSchema(): BlockSchema {
  const secrets = optional(SECRETS, (name) => `The ${name} of the account's API key. ${SECRET_WARNING}`);
  return {
    description:
      "Reads the state of Tencent Container Security Service (TCSS): what an account has bought, what of it is protected, and whether that is enough. It creates nothing and changes nothing.",
    attributes: [
      ...optional(SELECTORS, describeArg),
      ...secrets.map((attribute) => ({ ...attribute, sensitive: true as const })),
    ],
    hasTimeouts: false,
  };
}

/** The data sources by their names. */
export function dataSourceSchemas(): { readonly [K in keyof typeof DATA_SOURCES]: BlockSchema } {
  const selectors = optional(SELECTORS, describeArg);
  const { tcss_purchase_state: state, tcss_coverage: coverage, tcss_gate: gate } = DATA_SOURCES;
  return {
    tcss_purchase_state: {
      description:
        "The TCSS purchase state of one account. A field that the account's reply lacks is null: never 0, never false.",
      attributes: [
        ...selectors,
        ...optional(state.takes, describeArg),
        ...computed(state.gives, (name) => docOf(DOCS.fields, OWN_WORDS.fields, name)),
      ],
      hasTimeouts: true,
    },
    tcss_coverage: {
      description:
        "The assets of one account (clusters, hosts outside clusters, super nodes), how far each is protected, and the cheapest way to cover what is not. What is unknown is null.",
      attributes: [
        ...selectors,
        ...optional(coverage.takes, describeArg),
        ...computed(coverage.gives, (name) => docOf(DOCS.coverage, {}, name)),
      ],
      hasTimeouts: true,
    },
    tcss_gate: {
      description:
        "The gate's verdict on the account, by the same rules and settings as the policy pack and `tcss check`. A verdict is never an error, so that `terraform destroy` passes: let a `postcondition` stop plan and apply.",
      attributes: [
        ...selectors,
        ...optional(gate.takes, (name) => GATE_DOCS[name] ?? ""),
        ...computed(gate.gives, (name) => GATE_DOCS[name] ?? ""),
      ],
      hasTimeouts: true,
    },
  };
}

/** The functions by their names. */
export const FUNCTION_SCHEMAS = {
  findings: {
    summary: "What the rules find wrong with a purchase state",
    description:
      "Judges a purchase state by the rules of the gate, without asking an account. It is pure: the time is an argument.",
    parameters: [
      {
        name: "state",
        type: "dynamic",
        description: 'A purchase state, as `data "tcss_purchase_state"` gives it.',
        isNullable: false,
      },
      {
        name: "rules",
        type: "dynamic",
        description:
          "Levels and settings of the rules by policy name, as under `rules` in `tcss.gate.yaml`. `{}`: the defaults. So is null, but in Terraform alone: OpenTofu then leaves the result unknown.",
        isNullable: true,
      },
      {
        name: "now",
        type: "string",
        description: "The time of the evaluation, RFC 3339: `plantimestamp()`.",
        isNullable: false,
      },
    ],
    returns: { list: { object: FINDING } },
  },
  days_left: {
    summary: "Whole days until a license ends",
    description: "Whole days from `now` to `end`; negative after the end, and null where the end is.",
    parameters: [
      {
        name: "end",
        type: "string",
        description: "The end, RFC 3339: `expiration_time_utc`.",
        isNullable: true,
      },
      {
        name: "now",
        type: "string",
        description: "The time from which days are counted, RFC 3339: `plantimestamp()`.",
        isNullable: false,
      },
    ],
    returns: "number",
  },
} as const satisfies Readonly<Record<string, FunctionSchema>>;

export const TIMEOUTS_DESCRIPTION =
  "Deadline of the read as a duration, such as `20s` or `1m30s`, in place of `deadline_seconds`.";

import {
  CONNECTION_ARGS_SCHEMA,
  COVERAGE_ARGS_SCHEMA,
  COVERAGE_FUNCTION,
  PLUGIN_TYPE,
  ProtectionStatus,
  PURCHASE_STATE_FUNCTION,
  RESOURCE_ARGS_SCHEMA,
  SECRET_KEYS,
  STORED_FIELDS,
  type StoredField,
} from "../../core/internal";
import { typeOfField } from "../fieldTypes";
import { DOCS } from "../generated/docs";
import { coverageOutputs, coverageTypes } from "./coverageSchema";
import { LANGUAGES } from "./languages";
import { capitalized, type PropertySpec, refTo, type TypeSpec, tokenOf } from "./specs";

const VALUES = "PurchaseStateValues";
const STATUS = "ProtectionStatus";
/** Of the configuration alone: Java's generator writes a type twice that a function takes as well. */
const CONFIG_ROLE_TOKEN = "tcss:config:AssumeRole";

type PropertySpecs = Readonly<Record<string, PropertySpec>>;

/** The part of JSON schema in which the arguments are written. */
interface ArgSchema {
  readonly type: string;
  readonly enum?: readonly string[];
  readonly items?: ArgSchema;
  readonly properties?: Readonly<Record<string, ArgSchema>>;
  readonly required?: readonly string[];
}

const CONFIG_SECRETS: PropertySpecs = Object.fromEntries(
  SECRET_KEYS.map((key) => [
    key,
    { type: "string", secret: true, description: `The ${key} of the account's API key.` },
  ]),
);

/** The schema of the package `tcss`, from which Pulumi generates SDKs of other languages: the model, in Pulumi's words. */
export function packageSchema(version: string): object {
  const selectors = propertiesOf(RESOURCE_ARGS_SCHEMA.properties);
  const functionArgs = propertiesOf(CONNECTION_ARGS_SCHEMA.properties);
  const argTypes = argumentTypes();
  const purchaseState = {
    ...refTo(VALUES),
    description: "Every field that the account's reply holds, and what is derived from them.",
  };
  return {
    name: "tcss",
    version,
    displayName: "Tencent Container Security Service",
    description: "The purchase state and the coverage of Tencent Container Security Service (TCSS).",
    keywords: ["pulumi", "tencentcloud", "tcss", "category/cloud"],
    license: "Apache-2.0",
    publisher: "pulumi-tcss",
    // the version stands in what is generated, which can then be packed as it is
    meta: { moduleFormat: "(.*)", supportPack: true },
    language: LANGUAGES,
    // what a program may read of the configuration: the account's key is the provider's alone
    config: {
      variables: {
        ...selectors,
        assumeRole: { ...selectors["assumeRole"], $ref: `#/types/${CONFIG_ROLE_TOKEN}` },
      },
    },
    provider: {
      description: "Reads TCSS purchase states with one account's key.",
      inputProperties: { ...selectors, ...CONFIG_SECRETS },
    },
    types: {
      ...argTypes,
      [CONFIG_ROLE_TOKEN]: argTypes[tokenOf("assumeRole")],
      [tokenOf(STATUS)]: {
        type: "string",
        description: "State and SubState in one word.",
        enum: Object.entries(ProtectionStatus).map(([name, value]) => ({ name, value })),
      },
      [tokenOf(VALUES)]: {
        type: "object",
        description:
          "A purchase state. A field that the account's reply lacks is absent: never 0, never false.",
        properties: fields(),
      },
      ...coverageTypes(),
    },
    resources: {
      [PLUGIN_TYPE]: {
        description: RESOURCE_DESCRIPTION,
        inputProperties: selectors,
        properties: { ...selectors, purchaseState },
        required: ["purchaseState"],
      },
    },
    functions: {
      [PURCHASE_STATE_FUNCTION]: {
        description:
          "Reads an account's purchase state now, and records nothing in the stack's state. Policies do not see function calls.",
        inputs: { type: "object", properties: functionArgs },
        outputs: {
          type: "object",
          description: "A purchase state. A field that the account's reply lacks is absent.",
          properties: {
            ...fields(),
            additionalFields: {
              type: "object",
              additionalProperties: { $ref: "pulumi.json#/Any" },
              description: DOCS.fields.additionalFields,
            },
          },
        },
      },
      [COVERAGE_FUNCTION]: {
        description:
          "Reads now which clusters and hosts of an account are undefended, and the cheapest way to protect them. It switches nothing on, and records nothing in the stack's state.",
        inputs: { type: "object", properties: propertiesOf(COVERAGE_ARGS_SCHEMA.properties) },
        outputs: coverageOutputs(),
      },
    },
  };
}

const RESOURCE_DESCRIPTION = `The TCSS purchase state of one account, read at every preview, update and refresh. It creates nothing and deletes nothing in the account.

## Import

The id is \`default\` for the account that configuration and environment select, or the name of a \`tccli\` profile:

\`\`\`sh
pulumi import ${PLUGIN_TYPE} tcss default
\`\`\``;

function fields(): PropertySpecs {
  return Object.fromEntries(
    STORED_FIELDS.map((name) => [name, { ...typeSpecOf(name), description: DOCS.fields[name] }]),
  );
}

function typeSpecOf(name: StoredField): TypeSpec {
  if (name === "protectionStatus") return refTo(STATUS);
  const type = typeOfField(name);
  return type === "array" ? { type, items: { type: "string" } } : { type };
}

function propertiesOf(
  properties: Readonly<Record<string, ArgSchema>>,
  docs: Docs = DOCS.args,
): PropertySpecs {
  return Object.fromEntries(
    Object.entries(properties).map(([name, schema]) => [
      name,
      { ...typeOfArg(name, schema), description: docs[name] ?? "" },
    ]),
  );
}

type Docs = Readonly<Record<string, string>>;

function typeOfArg(name: string, { type, enum: values, items }: ArgSchema): TypeSpec {
  if (type === "object" || values !== undefined) return refTo(name);
  return items === undefined ? { type } : { type, items: typeOfArg(name, items) };
}

/** The types of those arguments that have one of their own. */
function argumentTypes(): Record<string, object> {
  const entries = Object.entries<ArgSchema>(RESOURCE_ARGS_SCHEMA.properties).flatMap(
    ([name, { type, enum: values, properties, required = [] }]): [string, object][] => {
      if (values !== undefined) return [[tokenOf(name), { type, enum: enumeration(values) }]];
      if (properties === undefined) return [];
      return [[tokenOf(name), { type, properties: propertiesOf(properties, DOCS.assumeRole), required }]];
    },
  );
  return Object.fromEntries(entries);
}

/** Languages write the names of values in their own case, so that these must differ in more. */
function enumeration(values: readonly string[]): { name: string; value: string }[] {
  return values.map((value, index) => {
    const isTaken = values.slice(0, index).some((other) => other.toLowerCase() === value.toLowerCase());
    return { name: isTaken ? `Lowercase${capitalized(value)}` : capitalized(value), value };
  });
}

// The schema as the protocol has it.
import { snake } from "./names";
import {
  type Attribute,
  type BlockSchema,
  dataSourceSchemas,
  FUNCTION_SCHEMAS,
  type FunctionSchema,
  providerSchema,
  TIMEOUTS_DESCRIPTION,
} from "./schema";
import type { Shape } from "./shapes";
import { MESSAGES } from "./wire/messages";
import { encode, type Message } from "./wire/protobuf";

/** Kinds of descriptions, and how objects are nested. */
const MARKDOWN = 1;
const SINGLE = 1;
const LIST = 2;

/** `GetProviderSchema.Response` as bytes: the build keeps them, so that no start makes them. */
export function schemaBytes(): Uint8Array {
  return encode(MESSAGES, "GetProviderSchema.Response", {
    provider: schemaOf(providerSchema()),
    data_source_schemas: Object.fromEntries(
      Object.entries(dataSourceSchemas()).map(([name, schema]) => [name, schemaOf(schema)]),
    ),
    functions: functionMessages(),
    server_capabilities: { get_provider_schema_optional: true },
  });
}

/** The functions by their names. */
export function functionMessages(): Message {
  return Object.fromEntries(
    Object.entries<FunctionSchema>(FUNCTION_SCHEMAS).map(([name, schema]) => [name, functionOf(schema)]),
  );
}

function schemaOf({ description, attributes, hasTimeouts }: BlockSchema): Message {
  return {
    version: 0,
    block: {
      version: 0,
      description,
      description_kind: MARKDOWN,
      attributes: attributes.map(attributeOf),
      block_types: hasTimeouts ? [TIMEOUTS] : [],
    },
  };
}

const TIMEOUTS: Message = {
  type_name: "timeouts",
  nesting: SINGLE,
  block: {
    attributes: [
      {
        name: "read",
        type: typeBytes("string"),
        description: TIMEOUTS_DESCRIPTION,
        description_kind: MARKDOWN,
        optional: true,
      },
    ],
  },
};

function attributeOf({ name, shape, description, use, sensitive, attributes }: Attribute): Message {
  const nested =
    attributes === undefined
      ? undefined
      : {
          attributes: attributes.map(attributeOf),
          nesting: typeof shape === "object" && "list" in shape ? LIST : SINGLE,
        };
  return {
    name,
    ...(nested === undefined ? { type: typeBytes(shape) } : { nested_type: nested }),
    description,
    description_kind: MARKDOWN,
    [use]: true,
    ...(sensitive === undefined ? {} : { sensitive }),
  };
}

function functionOf({ summary, description, parameters, returns }: FunctionSchema): Message {
  return {
    summary,
    description,
    description_kind: MARKDOWN,
    parameters: parameters.map((parameter) => ({
      name: parameter.name,
      type: typeBytes(parameter.type),
      description: parameter.description,
      description_kind: MARKDOWN,
      allow_null_value: parameter.isNullable,
    })),
    return: { type: typeBytes(returns) },
  };
}

/** A type as JSON. */
function typeBytes(shape: Shape): Uint8Array {
  return Buffer.from(JSON.stringify(typeOf(shape)));
}

/** A type in the words of the protocol: `"string"`, `["list","string"]`, `["object",{…}]`. */
export function typeOf(shape: Shape): unknown {
  if (typeof shape === "string") return shape;
  if ("list" in shape) return ["list", typeOf(shape.list)];
  const fields = Object.entries(shape.object).map(([name, field]) => [snake(name), typeOf(field)]);
  return ["object", Object.fromEntries(fields)];
}

import assert from "node:assert/strict";
import {
  type Attribute,
  dataSourceSchemas,
  FUNCTION_SCHEMAS,
  providerSchema,
} from "../../../../provider/terraform/schema";
import { schemaBytes, typeOf } from "../../../../provider/terraform/schemaMessage";
import { MESSAGES } from "../../../../provider/terraform/wire/messages";
import { decode } from "../../../../provider/terraform/wire/protobuf";

interface WireAttribute {
  readonly name: string;
  readonly type?: Uint8Array;
  readonly nested_type?: { readonly nesting: number; readonly attributes: readonly WireAttribute[] };
  readonly description: string;
  readonly required?: boolean;
  readonly optional?: boolean;
  readonly computed?: boolean;
  readonly sensitive?: boolean;
}

interface WireBlock {
  readonly block: {
    readonly description: string;
    readonly attributes: readonly WireAttribute[];
    readonly block_types?: readonly { readonly type_name: string }[];
  };
}

interface WireSchema {
  readonly provider: WireBlock;
  readonly data_source_schemas: Readonly<Record<string, WireBlock>>;
  readonly functions: Readonly<
    Record<
      string,
      {
        readonly summary: string;
        readonly description: string;
        readonly return: { readonly type: Uint8Array };
        readonly parameters: readonly {
          readonly name: string;
          readonly type: Uint8Array;
          readonly description: string;
          readonly allow_null_value?: boolean;
        }[];
      }
    >
  >;
  readonly server_capabilities: object;
}

function typeOnWire(type: Uint8Array | undefined): unknown {
  return type === undefined || type.length === 0 ? undefined : JSON.parse(Buffer.from(type).toString());
}

function assertReached(reached: readonly WireAttribute[], expected: readonly Attribute[]): void {
  assert.deepEqual(
    reached.map(({ name, description, required, optional, computed, sensitive }) => ({
      name,
      description,
      use: required ? "required" : optional ? "optional" : computed ? "computed" : "none",
      sensitive: sensitive ?? false,
    })),
    expected.map(({ name, description, use, sensitive }) => ({
      name,
      description,
      use,
      sensitive: sensitive ?? false,
    })),
  );
  for (const [index, { name, shape, attributes }] of expected.entries()) {
    const { type, nested_type: nested } = reached[index] as WireAttribute;
    if (attributes === undefined) assert.deepEqual(typeOnWire(type), typeOf(shape), name);
    else {
      assert.equal(nested?.nesting, typeof shape === "object" && "list" in shape ? 2 : 1, name);
      assertReached(nested?.attributes ?? [], attributes);
    }
  }
}

describe("the schema on the wire", () => {
  it("reaches the host whole: names, types, descriptions and uses", () => {
    const message = decode(MESSAGES, "GetProviderSchema.Response", schemaBytes()) as unknown as WireSchema;
    assertReached(message.provider.block.attributes, providerSchema().attributes);
    assert.deepEqual(Object.keys(message.data_source_schemas), Object.keys(dataSourceSchemas()));
    for (const [name, { block }] of Object.entries(message.data_source_schemas)) {
      const expected = dataSourceSchemas()[name as keyof ReturnType<typeof dataSourceSchemas>];
      assert.equal(block.description, expected.description);
      assertReached(block.attributes, expected.attributes);
      assert.deepEqual(
        block.block_types?.map((each) => each.type_name),
        ["timeouts"],
      );
    }
    for (const [name, { parameters, ...described }] of Object.entries(message.functions)) {
      const expected = FUNCTION_SCHEMAS[name as keyof typeof FUNCTION_SCHEMAS];
      assert.equal(described.summary, expected.summary);
      assert.equal(described.description, expected.description);
      assert.deepEqual(typeOnWire(described.return.type), typeOf(expected.returns));
      assert.deepEqual(
        parameters.map((each) => [
          each.name,
          typeOnWire(each.type),
          each.description,
          each.allow_null_value ?? false,
        ]),
        expected.parameters.map((each) => [each.name, each.type, each.description, each.isNullable]),
      );
    }
    assert.deepEqual(message.server_capabilities, { get_provider_schema_optional: true });
  });
});

import assert from "node:assert/strict";
import { CONNECTION_ARGS_SCHEMA, SECRET_KEYS, STORED_FIELDS } from "../../../../core/internal";
import { packageSchema } from "../../../../provider/plugin/schema";
import { FUNCTIONS } from "../../../../provider/terraform/functions";
import { snake } from "../../../../provider/terraform/names";
import {
  type Attribute,
  dataSourceSchemas,
  FUNCTION_SCHEMAS,
  inTerraformTerms,
  providerSchema,
} from "../../../../provider/terraform/schema";
import { schemaBytes, typeOf } from "../../../../provider/terraform/schemaMessage";
import { MESSAGES } from "../../../../provider/terraform/wire/messages";
import { decode } from "../../../../provider/terraform/wire/protobuf";

interface PulumiProperty {
  readonly type?: string;
  readonly $ref?: string;
  readonly items?: PulumiProperty;
  readonly description: string;
  readonly secret?: boolean;
}

interface PulumiSchema {
  readonly functions: Readonly<
    Record<string, { readonly outputs: { readonly properties: Readonly<Record<string, PulumiProperty>> } }>
  >;
  readonly provider: { readonly inputProperties: Readonly<Record<string, PulumiProperty>> };
  readonly types: Readonly<
    Record<string, { readonly type: string; readonly properties: Readonly<Record<string, PulumiProperty>> }>
  >;
}

const pulumi = packageSchema("0.0.0") as PulumiSchema;
const { tcss_purchase_state: state, ...others } = dataSourceSchemas();
const named = (attributes: readonly Attribute[]): Map<string, Attribute> =>
  new Map(attributes.map((attribute) => [attribute.name, attribute]));

/** A property's type in Terraform's words. */
function terraformType({ type, $ref, items }: PulumiProperty): unknown {
  if ($ref !== undefined) {
    const referred = pulumi.types[$ref.replace("#/types/", "")];
    return referred?.type === "string" ? "string" : "object";
  }
  if (type === "array") return ["list", terraformType(items as PulumiProperty)];
  return { integer: "number", number: "number", boolean: "bool", string: "string" }[String(type)];
}

const typeIn = ({ shape }: Attribute): unknown => {
  const type = typeOf(shape);
  return Array.isArray(type) && type[0] === "object" ? "object" : type;
};

/** What Terraform's users read in other words, since their tool does something else. */
const OWN_WORDS = ["observedAt", "stale", "deadlineSeconds", "recordObservedAt"];

function assertSame(
  name: string,
  attribute: Attribute | undefined,
  property: PulumiProperty | undefined,
): void {
  assert.ok(attribute, name);
  assert.ok(property, name);
  assert.deepEqual(typeIn(attribute), terraformType(property), name);
  if (!OWN_WORDS.includes(name))
    assert.equal(attribute.description, inTerraformTerms(property.description), name);
}

/** Likewise for what an object or a list of objects holds. */
function assertSamePart(name: string, attribute: Attribute | undefined, property: PulumiProperty): void {
  const { $ref } = property.items ?? property;
  const type = $ref === undefined ? undefined : pulumi.types[$ref.replace("#/types/", "")];
  if (type?.type !== "object") {
    assertSame(name, attribute, property);
    return;
  }
  const inner = named(attribute?.attributes ?? []);
  assert.equal(attribute?.description, inTerraformTerms(property.description), name);
  assert.deepEqual([...inner.keys()], Object.keys(type.properties).map(snake), name);
  for (const [each, part] of Object.entries(type.properties))
    assertSamePart(each, inner.get(snake(each)), part);
}

describe("the schema for Terraform", () => {
  it("has every field of the model, with type and meaning as in Pulumi's schema", () => {
    const fields = pulumi.types["tcss:index:PurchaseStateValues"]?.properties ?? {};
    const attributes = named(state.attributes);
    for (const name of STORED_FIELDS) assertSame(name, attributes.get(snake(name)), fields[name]);
    const computed = state.attributes.filter(({ use }) => use === "computed").map(({ name }) => name);
    assert.deepEqual(computed, STORED_FIELDS.map(snake));
  });

  it("has every selector, with type and meaning as in Pulumi's schema", () => {
    const selectors = Object.keys(CONNECTION_ARGS_SCHEMA.properties);
    const provider = named(providerSchema().attributes);
    for (const name of selectors) {
      assertSame(name, provider.get(snake(name)), pulumi.provider.inputProperties[name]);
      for (const { attributes } of Object.values(dataSourceSchemas()))
        assert.deepEqual(named(attributes).get(snake(name)), provider.get(snake(name)));
    }
    const role = pulumi.types["tcss:index:AssumeRole"]?.properties ?? {};
    const inRole = named(provider.get("assume_role")?.attributes ?? []);
    assert.deepEqual([...inRole.keys()], Object.keys(role).map(snake));
    for (const [name, property] of Object.entries(role)) assertSame(name, inRole.get(snake(name)), property);
    assert.deepEqual(
      [...inRole.values()].filter(({ use }) => use === "required").map(({ name }) => name),
      ["role_arn"],
    );
  });

  it("has every part of a coverage, with type and meaning as in Pulumi's schema", () => {
    const { outputs } = pulumi.functions["tcss:index:getCoverage"] ?? assert.fail();
    const { attributes } = dataSourceSchemas().tcss_coverage;
    const { account: _, ...properties } = outputs.properties;
    const given = new Map([...named(attributes)].filter(([, { use }]) => use === "computed"));
    assert.deepEqual([...given.keys()], Object.keys(properties).map(snake));
    for (const [name, property] of Object.entries(properties))
      assertSamePart(name, given.get(snake(name)), property);
  });

  it("keeps the account's key in the provider block, and marks it as sensitive", () => {
    const secrets = SECRET_KEYS.map(snake);
    const sensitive = providerSchema()
      .attributes.filter((attribute) => attribute.sensitive)
      .map(({ name }) => name);
    assert.deepEqual(sensitive, secrets);
    for (const { attributes } of Object.values(dataSourceSchemas()))
      assert.equal(
        attributes.some(({ name }) => secrets.includes(name)),
        false,
      );
  });

  it("describes everything, in Terraform's names", () => {
    const all = [providerSchema(), state, ...Object.values(others)];
    const check = (attributes: readonly Attribute[]): void => {
      for (const { name, description, attributes: inner = [] } of attributes) {
        assert.match(description, /\w.*\.$/s, name);
        assert.doesNotMatch(description, /`[a-z]+[A-Z]\w*`|\bAbsent\b(?!:)|tcss:|pulumi up/, name);
        check(inner);
      }
    };
    for (const { description, attributes } of all) {
      assert.match(description, /\.$/);
      check(attributes);
    }
  });

  it("has each function that there is, and no other", () => {
    assert.deepEqual(Object.keys(FUNCTION_SCHEMAS), Object.keys(FUNCTIONS));
  });

  it("reaches the host whole", () => {
    const message = decode(MESSAGES, "GetProviderSchema.Response", schemaBytes()) as {
      data_source_schemas: Record<
        string,
        { block: { attributes: { name: string }[]; block_types: object[] } }
      >;
      server_capabilities: object;
    };
    assert.deepEqual(Object.keys(message.data_source_schemas), Object.keys(dataSourceSchemas()));
    for (const [name, { block }] of Object.entries(message.data_source_schemas)) {
      const expected = dataSourceSchemas()[name as keyof ReturnType<typeof dataSourceSchemas>];
      assert.deepEqual(
        block.attributes.map((each) => each.name),
        expected.attributes.map((each) => each.name),
      );
      assert.equal(block.block_types.length, 1);
    }
    assert.deepEqual(message.server_capabilities, { get_provider_schema_optional: true });
  });
});

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { CONNECTION_ARGS_SCHEMA, GATE_SCHEMA, SECRET_KEYS, STORED_FIELDS } from "../../../../core/internal";
import { packageSchema } from "../../../../provider/plugin/schema";
import { FUNCTIONS } from "../../../../provider/terraform/functions";
import { camel, snake } from "../../../../provider/terraform/names";
import {
  type Attribute,
  dataSourceSchemas,
  FUNCTION_SCHEMAS,
  inTerraformTerms,
  providerSchema,
} from "../../../../provider/terraform/schema";
import { typeOf } from "../../../../provider/terraform/schemaMessage";

interface PulumiProperty {
  readonly type?: string;
  readonly $ref?: string;
  readonly items?: PulumiProperty;
  readonly description: string;
  readonly secret?: boolean;
}

interface PulumiObject {
  readonly properties: Readonly<Record<string, PulumiProperty>>;
}

interface PulumiSchema {
  readonly functions: Readonly<
    Record<string, { readonly inputs: PulumiObject; readonly outputs: PulumiObject }>
  >;
  readonly resources: Readonly<Record<string, { readonly inputProperties: PulumiObject["properties"] }>>;
  readonly provider: { readonly inputProperties: PulumiObject["properties"] };
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
    assert.deepEqual(Object.keys(fields), [...STORED_FIELDS], "and Pulumi has no other");
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

  it("takes what Pulumi's resource, functions and provider take, and leaves out only what Terraform cannot do", () => {
    // a data source is not given its earlier state
    const left = ["onUnavailable"];
    const argumentsOf = (attributes: readonly Attribute[]): string[] =>
      attributes.filter(({ use }) => use !== "computed").map(({ name }) => name);
    const taken = (properties: PulumiObject["properties"]): string[] =>
      Object.keys(properties)
        .filter((name) => !left.includes(name))
        .map(snake)
        .sort();
    const resource = pulumi.resources["tcss:index:PurchaseState"]?.inputProperties ?? {};
    const coverage = pulumi.functions["tcss:index:getCoverage"]?.inputs.properties ?? {};
    assert.deepEqual(argumentsOf(state.attributes).sort(), taken(resource));
    assert.deepEqual(argumentsOf(others.tcss_coverage.attributes).sort(), taken(coverage));
    // the time of a reading is asked for where it is read
    assert.deepEqual(
      [...argumentsOf(providerSchema().attributes), "record_observed_at"].sort(),
      taken(pulumi.provider.inputProperties),
    );
    assertSame(
      "recordObservedAt",
      named(state.attributes).get("record_observed_at"),
      resource["recordObservedAt"],
    );
    assertSame("exempt", named(others.tcss_coverage.attributes).get("exempt"), coverage["exempt"]);
  });

  it("takes each setting of the gate as an argument, or from the file alone", () => {
    const selectors = Object.keys(CONNECTION_ARGS_SCHEMA.properties).map(snake);
    const own = others.tcss_gate.attributes
      .filter(({ use, name }) => use !== "computed" && !selectors.includes(name))
      .map(({ name }) => name);
    const fromFile = ["source", "evidence", "max_stale_hours", "time_zone", "forecast", "program_settings"];
    assert.deepEqual(
      [...own, ...fromFile].sort(),
      ["settings_file", "stack_name", ...Object.keys(GATE_SCHEMA.properties).map(snake)].sort(),
    );
    const document = readFileSync(join(__dirname, "../../../../docs/terraform.md"), "utf8");
    for (const name of fromFile)
      assert.match(document, new RegExp(`belong in the file: .*\`${camel(name)}\``, "s"));
  });

  it("gives each part of a finding, and the functions the same", () => {
    const findings = named(others.tcss_gate.attributes).get("findings");
    assert.deepEqual(
      findings?.attributes?.map(({ name }) => name),
      ["rule_id", "policy_name", "level", "severity", "message", "advice", "waived"],
    );
    assert.deepEqual(FUNCTION_SCHEMAS.findings.returns, findings?.shape);
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
});

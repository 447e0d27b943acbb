import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { SCHEMA_FILE } from "../../../../build/docs/pluginFiles";
import {
  AssetAccess,
  AssetKind,
  AssetStatus,
  CONFIG_KEYS,
  CONNECTION_ARGS_SCHEMA,
  COVERAGE_ARGS_SCHEMA,
  ProtectionStatus,
  parsePurchaseState,
  problemsOfConnectionArgs,
  problemsOfResourceArgs,
  RESOURCE_ARGS_SCHEMA,
  SECRET_KEYS,
  STORED_FIELDS,
} from "../../../../core/internal";
import { issuesOfConfig } from "../../../../provider/plugin/configuration";
import { LANGUAGES } from "../../../../provider/plugin/languages";
import type { PropertySpec, TypeSpec } from "../../../../provider/plugin/specs";
import { FULL } from "../../support/replies";

type Specs = Record<string, PropertySpec>;

interface ObjectOrEnum {
  readonly type: string;
  readonly properties?: Specs;
  readonly required?: string[];
  readonly enum?: readonly { name: string; value: string }[];
}

interface PackageSchema {
  readonly version: string;
  readonly config: { variables: Specs };
  readonly provider: { inputProperties: Specs };
  readonly types: Record<string, ObjectOrEnum>;
  readonly resources: Record<string, { inputProperties: Specs; properties: Specs; required: string[] }>;
  readonly functions: Record<
    string,
    { inputs: { properties: Specs }; outputs: { properties: Specs; required?: string[] } }
  >;
}

const schema = JSON.parse(readFileSync(join(__dirname, "../../../..", SCHEMA_FILE), "utf8")) as PackageSchema;

const resource = schema.resources["tcss:index:PurchaseState"] ?? assert.fail("no resource");
const read = schema.functions["tcss:index:getPurchaseState"] ?? assert.fail("no function");
const coverage = schema.functions["tcss:index:getCoverage"] ?? assert.fail("no function");
const values = typeOf({ $ref: "#/types/tcss:index:PurchaseStateValues" }).properties ?? {};

function typeOf({ $ref = "" }: TypeSpec): ObjectOrEnum {
  return schema.types[$ref.replace("#/types/", "")] ?? assert.fail(`${$ref} is not there`);
}

/** The values of a property that is an enumeration. */
function enumOf(spec: PropertySpec | undefined): string[] | undefined {
  return spec?.$ref === undefined ? undefined : typeOf(spec).enum?.map(({ value }) => value);
}

describe("the plugin's package schema", () => {
  it("has the arguments of the model, in the resource, the function and the configuration", () => {
    const names = Object.keys(RESOURCE_ARGS_SCHEMA.properties);
    assert.deepEqual(Object.keys(resource.inputProperties), names);
    assert.deepEqual(Object.keys(resource.properties), [...names, "purchaseState"]);
    assert.deepEqual(Object.keys(read.inputs.properties), Object.keys(CONNECTION_ARGS_SCHEMA.properties));
    assert.deepEqual(Object.keys(coverage.inputs.properties), Object.keys(COVERAGE_ARGS_SCHEMA.properties));
    assert.deepEqual(Object.keys(schema.config.variables), names);
    assert.deepEqual(Object.keys(schema.provider.inputProperties), CONFIG_KEYS);
  });

  it("marks the account's key as secret, and has it for the provider alone", () => {
    for (const key of SECRET_KEYS) {
      assert.equal(schema.provider.inputProperties[key]?.secret, true);
      for (const others of [resource.inputProperties, read.inputs.properties, schema.config.variables])
        assert.ok(!(key in others), key);
    }
  });

  it("has a type of its own where the configuration takes an object: Java's generator needs that", () => {
    const { assumeRole, ...others } = schema.config.variables;
    const { assumeRole: argument, ...otherArguments } = resource.inputProperties;
    assert.deepEqual(others, otherArguments);
    assert.notEqual(assumeRole?.$ref, argument?.$ref);
    assert.deepEqual(typeOf(assumeRole ?? {}), typeOf(argument ?? {}));
  });

  it("calls no SDK by a name that is Pulumi's, or the published package's", () => {
    const { nodejs, java, csharp, go } = LANGUAGES;
    assert.notEqual(nodejs.packageName, "pulumi-tcss");
    for (const name of [nodejs.packageName, java.basePackage, csharp.rootNamespace, go.importBasePath])
      assert.doesNotMatch(name, /^(@pulumi\/|com\.pulumi|Pulumi$|github\.com\/pulumi\/)/);
  });

  it("describes every property", () => {
    const types = Object.values(schema.types).map(({ properties = {} }) => properties);
    const all = [
      schema.provider.inputProperties,
      resource.properties,
      read.inputs.properties,
      read.outputs.properties,
      coverage.inputs.properties,
      coverage.outputs.properties,
    ];
    for (const specs of [...all, ...types])
      for (const [name, { description }] of Object.entries(specs)) assert.match(description, /\S.*\.$/, name);
  });

  it("has no type that nothing refers to, and refers to none that is not there", () => {
    const referred = [...JSON.stringify(schema).matchAll(/"#\/types\/([^"]+)"/g)].map(([, token]) => token);
    assert.deepEqual([...new Set(referred)].sort(), Object.keys(schema.types).sort());
  });

  /** A value of another type than the one that the schema tells. */
  const ofAnotherType = (type: string | undefined): unknown => (type === "string" ? 1 : { not: "this" });

  for (const [name, given] of Object.entries<Record<string, unknown>>(RESOURCE_ARGS_SCHEMA.properties))
    it(`agrees with the validation about ${name}`, () => {
      const spec = resource.inputProperties[name] ?? assert.fail(name);
      assert.deepEqual(enumOf(spec), given["enum"]);
      assert.equal(spec.type ?? typeOf(spec).type, given["type"]);
      assert.deepEqual(spec.items, given["type"] === "array" ? { type: "string" } : undefined);
      const wrong = { [name]: ofAnotherType(spec.type ?? typeOf(spec).type) };
      assert.equal(problemsOfResourceArgs(wrong)[0]?.property.split(".")[0], name);
      assert.equal(issuesOfConfig({ [name]: { not: "this" } })[0]?.property.split(".")[0], name);
      for (const value of enumOf(spec) ?? []) {
        assert.deepEqual(problemsOfResourceArgs({ [name]: value }), []);
        assert.deepEqual(issuesOfConfig({ [name]: value }), []);
      }
      const right = spec.type === "boolean" ? true : enumOf(spec)?.[0];
      if (right === undefined) assert.ok(name in read.inputs.properties, name);
      else
        assert.equal(
          name in read.inputs.properties,
          problemsOfConnectionArgs({ [name]: right }).length === 0,
        );
    });

  it("agrees with the validation about the role to assume", () => {
    const { properties, required } = typeOf({ $ref: "#/types/tcss:index:AssumeRole" });
    const given = RESOURCE_ARGS_SCHEMA.properties.assumeRole;
    assert.deepEqual(Object.keys(properties ?? {}), Object.keys(given.properties));
    assert.deepEqual(required, given.required);
    for (const [name, { type }] of Object.entries(given.properties))
      assert.equal(properties?.[name]?.type, type);
  });

  it("names the values of an enumeration apart in any case", () => {
    for (const { enum: entries = [] } of Object.values(schema.types)) {
      const names = entries.map(({ name }) => name.toLowerCase());
      assert.equal(new Set(names).size, names.length);
    }
  });

  it("has the fields of the model, and in a function those that this version does not know", () => {
    assert.deepEqual(Object.keys(values), STORED_FIELDS);
    const { additionalFields, ...fields } = read.outputs.properties;
    assert.deepEqual(fields, values);
    assert.equal(additionalFields?.type, "object");
    assert.deepEqual(enumOf(values["protectionStatus"]), Object.values(ProtectionStatus));
  });

  it("has a coverage whose parts are absent where they are unknown, and the states of the model", () => {
    const { assets, plan } = coverage.outputs.properties;
    assert.deepEqual(coverage.outputs.required, [
      "assets",
      "totals",
      "notUnderstood",
      "repeated",
      "incomplete",
    ]);
    const asset = typeOf(assets?.items ?? {});
    assert.deepEqual(asset.required, ["kind", "status", "access"]);
    assert.deepEqual(enumOf(asset.properties?.["kind"]), Object.values(AssetKind));
    assert.deepEqual(enumOf(asset.properties?.["status"]), Object.values(AssetStatus));
    assert.deepEqual(enumOf(asset.properties?.["access"]), Object.values(AssetAccess));
    assert.ok(!typeOf(plan ?? {}).required?.includes("elasticPerDay"));
  });

  it("has the fields in the types that a whole reply has", () => {
    const observed = { accountId: "1", observedAt: "2024-10-01T00:00:00Z", stale: true, malformedFields: [] };
    const whole: Record<string, unknown> = { ...parsePurchaseState(FULL), ...observed };
    for (const [name, spec] of Object.entries(values)) {
      const type = spec.type ?? typeOf(spec).type;
      const own = whole[name];
      assert.equal(type === "integer" ? "number" : type, Array.isArray(own) ? "array" : typeof own, name);
    }
  });
});

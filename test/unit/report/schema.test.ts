import assert from "node:assert/strict";
import { join } from "node:path";
import { createGenerator } from "ts-json-schema-generator";
import coverageSchema from "../../../report/coverage.schema.json";
import reportSchema from "../../../report/report.schema.json";

/**
 * What of a JSON schema TypeScript can say as well. Whole numbers, patterns and formats are the schema's own: it stays
 * written by hand, and this test finds every other difference from the types.
 */
type Shape =
  | string
  | { readonly oneOf: readonly unknown[] }
  | { readonly list: Shape }
  | { readonly nullable: Shape }
  | ObjectShape;
interface ObjectShape {
  readonly closed: boolean;
  readonly properties: Readonly<Record<string, Shape>>;
  readonly required: readonly string[];
}

interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly Schema[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: unknown;
}

type Definitions = Readonly<Record<string, unknown>>;

/** Ids and names of rules: a later version has more of them, and its reports keep this structure. */
const GROWING = ["purchase-state-available", "TCSS000"];

function shapeOf(given: Schema, definitions: Definitions): Shape {
  if (given.$ref !== undefined) return shapeOf(definitionOf(given.$ref, definitions), definitions);
  const notNull = withoutNull(given);
  if (notNull !== undefined) return { nullable: shapeOf(notNull, definitions) };
  const values = valuesOf(given, definitions);
  if (values !== undefined)
    return GROWING.some((each) => values.includes(each)) ? "string" : { oneOf: [...values].sort() };
  if (given.items !== undefined) return { list: shapeOf(given.items, definitions) };
  if (given.type !== "object") return String(given.type ?? "any").replace("integer", "number");
  const properties = Object.entries(given.properties ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    closed: given.additionalProperties === false,
    properties: Object.fromEntries(properties.map(([key, each]) => [key, shapeOf(each, definitions)])),
    required: [...(given.required ?? [])].sort(),
  };
}

/** What `given` allows besides null; undefined where it does not allow null. */
function withoutNull(given: Schema): Schema | undefined {
  if (Array.isArray(given.type) && given.type.includes("null")) {
    const [type = "any", ...others] = given.type.filter((each) => each !== "null");
    assert.deepEqual(others, [], "a mixed union");
    return { ...given, type };
  }
  if (given.anyOf?.some(({ type }) => type === "null") !== true) return undefined;
  const [only = {}, ...others] = given.anyOf.filter(({ type }) => type !== "null");
  assert.deepEqual(others, [], "a mixed union");
  return only;
}

/** The only values that are allowed; undefined where there is no list of them. */
function valuesOf(given: Schema, definitions: Definitions): unknown[] | undefined {
  if (given.$ref !== undefined) return valuesOf(definitionOf(given.$ref, definitions), definitions);
  if (given.const !== undefined) return [given.const];
  if (given.enum !== undefined) return [...given.enum];
  return given.anyOf?.flatMap((each) => valuesOf(each, definitions) ?? assert.fail("a mixed union"));
}

function definitionOf(ref: string, definitions: Definitions): Schema {
  return definitions[decodeURIComponent(ref.replace("#/definitions/", ""))] as Schema;
}

for (const [name, schema, path, type] of [
  ["report.schema.json", reportSchema, "formats/published.ts", "PublishedReport"],
  ["coverage.schema.json", coverageSchema, "formats/coverage/published.ts", "PublishedCoverageDocument"],
] as const)
  describe(name, () => {
    it("has the properties of the types, no more and no fewer, each with the same values", function () {
      // it compiles the types
      this.timeout(60_000);
      const folder = join(__dirname, "../../../report");
      const types = createGenerator({
        path: join(folder, "src", path),
        tsconfig: join(folder, "tsconfig.json"),
        type,
        skipTypeCheck: true,
        topRef: false,
      }).createSchema(type);
      assert.deepEqual(
        shapeOf(schema as Schema, schema.definitions),
        shapeOf(types as Schema, types.definitions ?? {}),
      );
    });
  });

describe("the coverage in a report", () => {
  it("is described as in coverage.schema.json", () => {
    const { definitions } = reportSchema as { definitions: Record<string, unknown> };
    for (const [name, definition] of Object.entries(coverageSchema.definitions))
      assert.deepEqual(definitions[name], definition, name);
  });
});

import assert from "node:assert/strict";
import { join } from "node:path";
import Ajv from "ajv";
import fc from "fast-check";
import * as core from "../../../core";
import * as internal from "../../../core/internal";
import type { compile as Compile, Formats } from "../../../core/schema/compile";
import type { checkedSchemas as CheckedSchemas } from "../../../core/schema/schema";

const COMPILED = join(__dirname, "../../../sdk/dist/core");
const LIBRARY = join(__dirname, "../../../sdk/dist/lib");

/** What `npm run build` makes of the packages (build/bundle). */
describe("the bundles", () => {
  for (const part of ["sdk", "provider", "core", "internal"])
    it(`give ES modules every name of ${part}`, async () => {
      const names = Object.keys(require(join(LIBRARY, part)));
      assert.ok(names.length > 0);
      const imported = Object.keys(await importAsEsModule(join(LIBRARY, `${part}.js`)));
      assert.deepEqual(
        names.filter((name) => !imported.includes(name)),
        [],
      );
    });

  it("hold all that core exports, and one TcssError for all parts", () => {
    for (const [part, names] of Object.entries({ core, internal }))
      assert.deepEqual(Object.keys(require(join(LIBRARY, part))).sort(), Object.keys(names).sort());
    const { TcssError } = require(join(LIBRARY, "internal"));
    for (const part of ["core", "sdk"]) assert.equal(require(join(LIBRARY, part)).TcssError, TcssError);
  });

  it("keep the names of the classes that users see", () => {
    const { PurchaseState, PurchaseStateError, TcssError } = require(join(LIBRARY, "sdk"));
    const names = [PurchaseState, PurchaseStateError, TcssError].map(({ name }) => name);
    assert.deepEqual(names, ["PurchaseState", "PurchaseStateError", "TcssError"]);
  });

  describe("check values by schemas that were compiled beforehand", () => {
    const formats: Formats = new Proxy({}, { get: () => (text: string) => text.length % 2 === 0 });
    const compile = compileIn(join(COMPILED, "schema/compile"));
    const prepared = compileIn(join(LIBRARY, "apart/checks"));
    require(COMPILED);
    // those of the compiled core: other tests make schemas of their own
    const { checkedSchemas } = require(join(COMPILED, "schema/schema")) as {
      checkedSchemas: typeof CheckedSchemas;
    };
    const known = [
      "time-zone",
      "http-origin",
      "date",
      "text",
      "stack-name",
      "host-name",
      "region",
      "name",
      "words",
      "stack-glob",
      "resource-glob",
      "asset-pattern",
    ];
    const named: Formats = Object.fromEntries(known.map((name) => [name, formats[name] as never]));

    it("each of which is a JSON schema", () => {
      const ajv = new Ajv({ strict: false });
      for (const { schema } of checkedSchemas)
        assert.equal(ajv.validateSchema(schema), true, JSON.stringify(ajv.errors));
    });

    for (const [index, checked] of checkedSchemas.entries())
      it(`as Ajv does now: ${index}, ${keysOf(checked.schema).join(" ").slice(0, 60)}`, () => {
        const [now, before] = [compile(checked, named), prepared(checked, named)];
        fc.assert(
          fc.property(valueFor(keysOf(checked.schema)), (value) => {
            const [one, other] = [structuredClone(value), structuredClone(value)];
            assert.equal(before(one), now(other));
            assert.deepEqual(summary(before.errors), summary(now.errors));
            // texts are read as numbers in place
            assert.deepEqual(one, other);
          }),
        );
      });
  });
});

/** `import()` as it stands: the compiler would make a `require` of it. */
function importAsEsModule(file: string): Promise<object> {
  return new Function("file", "return import(file)")(file) as Promise<object>;
}

/** `compile` of a copy that nobody else has: one takes the formats that it is given first. */
function compileIn(file: string): typeof Compile {
  const path = require.resolve(file);
  const { [path]: kept } = require.cache;
  delete require.cache[path];
  try {
    return (require(path) as { compile: typeof Compile }).compile;
  } finally {
    if (kept === undefined) delete require.cache[path];
    else require.cache[path] = kept;
  }
}

function keysOf(schema: unknown): string[] {
  return Object.keys((schema as { properties?: object }).properties ?? {});
}

function valueFor(keys: readonly string[]): fc.Arbitrary<unknown> {
  const key = fc.oneof(fc.constantFrom(...keys, "unknown"), fc.string());
  const scalar = fc.oneof(
    fc.constantFrom("international", "mainland", "mandatory", "live", "12", "true", "", "2027-03-31"),
    fc.jsonValue({ maxDepth: 2 }),
  );
  return fc.oneof(fc.dictionary(key, scalar, { maxKeys: 4 }), scalar);
}

function summary(errors: unknown): unknown {
  return JSON.parse(JSON.stringify(errors ?? null));
}

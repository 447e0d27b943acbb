import { createRequire } from "node:module";
import { join } from "node:path";
import type * as Ajv from "ajv";
import type * as Standalone from "ajv/dist/standalone";
import type { StdinOptions } from "esbuild";
import { ROOT } from "../root";

/** The replacement for core/schema/compile.ts: the same function, with every check as source code. */
export function checks(): StdinOptions {
  // the compiled core, which contains the bundles' schemas, with its own copy of Ajv
  const fromCore = createRequire(join(ROOT, "sdk/dist/core/index.js"));
  fromCore("./index");
  const { checkedSchemas } = fromCore("./schema/schema") as typeof import("../../core/schema/schema");
  const { optionsFor } = fromCore("./schema/compile") as typeof import("../../core/schema/compile");
  const { Ajv: Compiler, _ } = fromCore("ajv") as typeof Ajv;
  const { default: standalone } = fromCore("ajv/dist/standalone") as typeof Standalone;
  const parts = [true, false].map((texts) => {
    const ajv = new Compiler({ ...optionsFor({ texts }), code: { source: true, formats: _`formats` } });
    const schemas = checkedSchemas.filter((each) => each.texts === texts).map(({ schema }) => schema);
    for (const name of formatsIn(schemas)) ajv.addFormat(name, () => true);
    const names = schemas.map((schema, index): [text: string, name: string] => {
      ajv.addSchema(schema, `check${index}`);
      return [JSON.stringify(schema), `check${index}`];
    });
    return `${texts}: (formats) => {
const exports = {};
${standalone(ajv, Object.fromEntries(names.map(([, name]) => [name, name])))}
return new Map(${JSON.stringify(names)}.map(([schema, name]) => [schema, exports[name]]));
}`;
  });
  return {
    contents: `const made = {};
const make = { ${parts.join(",\n")} };
exports.compile = ({ schema, texts }, formats) => {
  made[texts] ??= make[texts](formats);
  return made[texts].get(JSON.stringify(schema));
};`,
    resolveDir: join(ROOT, "sdk"),
  };
}

function formatsIn(schemas: readonly unknown[]): ReadonlySet<string> {
  return new Set([...JSON.stringify(schemas).matchAll(/"format":"([^"]+)"/g)].map(([, name = ""]) => name));
}

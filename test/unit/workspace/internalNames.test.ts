import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

const ROOT = join(__dirname, "../../..");
const USERS = [
  "core/index.ts",
  "provider",
  "sdk",
  "policy-pack/src",
  "report/src",
  "build",
  "test",
  "index.ts",
];

/** `import { a, type b as c } from "module"`, and the same with `export`. */
const LIST = /\b(?:import|export)\s+(?:type\s+)?\{([^}]*)\}\s*from\s*"([^"]+)"/g;
const EVERYTHING = /^export \* from "([^"]+)"/gm;
const DECLARED = /^export (?:abstract )?(?:async )?(?:const|function\*?|class|interface|type) (\w+)/gm;

/** Names in a list, as the module that they are from calls them, or as they are called here. */
function namesIn(list: string, side: "there" | "here"): string[] {
  return list
    .split(",")
    .map((item) => item.trim().replace(/^type /, ""))
    .filter((item) => item !== "")
    .map((item) => item.split(" as ").at(side === "there" ? 0 : -1) as string);
}

function exportsOf(file: string): string[] {
  const text = readFileSync(file, "utf8");
  return [
    ...[...text.matchAll(LIST)]
      .filter(([statement]) => statement.startsWith("export"))
      .flatMap(([, list = ""]) => namesIn(list, "here")),
    ...[...text.matchAll(DECLARED)].map(([, name = ""]) => name),
    ...[...text.matchAll(EVERYTHING)].flatMap(([, module = ""]) =>
      exportsOf(fileOf(join(dirname(file), module))),
    ),
  ];
}

function fileOf(module: string): string {
  return existsSync(`${module}.ts`) ? `${module}.ts` : join(module, "index.ts");
}

function filesIn(path: string): string[] {
  if (path.endsWith(".ts")) return [join(ROOT, path)];
  return readdirSync(join(ROOT, path), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts") && !/(^|[/\\])(dist|node_modules)[/\\]/.test(file))
    .map((file) => join(ROOT, path, file));
}

describe("pulumi-tcss/internal", () => {
  it("exports what the packages of this repository use, and nothing else", () => {
    const used = new Set(
      USERS.flatMap(filesIn).flatMap((file) =>
        [...readFileSync(file, "utf8").matchAll(LIST)]
          .filter(([, , module = ""]) => /(^pulumi-tcss|^\.|\/core)\/internal$/.test(module))
          .flatMap(([, list = ""]) => namesIn(list, "there")),
      ),
    );
    const exported = exportsOf(join(ROOT, "core/internal.ts"));
    assert.ok(used.size > 0 && exported.length > 0);
    assert.deepEqual(
      exported.filter((name) => !used.has(name)),
      [],
    );
  });
});

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { architecturePage } from "../../../build/docs/architecture";

const ROOT = join(__dirname, "../../..");
const PAGE = readFileSync(join(ROOT, "docs/architecture.md"), "utf8");

/** A file on the way of some data, and the name that the data has there. */
interface Step {
  readonly file: string;
  readonly name: string;
}

/** The steps that the page lists below a heading: `| 1 | `file` | `name` | … |`. */
function stepsBelow(heading: string): Step[] {
  const section = PAGE.split(/^## /m).find((part) => part.startsWith(`${heading}\n`));
  assert.ok(section, heading);
  return [...section.matchAll(/^\| \d+ \| `([^`]+)` \| `([^`]+)` \|/gm)].map(([, file, name]) => ({
    file: file as string,
    name: name as string,
  }));
}

/** Files that a file imports, whether it does so at once or on demand. */
function importsOf(file: string): string[] {
  const text = readFileSync(join(ROOT, file), "utf8");
  const paths = [...text.matchAll(/(?:from|require\(|import\()\s*\\?"([^"\\]+)/g)].map(
    ([, path]) => path as string,
  );
  return paths.flatMap((path) => {
    const found =
      PUBLISHED[path] ?? (path.startsWith(".") ? relative(ROOT, join(ROOT, dirname(file), path)) : []);
    return [found]
      .flat()
      .flatMap((each) => [`${each}.ts`, `${each}/index.ts`].filter((name) => FILES.has(name)));
  });
}

/** Our packages by the names under which they import each other. */
const PUBLISHED: Readonly<Record<string, string>> = {
  "pulumi-tcss/internal": "core/internal",
  "pulumi-tcss/provider": "provider",
};

const FILES = new Set(
  ["core", "provider", "sdk", "policy-pack/src"].flatMap((room) =>
    readdirSync(join(ROOT, room), { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".ts") && !/(^|[/\\])(dist|node_modules)[/\\]/.test(name))
      .map((name) => join(room, name)),
  ),
);

/** Each file's neighbors: what it imports, and what imports it. */
function importGraph(): ReadonlyMap<string, ReadonlySet<string>> {
  const graph = new Map([...FILES].map((file) => [file, new Set<string>()]));
  for (const file of FILES)
    for (const imported of importsOf(file)) {
      graph.get(file)?.add(imported);
      graph.get(imported)?.add(file);
    }
  return graph;
}

describe("docs/architecture.md", () => {
  it("shows the rooms and arrows that the lint holds", () => {
    assert.equal(PAGE, architecturePage(), "run npm run docs");
  });

  const graph = importGraph();
  // data may pass through one file that only hands it on
  const isConnected = (from: string, to: string): boolean =>
    [...(graph.get(from) ?? [])].some((next) => next === to || graph.get(next)?.has(to));

  for (const [heading, files, names] of [
    ["From a reply to a policy violation", 12, 7],
    ["From a profile to a credential", 11, 11],
  ] as const)
    describe(heading, () => {
      const steps = stepsBelow(heading);

      it(`passes at most ${files} files, and the data has at most ${names} names`, () => {
        assert.ok(steps.length > 3);
        assert.ok(new Set(steps.map(({ file }) => file)).size <= files);
        assert.ok(new Set(steps.map(({ name }) => name)).size <= names);
      });

      for (const [index, { file, name }] of steps.entries()) {
        it(`is named ${name} in ${file}`, () => {
          assert.match(readFileSync(join(ROOT, file), "utf8"), new RegExp(`\\b${name}\\b`));
        });
        const next = steps[index + 1];
        if (next !== undefined)
          it(`goes from ${file} on to ${next.file}`, () => {
            const earlier = steps.slice(0, index + 1);
            assert.ok(earlier.some((step) => isConnected(step.file, next.file)));
          });
      }
    });
});

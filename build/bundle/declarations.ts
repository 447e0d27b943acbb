// The declarations that a package publishes: only those that its entry point reaches through imports.
import { existsSync, readFileSync } from "node:fs";
import { basename, dirname, join, relative } from "node:path";

/** Names of modules in a declaration: `from "…"`, `import("…")`, `import "…"`. */
const MODULE = /(\bfrom\s*|\bimport\s*\(\s*|\bimport\s+)"([^"]+)"/g;

/**
 * Texts of the declarations that `entry` reaches, by their paths relative to it.
 * @param entry the file `index.d.ts` of a package.
 * @param inside packages whose declarations are included, by name, with their entry points. Each gets a folder, named
 * after the last part of the package's name.
 */
export function declarationsFrom(
  entry: string,
  inside: Readonly<Record<string, string>> = {},
): ReadonlyMap<string, string> {
  const homes: Home[] = [
    { folder: dirname(entry), as: "." },
    ...Object.entries(inside).map(([name, file]) => ({ folder: dirname(file), as: basename(name) })),
  ];
  const found = new Map<string, string>();
  const pending = [entry];
  for (let file = pending.pop(); file !== undefined; file = pending.pop()) {
    const place = placeOf(file, homes);
    if (found.has(place)) continue;
    const text = readFileSync(file, "utf8").replace(/^\/\/# sourceMappingURL=.*\n?/m, "");
    found.set(
      place,
      text.replace(MODULE, (whole, before: string, name: string) => {
        const target =
          inside[name] ?? (name.startsWith(".") ? fileFor(join(dirname(file), name)) : undefined);
        if (target === undefined) return whole;
        pending.push(target);
        const path = relative(dirname(place), placeOf(target, homes)).replaceAll("\\", "/");
        return `${before}"${path.startsWith(".") ? path : `./${path}`}"`.replace(/\.d\.ts"$/, '"');
      }),
    );
  }
  return found;
}

/** A folder whose declarations are published, and the folder in which they are. */
interface Home {
  readonly folder: string;
  readonly as: string;
}

function placeOf(file: string, homes: readonly Home[]): string {
  for (const { folder, as } of homes) {
    const path = relative(folder, file);
    if (!path.startsWith("..")) return join(as, path);
  }
  throw new Error(`${file} is in none of the packages whose declarations are published`);
}

function fileFor(path: string): string {
  const plain = path.replace(/\.js$/, "");
  return [`${plain}.d.ts`, join(plain, "index.d.ts")].find((file) => existsSync(file)) ?? `${plain}.d.ts`;
}

// The licenses of the packages in a bundle: most require that their text is distributed with the code.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const IN_PACKAGE = /^(.*node_modules[/\\](?:@[^/\\]+[/\\])?[^/\\]+)[/\\]/;
const TEXT = /^(licen[cs]e|copying|notice)([-.].*)?$/i;

/**
 * The texts of the packages that the modules come from, package by package.
 * @param modules paths of modules, as in esbuild's metafile (`Object.keys(metafile.inputs)`); modules that belong to no
 * package are skipped.
 * @param root the folder to which the paths are relative.
 */
export function licensesOf(modules: Iterable<string>, root: string): string {
  const folders = new Set([...modules].flatMap((module) => IN_PACKAGE.exec(module)?.[1] ?? []));
  const texts = new Map([...folders].map((folder) => licenseIn(join(root, folder))));
  return [...texts.keys()]
    .sort()
    .map((name) => `${name}\n${"=".repeat(name.length)}\n\n${texts.get(name)}\n`)
    .join("\n");
}

/** A package's name with its version and license, and the texts of its license files. */
function licenseIn(folder: string): [name: string, text: string] {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as Record<
    string,
    string
  >;
  const texts = readdirSync(folder)
    .filter((file) => TEXT.test(file))
    .map((file) => readFileSync(join(folder, file), "utf8").replaceAll("\r\n", "\n").trim());
  return [
    `${name} ${version} (${license})`,
    texts.join("\n\n") || "The package holds no text of its license.",
  ];
}

// Makes one file of each command, and of each part of pulumi-tcss, since they must start fast: loading hundreds of
// small files takes longer than what they do. Runs after the compiler (npm run build).
import { cpSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { type BuildOptions, build } from "esbuild";
import { ROOT } from "../root";
import { apart, apartFile, apartSource } from "./apart";
import { BUNDLES, type Bundle, PLUGIN_FOLDER, TERRAFORM_FOLDER } from "./bundles";
import { declarationsFrom } from "./declarations";
import { licensesOf } from "./licenses";
import { OPTIONS } from "./options";
import { onDemand } from "./ownModules";
import { replacements } from "./replacements";

/** The modules that went into each folder's bundles. */
const modulesIn = new Map<string, Set<string>>();
/** The files that stand apart: bundles of one folder share them. */
const made = new Set<string>();

/** Makes a file in `folder`, and notes what of for the licenses there. */
async function make(folder: string, options: BuildOptions): Promise<void> {
  const { metafile } = await build({ ...OPTIONS, ...options, metafile: true });
  const modules = modulesIn.get(folder) ?? new Set();
  // those of a namespace are ours
  for (const input of Object.keys(metafile.inputs)) if (!/^[\w-]+:/.test(input)) modules.add(input);
  modulesIn.set(folder, modules);
}

async function bundle({ from, to, isLibrary = false, ...options }: Bundle): Promise<void> {
  const { plugins = [], external = [], inside = [] } = options;
  const used = new Set<string>();
  const outfile = join(ROOT, to);
  const folder = dirname(outfile);
  await make(folder, {
    ...(isLibrary ? libraryOptions(from) : {}),
    entryPoints: [join(ROOT, from)],
    outfile,
    external: [...external],
    // Node.js does not find the names of a library that is loaded on demand
    plugins: [...plugins, apart(used, inside), ...(isLibrary ? [] : [onDemand]), replacements],
  });
  for (const name of used) {
    const file = join(folder, apartFile(name));
    if (made.has(file)) continue;
    made.add(file);
    await make(folder, { stdin: apartSource(name), outfile: file, plugins: [replacements] });
  }
}

/**
 * A library ends with the list of its names: ES modules find them in it alone. The module is loaded for that, when
 * its turn comes.
 */
function libraryOptions(from: string): BuildOptions {
  const names = Object.keys(require(join(ROOT, from)) as object);
  return {
    footer: { js: `0 && (module.exports = { ${names.join(", ")} });` },
    // Node.js does not find the list in all that this makes
    minifySyntax: false,
  };
}

/** The pack's types with those of the core that it holds, so that it needs no other package for them. */
function writePackTypes(): void {
  const folder = join(ROOT, "policy-pack/dist/types");
  rmSync(folder, { recursive: true, force: true });
  const declarations = declarationsFrom(join(ROOT, "policy-pack/dist/index.d.ts"), {
    "pulumi-tcss/internal": join(ROOT, "sdk/dist/core/internal.d.ts"),
  });
  for (const [name, text] of declarations) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
}

function completePlugin(): void {
  const source = join(ROOT, "provider/plugin");
  const plugin = join(ROOT, PLUGIN_FOLDER);
  cpSync(join(source, "bin"), plugin, { recursive: true });
  cpSync(join(source, "generated/schema.json"), join(plugin, "schema.json"));
}

/** The schema as bytes, so that no start of the provider makes them. */
function completeTerraform(): void {
  const folder = join(ROOT, TERRAFORM_FOLDER);
  const { schemaBytes } = require(join(ROOT, "sdk/dist/provider/terraform/schemaMessage.js")) as {
    schemaBytes(): Uint8Array;
  };
  cpSync(join(ROOT, "provider/terraform/bin"), folder, { recursive: true });
  writeFileSync(join(folder, "schema.bin"), schemaBytes());
}

async function main(): Promise<void> {
  // what an earlier build left there would be packed
  for (const folder of [PLUGIN_FOLDER, TERRAFORM_FOLDER])
    rmSync(join(ROOT, folder), { recursive: true, force: true });
  for (const each of BUNDLES) await bundle(each);
  for (const [folder, modules] of modulesIn)
    writeFileSync(join(folder, "THIRD-PARTY-LICENSES.txt"), licensesOf(modules, ROOT));
  writePackTypes();
  completePlugin();
  completeTerraform();
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});

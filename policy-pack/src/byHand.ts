// What bin/tcss-gate loads when it cannot start as the engine wants it to. Imports no package: they may be missing.
import { readFileSync } from "node:fs";
import { join, sep } from "node:path";

const PACK_FOLDER = join(__dirname, "..");

/** What the pack needs, by what it imports of each package. */
const IMPORTED = {
  "@pulumi/policy": "@pulumi/policy",
  "@pulumi/pulumi": "@pulumi/pulumi",
  "pulumi-tcss": "pulumi-tcss/core",
} as const;

/** Tells someone who has started `tcss-gate` what it is, and ends the process. */
export function explain([option]: readonly string[]): never {
  const asked = ["--help", "-h", "--version"].includes(option ?? "");
  const { version, description } = JSON.parse(readFileSync(join(PACK_FOLDER, "package.json"), "utf8"));
  const pack = "node_modules/pulumi-tcss-policy-pack";
  const text = `tcss-gate ${version}: ${description}

Pulumi starts it, and tells it where to call back:
  pulumi preview --policy-pack ${pack}/bin/tcss-gate
  pulumi preview --policy-pack ${pack}   # before Pulumi 3.255`;
  (asked ? console.log : console.error)(text);
  process.exit(asked ? 0 : 2);
}

/**
 * Says in one line which packages are missing and ends the process.
 * @throws `error` itself where none is.
 */
export function blameMissingPackages(error: unknown): never {
  const missing = Object.entries(IMPORTED)
    .filter(([, imported]) => !isInstalled(imported))
    .map(([name]) => name);
  if (missing.length === 0) throw error;
  console.error(
    `tcss-gate cannot find ${missing.join(", ")}: run npm install ${missing.join(" ")} in ${projectFolder()}`,
  );
  process.exit(1);
}

function isInstalled(imported: string): boolean {
  try {
    require.resolve(imported);
    return true;
  } catch {
    return false;
  }
}

/** The folder that this package is installed for: pnpm keeps several levels of node_modules below it. */
function projectFolder(): string {
  const [folder] = PACK_FOLDER.split(`${sep}node_modules${sep}`);
  return folder || sep;
}

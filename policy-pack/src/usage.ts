// Loaded by bin/tcss-gate where a person, and not the engine, starts it.
import { readFileSync } from "node:fs";
import { join } from "node:path";

const PACK_FOLDER = join(__dirname, "..");

/** Prints what `tcss-gate` is and how it is started, and ends the process. */
export function printUsage([option]: readonly string[]): never {
  const isAsked = ["--help", "-h", "--version"].includes(option ?? "");
  const { version, description } = JSON.parse(readFileSync(join(PACK_FOLDER, "package.json"), "utf8"));
  const pack = "node_modules/pulumi-tcss-policy-pack";
  const text = `tcss-gate ${version}: ${description}

Pulumi starts it, and tells it where to call back:
  pulumi preview --policy-pack ${pack}/bin/tcss-gate
  pulumi preview --policy-pack ${pack}   # before Pulumi 3.255`;
  (isAsked ? console.log : console.error)(text);
  process.exit(isAsked ? 0 : 2);
}

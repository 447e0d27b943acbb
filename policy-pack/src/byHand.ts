// What bin/tcss-gate loads when it is not the engine that has started it.
import { readFileSync } from "node:fs";
import { join } from "node:path";

const PACK_FOLDER = join(__dirname, "..");

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

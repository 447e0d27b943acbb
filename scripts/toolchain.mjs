// `npm run --silent toolchain`: prints the folder to put on PATH, on a fresh clone as well.
import {
  asScript,
  ensureBuilt,
  ensureInstalled,
  ensureOpenTofu,
  ensureToolchain,
  optionsOf,
} from "./setup.mjs";

const HELP = `Usage: npm run --silent toolchain [-- OPTIONS]

Prints the folder to put on PATH, to have Pulumi and its language hosts. What is not there is installed or built.

Options:
  --opentofu  the folder of OpenTofu instead, with which the tests of the provider for Terraform run as well
  --help      show this text`;

await asScript(async () => {
  const boolean = { type: "boolean", default: false };
  const options = optionsOf("npm run toolchain", { opentofu: boolean, help: boolean });
  if (options.help) {
    console.log(HELP);
    return 0;
  }
  await ensureInstalled();
  await ensureBuilt();
  console.log(await (options.opentofu ? ensureOpenTofu() : ensureToolchain()));
  return 0;
});

import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";

/** The checkout. */
export const ROOT = resolve(__dirname, "../../..");

/**
 * The folder with `pulumi`, its Node language host and the shims: TCSS_TOOLCHAIN, where `npm test` has put
 * it, else what `npm run toolchain` prints (it builds one when it must).
 */
export function findToolchain(): string {
  const folder = process.env["TCSS_TOOLCHAIN"] || lastLineOf("npm", ["run", "--silent", "toolchain"]);
  if (!existsSync(join(folder, "pulumi")))
    throw new Error(`there is no pulumi in the tool chain's folder ${folder}`);
  return folder;
}

function lastLineOf(command: string, args: string[]): string {
  const output = execFileSync(command, args, {
    cwd: ROOT,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
  });
  return output.trim().split("\n").at(-1) ?? "";
}

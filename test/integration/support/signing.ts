// A publisher's key for one test, by gpg.
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export interface Signer {
  /** The public key, in armor. */
  readonly key: string;
  /** Writes FILE.sig beside the file, as docs/terraform.md says. */
  sign(file: string): void;
  /** Ends gpg's own helper, and removes the key. */
  remove(): void;
}

/** Undefined where there is no gpg. */
export function makeSigner(): Signer | undefined {
  if (spawnSync("gpg", ["--version"]).status !== 0) return undefined;
  // short: the path of a socket goes below it
  const home = mkdtempSync(join(tmpdir(), "gpg-"));
  const env = { ...process.env, GNUPGHOME: home };
  const gpg = (...args: string[]): string =>
    execFileSync("gpg", ["--batch", "--yes", "--pinentry-mode", "loopback", "--passphrase", "", ...args], {
      env,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    });
  gpg("--quick-generate-key", "publisher@example.com", "rsa2048", "sign", "never");
  return {
    key: gpg("--armor", "--export", "publisher@example.com"),
    sign: (file) => {
      gpg("--local-user", "publisher@example.com", "--detach-sign", file);
    },
    remove: () => {
      spawnSync("gpgconf", ["--kill", "all"], { env });
      rmSync(home, { recursive: true, force: true });
    },
  };
}

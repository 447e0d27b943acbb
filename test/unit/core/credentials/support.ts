import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Credential } from "../../../../core/api/credential";
import { TcssError } from "../../../../core/base/errors";
import { type CredentialSource, isAbsent } from "../../../../core/credentials/source";

/** A home folder for the time of one test. */
export class Home {
  readonly path = mkdtempSync(join(tmpdir(), "tcss-home-"));

  write(file: string, content: string | Uint8Array | object): string {
    const path = join(this.path, file);
    mkdirSync(dirname(path), { recursive: true });
    const isRaw = typeof content === "string" || content instanceof Uint8Array;
    writeFileSync(path, isRaw ? content : JSON.stringify(content));
    return path;
  }

  remove(): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}

/** What stands for a secret in a file; no message may show it. */
export const KEY = "hunter2hunter2hunter2hunter2hunt";
export const ID = "AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE";

const signal = new AbortController().signal;

export async function foundIn(source: CredentialSource): Promise<Credential> {
  const found = await source.find(signal);
  assert.ok(!isAbsent(found), `${source.name} must have a credential`);
  return found;
}

export async function absenceIn(source: CredentialSource): Promise<string> {
  const found = await source.find(signal);
  assert.ok(isAbsent(found), `${source.name} must have none`);
  return found.absent;
}

/** The message of a source that stops the search, which holds nothing secret. */
export async function brokenIn(source: CredentialSource): Promise<string> {
  const error: unknown = await source.find(signal).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  assert.ok(error instanceof TcssError, `${source.name} must stop the search`);
  assert.match(error.kind, /^(credentials|configuration)$/);
  assert.doesNotMatch(error.message, /hunter2|AKIDz8/);
  return error.message;
}

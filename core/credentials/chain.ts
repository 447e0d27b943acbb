import type { Credential } from "../api/credential";
import { TcssError } from "../base/errors";
import { type Absent, type CredentialSource, isAbsent } from "./source";

/** A source that had no credential, and why. */
export interface SkippedSource {
  readonly source: string;
  readonly reason: string;
}

/** A credential, where it was found, and why each earlier source had none. */
export interface FoundCredential {
  readonly credential: Credential;
  readonly source: string;
  readonly skipped: readonly SkippedSource[];
}

/**
 * Asks one source after the other.
 * @throws TcssError when a source is broken (the sources after it are not asked), or none has any.
 */
export async function findCredential(
  sources: readonly CredentialSource[],
  signal: AbortSignal,
): Promise<FoundCredential> {
  const skipped: SkippedSource[] = [];
  for (const source of sources) {
    const found = await lookAt(source, signal);
    if (!isAbsent(found)) return { credential: found, source: source.name, skipped };
    skipped.push({ source: source.name, reason: found.absent });
  }
  const looked = skipped.map(({ source, reason }) => `${source}: ${reason}`).join("; ");
  throw new TcssError(`no credentials for Tencent Cloud were found: ${looked}`, {
    kind: "credentials",
    nextStep: (words) => words.provideCredentials,
  });
}

async function lookAt(source: CredentialSource, signal: AbortSignal): Promise<Credential | Absent> {
  try {
    return await source.find(signal);
  } catch (error) {
    throw error instanceof TcssError ? error.with({ credentialSource: source.name }) : error;
  }
}

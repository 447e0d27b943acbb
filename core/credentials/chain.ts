import { TcssError, type TcssErrorDetails } from "../errors";
import { type Credential, type CredentialSource, isAbsent } from "./credential";

/** A credential, where it was found, and why each earlier source had none. */
export interface FoundCredential {
  readonly credential: Credential;
  readonly source: string;
  readonly skipped: readonly { readonly source: string; readonly reason: string }[];
}

/**
 * Asks one source after the other.
 * @throws TcssError of kind `credentials`: a source is broken (the sources after it are not asked), or none has any.
 */
export async function findCredential(
  sources: readonly CredentialSource[],
  place: Pick<TcssErrorDetails, "account" | "endpoint"> = {},
): Promise<FoundCredential> {
  const skipped: { source: string; reason: string }[] = [];
  for (const source of sources) {
    const found = await source.find();
    if (!isAbsent(found)) return { credential: found, source: source.name, skipped };
    skipped.push({ source: source.name, reason: found.absent });
  }
  throw new TcssError(
    `no credentials for Tencent Cloud were found: ${skipped.map(({ source, reason }) => `${source}: ${reason}`).join("; ")}`,
    {
      kind: "credentials",
      ...place,
      nextStep:
        "Set TENCENTCLOUD_SECRET_ID and TENCENTCLOUD_SECRET_KEY, name a tccli profile, or set tcss:secretId and (with --secret) tcss:secretKey in the stack's configuration.",
    },
  );
}

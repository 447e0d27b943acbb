import { type AssumeRoleArgs, assumeRole, type StsAccess } from "../api/sts";
import { type FoundCredential, findCredential } from "./chain";
import type { CredentialSource } from "./credential";

/**
 * Temporary credentials of a role, assumed with what `sources` have.
 * @throws TcssError when the sources have none or one is broken, or when STS refuses.
 */
export async function findAssumedRole(
  sources: readonly CredentialSource[],
  role: AssumeRoleArgs,
  sts: StsAccess,
  signal: AbortSignal,
): Promise<FoundCredential> {
  const base = await findCredential(sources, signal);
  return {
    credential: await assumeRole(sts, base.credential, role, signal),
    source: `role ${role.roleArn}, assumed with ${base.source}`,
    skipped: base.skipped,
  };
}

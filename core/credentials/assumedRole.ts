import type { ApiAccess } from "../api/access";
import { credentialOfRole } from "../api/actions/assumeRole";
import type { AssumeRoleArgs } from "../api/role";
import { type FoundCredential, findCredential } from "./chain";
import type { CredentialSource } from "./source";

/**
 * Temporary credentials of a role, assumed with what `sources` have.
 * @throws TcssError when the sources have none or one is broken, or when STS refuses.
 */
export async function findAssumedRole(
  sources: readonly CredentialSource[],
  role: AssumeRoleArgs,
  sts: ApiAccess,
  signal: AbortSignal,
): Promise<FoundCredential> {
  const base = await findCredential(sources, signal);
  return {
    credential: await credentialOfRole(role, { access: sts, credential: base.credential, signal }),
    source: `role ${role.roleArn}, assumed with ${base.source}`,
    skipped: base.skipped,
  };
}

import { defineAction } from "../action";
import { type CallOptions, callAction } from "../callAction";
import type { Credential } from "../credential";
import { DEFAULT_SESSION_DURATION, DEFAULT_SESSION_NAME } from "../role";
import { STS } from "../services";
import { credentialIn, REFUSED_ROLE } from "./stsReply";

/** Temporary credentials of a role, in exchange for a web identity token. */
export const assumeRoleWithWebIdentity = defineAction(STS, {
  name: "AssumeRoleWithWebIdentity",
  requestsPerSecond: 20,
  nextSteps: [
    [
      REFUSED_ROLE,
      "Check in CAM that the role exists and trusts the cluster's identity provider and this service account.",
    ],
  ],
  parse: credentialIn,
});

/** A token of an identity provider, and the role that it is for. */
export interface WebIdentity {
  readonly roleArn: string;
  readonly providerId: string;
  readonly token: string;
}

/**
 * Exchanges a web identity token for temporary credentials of a role. Not signed: the token is the proof.
 * @throws TcssError as `callAction` does; `reply` when the answer holds no credentials.
 */
export async function credentialOfWebIdentity(
  { roleArn, providerId, token }: WebIdentity,
  options: Omit<CallOptions, "credential">,
): Promise<Credential> {
  const request = {
    ProviderId: providerId,
    WebIdentityToken: token,
    RoleArn: roleArn,
    RoleSessionName: options.access.sessionName ?? DEFAULT_SESSION_NAME,
    DurationSeconds: DEFAULT_SESSION_DURATION,
  };
  const credential = await callAction(assumeRoleWithWebIdentity, request, {
    ...options,
    credential: undefined,
  });
  return { ...credential, roleArn };
}

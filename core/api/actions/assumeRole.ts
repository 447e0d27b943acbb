import { defineAction } from "../action";
import { type CallOptions, callAction } from "../callAction";
import type { Credential } from "../credential";
import { type AssumeRoleArgs, DEFAULT_SESSION_DURATION, DEFAULT_SESSION_NAME } from "../role";
import { STS } from "../services";
import { credentialIn, REFUSED_ROLE } from "./stsReply";

/** Temporary credentials of a role, in exchange for other credentials. */
export const assumeRole = defineAction(STS, {
  name: "AssumeRole",
  requestsPerSecond: 20,
  camAction: "sts:AssumeRole",
  nextSteps: [
    [
      REFUSED_ROLE,
      "Allow the action sts:AssumeRole on this role to the identity that assumes it, and check that the role exists and that its trust policy (and external id) admits it, both in CAM.",
    ],
  ],
  parse: credentialIn,
});

/**
 * Exchanges a credential for temporary credentials of a role.
 * @throws TcssError as `callAction` does; `reply` when the answer holds no credentials.
 */
export async function credentialOfRole(role: AssumeRoleArgs, options: CallOptions): Promise<Credential> {
  const { roleArn, externalId, sourceIdentity, policy } = role;
  const request = {
    RoleArn: roleArn,
    RoleSessionName: role.sessionName ?? options.access.sessionName ?? DEFAULT_SESSION_NAME,
    DurationSeconds: role.sessionDuration ?? DEFAULT_SESSION_DURATION,
    ...(externalId === undefined ? {} : { ExternalId: externalId }),
    ...(sourceIdentity === undefined ? {} : { SourceIdentity: sourceIdentity }),
    // the API takes the policy URL-encoded
    ...(policy === undefined ? {} : { Policy: encodeURIComponent(policy) }),
  };
  return { ...(await callAction(assumeRole, request, options)), roleArn };
}

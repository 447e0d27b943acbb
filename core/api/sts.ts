import { TcssError } from "../base/errors";
import { type Credential, usable } from "../credentials/credential";
import type { ApiAccess } from "./apiCall";
import type { StsClient } from "./StsClient";

/** The way to STS, Tencent's service of temporary credentials. */
export type StsAccess = ApiAccess;

/** A role to assume. */
export interface AssumeRoleArgs {
  /** `qcs::cam::uin/UIN:roleName/NAME`. */
  readonly roleArn: string;
  /** Name of the session, for the audit log. Default: `pulumi-tcss`. */
  readonly sessionName?: string;
  /** Life of the credentials. Unit: seconds. Default: 7200, at most 43200. */
  readonly sessionDuration?: number;
  /** Identifier that the role's trust policy asks for. */
  readonly externalId?: string;
  /** Who stands behind the session, for the audit log. */
  readonly sourceIdentity?: string;
  /** CAM policy, as JSON, that narrows the role's rights. */
  readonly policy?: string;
}

const DEFAULT_SESSION_NAME = "pulumi-tcss";
const DEFAULT_SESSION_SECONDS = 7200;
/**
 * Exchanges `credential` for temporary credentials of a role.
 * @throws TcssError as `callApi` does; `reply` when the answer holds no credentials.
 */
export async function assumeRole(
  access: StsAccess,
  credential: Credential,
  role: AssumeRoleArgs,
  signal: AbortSignal,
): Promise<Credential> {
  const answer = await stsClient(access, credential, signal).AssumeRole({
    RoleArn: role.roleArn,
    RoleSessionName: role.sessionName ?? DEFAULT_SESSION_NAME,
    DurationSeconds: role.sessionDuration ?? DEFAULT_SESSION_SECONDS,
    ...(role.externalId === undefined ? {} : { ExternalId: role.externalId }),
    ...(role.sourceIdentity === undefined ? {} : { SourceIdentity: role.sourceIdentity }),
    // the API takes the policy URL-encoded
    ...(role.policy === undefined ? {} : { Policy: encodeURIComponent(role.policy) }),
  });
  return ofRole(role.roleArn, temporaryCredential(answer as Answer, access));
}

/**
 * Exchanges a web identity token for temporary credentials of a role. Not signed: the token is the proof.
 * @throws TcssError as `assumeRole` does.
 */
export async function assumeRoleWithWebIdentity(
  access: StsAccess,
  identity: { readonly roleArn: string; readonly providerId: string; readonly token: string },
  signal: AbortSignal,
): Promise<Credential> {
  const answer = await stsClient(access, undefined, signal).AssumeRoleWithWebIdentity({
    ProviderId: identity.providerId,
    WebIdentityToken: identity.token,
    RoleArn: identity.roleArn,
    RoleSessionName: DEFAULT_SESSION_NAME,
    DurationSeconds: DEFAULT_SESSION_SECONDS,
  });
  return ofRole(identity.roleArn, temporaryCredential(answer as Answer, access));
}

const roles = new WeakMap<Credential, string>();

function ofRole(roleArn: string, credential: Credential): Credential {
  roles.set(credential, roleArn);
  return credential;
}

/** The role that was assumed to get `credential`. Undefined for a key that was not got so. */
export function roleOf(credential: Credential): string | undefined {
  return roles.get(credential);
}

/**
 * The account (uin) that a credential belongs to.
 * @throws TcssError as `callApi` does; `reply` when the answer names no account.
 */
export async function callerAccountId(
  access: StsAccess,
  credential: Credential,
  signal: AbortSignal,
): Promise<string> {
  const { AccountId: accountId } = await stsClient(access, credential, signal).GetCallerIdentity();
  if (typeof accountId !== "string" || !/^\d+$/.test(accountId))
    throw strange(access, "STS named no account");
  return accountId;
}

interface Answer {
  readonly Credentials?: {
    readonly TmpSecretId?: unknown;
    readonly TmpSecretKey?: unknown;
    readonly Token?: unknown;
  };
  readonly ExpiredTime?: unknown;
}

function temporaryCredential(
  { Credentials: parts, ExpiredTime: expired }: Answer,
  access: StsAccess,
): Credential {
  const { TmpSecretId: secretId, TmpSecretKey: secretKey, Token: token } = parts ?? {};
  if (typeof secretId !== "string" || typeof secretKey !== "string" || typeof token !== "string")
    throw strange(access, "STS answered without credentials");
  const expiration = typeof expired === "number" ? { expiration: new Date(expired * 1000) } : {};
  return usable("STS", { secretId, secretKey, token, ...expiration });
}

function strange({ endpoint, account }: StsAccess, summary: string): TcssError {
  return new TcssError(summary, {
    kind: "reply",
    endpoint,
    account,
    nextStep: "Check that the endpoint is Tencent Cloud's STS.",
  });
}

/** Loaded on demand, as the TCSS client is. */
function stsClient(...args: ConstructorParameters<typeof StsClient>): StsClient {
  const { StsClient: Client } = require("./StsClient") as typeof import("./StsClient");
  return new Client(...args);
}

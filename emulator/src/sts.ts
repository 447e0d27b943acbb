import type { Credential, RoleSession } from "./accounts";
import type { Action, Call } from "./action";
import { ApiError, missingParameter } from "./errors";
import { parseRoleArn } from "./roles";

const VERSION = "2018-08-13";
const DEFAULT_DURATION_SECONDS = 7200;
const MAX_DURATION_SECONDS = 43200;

/** The actions of Security Token Service that lead to credentials, and the one that says whose they are. */
export const STS_ACTIONS: Record<string, Action> = {
  AssumeRole: {
    service: "sts",
    version: VERSION,
    parameters: [
      "RoleArn",
      "RoleSessionName",
      "DurationSeconds",
      "Policy",
      "ExternalId",
      "Tags",
      "SourceIdentity",
      "SerialNumber",
      "TokenCode",
    ],
    run(call) {
      const role = requestedRole(call);
      call.roles.check(role.roleArn, { externalId: optionalText(call, "ExternalId") ?? "" });
      return issue(call, role);
    },
  },
  AssumeRoleWithWebIdentity: {
    service: "sts",
    version: VERSION,
    parameters: ["ProviderId", "WebIdentityToken", "RoleArn", "RoleSessionName", "DurationSeconds"],
    mayBeUnsigned: true,
    run(call) {
      const providerId = text(call, "ProviderId");
      const webIdentityToken = text(call, "WebIdentityToken");
      const role = requestedRole(call);
      call.roles.check(role.roleArn, { providerId, webIdentityToken });
      return issue(call, role);
    },
  },
  GetCallerIdentity: {
    service: "sts",
    version: VERSION,
    parameters: [],
    run({ caller, accounts }) {
      return identity(caller ?? { secretId: "", secretKey: "", accountId: accounts.mainAccountId });
    },
  },
};

/** How the API gives a temporary credential's end: Unix seconds, and the same in RFC 3339. */
export function expiry(expiresAt: Date): { ExpiredTime: number; Expiration: string } {
  return {
    ExpiredTime: Math.floor(expiresAt.getTime() / 1000),
    Expiration: expiresAt.toISOString().replace(/\.\d+Z$/, "Z"),
  };
}

function identity({ accountId, session }: Credential): Record<string, unknown> {
  if (!session) {
    const Arn = `qcs::cam::uin/${accountId}:uin/${accountId}`;
    return { Type: "CAMUser", Arn, AccountId: accountId, UserId: accountId, PrincipalId: accountId };
  }
  return {
    Type: "CAMRole",
    Arn: `qcs::sts::uin/${accountId}:assumed-role/${session.roleName}/${session.sessionName}`,
    AccountId: accountId,
    UserId: `${session.roleName}:${session.sessionName}`,
    PrincipalId: session.requestedBy,
  };
}

function requestedRole(call: Call): RoleSession & { accountId: string } {
  const roleArn = text(call, "RoleArn");
  const parsed = parseRoleArn(roleArn);
  if (!parsed) throw invalid("RoleArn", roleArn);
  const sessionName = text(call, "RoleSessionName");
  if (!/^[\w+=,.@-]{2,128}$/.test(sessionName)) throw invalid("RoleSessionName", sessionName);
  const requestedBy = call.caller?.accountId ?? parsed.accountId;
  return { roleArn, sessionName, requestedBy, ...parsed };
}

function issue(call: Call, role: RoleSession & { accountId: string }): Record<string, unknown> {
  const asked = duration(call);
  const { accountId, ...session } = role;
  const issued = call.accounts.issue(accountId, session, call.settings.credentialLifetimeSeconds ?? asked);
  return {
    Credentials: { Token: issued.token, TmpSecretId: issued.secretId, TmpSecretKey: issued.secretKey },
    ...expiry(issued.expiresAt),
  };
}

function duration(call: Call): number {
  const given = call.params["DurationSeconds"];
  if (given === undefined) return DEFAULT_DURATION_SECONDS;
  const seconds = typeof given === "string" && /^\d+$/.test(given) ? Number(given) : given;
  if (typeof seconds !== "number" || !Number.isInteger(seconds) || seconds < 1)
    throw invalid("DurationSeconds", given);
  if (seconds > MAX_DURATION_SECONDS) {
    throw new ApiError(
      "InvalidParameter.OverTimeError",
      `\`DurationSeconds\` is ${seconds}, at most ${MAX_DURATION_SECONDS} is allowed.`,
    );
  }
  return seconds;
}

function text(call: Call, name: string): string {
  const value = optionalText(call, name);
  if (!value) throw missingParameter(name);
  return value;
}

function optionalText(call: Call, name: string): string | undefined {
  const value = call.params[name];
  if (value !== undefined && typeof value !== "string")
    throw new ApiError("InvalidParameter", `The parameter \`${name}\` must be a string.`);
  return value;
}

function invalid(name: string, value: unknown): ApiError {
  return new ApiError(
    "InvalidParameter.ParamError",
    `The value ${JSON.stringify(value)} of the parameter \`${name}\` is not valid.`,
  );
}

import { ApiError } from "./errors";
import { MAX_ENTRIES } from "./limits";
import { tellSecrets } from "./secrets";

/** A role with conditions. A role that was never registered can be assumed by anyone. */
export interface Role {
  /** `qcs::cam::uin/<uin>:roleName/<name>` */
  readonly roleArn: string;
  /** `AssumeRole` must give the same. */
  readonly externalId?: string;
  /** `AssumeRoleWithWebIdentity` must give the same. */
  readonly providerId?: string;
  /** `AssumeRoleWithWebIdentity` must give the same. */
  readonly webIdentityToken?: string;
}

/** The account and the name in a role's ARN; undefined for other texts. */
export function parseRoleArn(roleArn: string): { accountId: string; roleName: string } | undefined {
  const [, accountId, roleName] =
    /^qcs::cam::uin\/(\d{1,20}):roleName\/([\w.@=,-]{1,128})$/.exec(roleArn) ?? [];
  return accountId && roleName ? { accountId, roleName } : undefined;
}

/** The roles with conditions. */
export class Roles {
  readonly #roles = new Map<string, Role>();

  /** @throws Error when the ARN is malformed */
  add(role: Role): void {
    if (!parseRoleArn(role.roleArn))
      throw new Error(`"${role.roleArn}" is not of the form qcs::cam::uin/<uin>:roleName/<name>`);
    if (this.#roles.size >= MAX_ENTRIES && !this.#roles.has(role.roleArn))
      throw new Error(`at most ${MAX_ENTRIES} roles can have conditions`);
    tellSecrets(role.externalId, role.webIdentityToken);
    this.#roles.set(role.roleArn, role);
  }

  /** @throws ApiError `UnauthorizedOperation` when the role asks for another value than was given */
  check(roleArn: string, given: Partial<Omit<Role, "roleArn">>): void {
    const role = this.#roles.get(roleArn);
    for (const key of ["externalId", "providerId", "webIdentityToken"] as const) {
      if (key in given && role?.[key] !== undefined && role[key] !== given[key]) {
        throw new ApiError(
          "UnauthorizedOperation",
          `You are not authorized to assume ${roleArn}: ${key} does not match.`,
        );
      }
    }
  }
}

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

export const DEFAULT_SESSION_NAME = "pulumi-tcss";
/** Unit: seconds. */
export const DEFAULT_SESSION_DURATION = 7200;

import type { AssumeRoleArgs } from "../api/role";
import { configurationError, type TcssError } from "../base/errors";
import { PULUMI_WORDS, type Vocabulary } from "../base/vocabulary";
import { changedIssue, DIGITS, type ValidationIssue, validator } from "../schema/schema";
import { problemIn, withSecretsExplained } from "../schema/secretShapes";

/** The two sites of Tencent Cloud. An account belongs to one of them; their keys do not work on the other. */
export type Site = "international" | "mainland";

/**
 * Selects the account that is asked, and the way to it. Selectors never carry a secret: they are kept in a
 * stack's state, so that a refresh asks the same account again.
 */
export interface ConnectionArgs {
  /** The account's name for messages, such as `production`. Absent: messages name the endpoint alone. */
  readonly account?: string;
  /** Profile of `tccli` (`~/.tccli/PROFILE.credential`) whose credentials are used, and no others. */
  readonly profile?: string;
  /** Folder of the `tccli` profiles. Default: `~/.tccli`. */
  readonly sharedCredentialsDir?: string;
  /** Role of the CVM (virtual machine) that this runs on, whose credentials are used, and no others. */
  readonly camRoleName?: string;
  /** Role to assume with the credentials that are found. */
  readonly assumeRole?: AssumeRoleArgs;
  /** Site that the account belongs to. Default: `international`. */
  readonly site?: Site;
  /** Root domain of the API hosts, such as `tencentcloudapi.com`; the host becomes `tcss.DOMAIN`. Wins over `site`. */
  readonly domain?: string;
  /** Scheme of the API hosts. Default: `HTTPS`. */
  readonly protocol?: "HTTP" | "HTTPS" | "http" | "https";
  /** URL that is asked instead of the site's host: a gateway, or the emulator. Wins over `site` and `domain`. */
  readonly endpoint?: string;
  /** URL that is asked instead of the site's STS host. */
  readonly stsEndpoint?: string;
  /** Region sent with the request. This API needs none. */
  readonly region?: string;
  /** IANA zone of the reply's times, which come without one. Default: `Asia/Shanghai`. */
  readonly timeZone?: string;
  /** Seconds after which one try is given up. Default: 10. */
  readonly requestTimeoutSeconds?: number;
  /**
   * Seconds after which the whole read is given up: credentials, tries and the pauses between them.
   * Default: 15 in a deployment (gate, resources and functions), 30 in the command `tcss`.
   */
  readonly deadlineSeconds?: number;
  /** How often a failed request is tried again, at most. Default: 4. */
  readonly maxRetries?: number;
  /** Ask STS for the account's id, and keep it as `accountId`. Default: false. */
  readonly resolveAccountId?: boolean;
  /** Ids (uin) of the accounts that may be asked; others are refused. */
  readonly allowedAccountIds?: readonly string[];
  /** Ids (uin) of accounts that are refused. */
  readonly forbiddenAccountIds?: readonly string[];
}

/** Selectors, and how the resource behaves over time. */
export interface ResourceArgs extends ConnectionArgs {
  /**
   * What to do when the account cannot be asked: `fail`, or keep the last known values, marked as `stale`, with
   * a warning. Default: `fail`.
   */
  readonly onUnavailable?: "fail" | "lastKnown";
  /** Keep the time of the reading as `observedAt`, for those who read this stack's outputs. Default: false. */
  readonly recordObservedAt?: boolean;
}

/** Selectors, and which assets a reading of the coverage leaves out. */
export interface CoverageArgs extends ConnectionArgs {
  /**
   * Assets that need no protection: in no total and no plan. Globs over id and name, `cluster:`, `host:` or
   * `superNode:` before one to mean that kind alone; `tag:KEY=VALUE` for hosts. As `assets.exempt` in `tcss.gate.yaml`.
   */
  readonly exempt?: readonly string[];
}

const text = { type: "string", minLength: 1 } as const;
const seconds = { type: "number", exclusiveMinimum: 0, maximum: 3600 } as const;
const accountIds = {
  type: "array",
  // an empty list looks like a protection and protects nothing
  minItems: 1,
  uniqueItems: true,
  items: { type: "string", pattern: DIGITS },
} as const;

const connectionProperties = {
  account: text,
  profile: text,
  sharedCredentialsDir: text,
  camRoleName: text,
  assumeRole: {
    type: "object",
    additionalProperties: false,
    required: ["roleArn"],
    properties: {
      roleArn: text,
      sessionName: text,
      sessionDuration: { type: "integer", minimum: 1, maximum: 43200 },
      externalId: text,
      sourceIdentity: text,
      policy: text,
    },
  },
  site: { type: "string", enum: ["international", "mainland"] },
  domain: { type: "string", format: "host-name" },
  protocol: { type: "string", enum: ["HTTP", "HTTPS", "http", "https"] },
  endpoint: { type: "string", format: "http-origin" },
  stsEndpoint: { type: "string", format: "http-origin" },
  region: { type: "string", format: "region" },
  timeZone: { type: "string", format: "time-zone" },
  requestTimeoutSeconds: seconds,
  deadlineSeconds: seconds,
  maxRetries: { type: "integer", minimum: 0, maximum: 20 },
  resolveAccountId: { type: "boolean" },
  allowedAccountIds: accountIds,
  forbiddenAccountIds: accountIds,
} as const satisfies { [K in keyof Required<ConnectionArgs>]: object };

const resourceProperties = {
  onUnavailable: { type: "string", enum: ["fail", "lastKnown"] },
  recordObservedAt: { type: "boolean" },
} as const satisfies { [K in Exclude<keyof ResourceArgs, keyof ConnectionArgs>]: object };

/** Where a resource has its values from, when not from the account: another stack's outputs. */
export interface FromStackArgs {
  /** `ORGANIZATION/PROJECT/STACK`. */
  readonly stack: string;
  /** How old the values may be and still be judged. Unit: hours. */
  readonly maxAgeHours: number;
  /** Fields of a purchase state, as that stack exports them. Not kept in state beside what is read from them. */
  readonly values?: Readonly<Record<string, unknown>>;
}

const FROM_STACK_SCHEMA = {
  type: "object",
  additionalProperties: false,
  required: ["stack", "maxAgeHours"],
  properties: {
    stack: { type: "string", format: "stack-name" },
    maxAgeHours: { type: "number", exclusiveMinimum: 0 },
    values: { type: "object" },
  },
} as const;

/** JSON schema of {@link ConnectionArgs}. */
export const CONNECTION_ARGS_SCHEMA = {
  type: "object",
  additionalProperties: false,
  properties: connectionProperties,
} as const;

/** JSON schema of {@link ResourceArgs}. */
export const RESOURCE_ARGS_SCHEMA = {
  type: "object",
  additionalProperties: false,
  properties: { ...connectionProperties, ...resourceProperties },
} as const;

/** JSON schema of {@link CoverageArgs}. */
export const COVERAGE_ARGS_SCHEMA = {
  type: "object",
  additionalProperties: false,
  properties: {
    ...connectionProperties,
    exempt: { type: "array", items: { type: "string", format: "asset-pattern" } },
  } satisfies { [K in keyof Required<CoverageArgs>]: object },
} as const;

const validateConnectionArgs = validator(CONNECTION_ARGS_SCHEMA);
const validateCoverageArgs = validator(COVERAGE_ARGS_SCHEMA);
const validateResourceArgs = validator(RESOURCE_ARGS_SCHEMA);
const validateFromStack = validator(FROM_STACK_SCHEMA);
/** Checks settings that stand somewhere as texts, and converts them in place. */
export const validateTexts = validator(RESOURCE_ARGS_SCHEMA, { texts: true });

/** What is wrong with the selectors of a function; an empty list means that they are right. Values of secrets are never repeated. */
export function problemsOfConnectionArgs(args: unknown): ValidationIssue[] {
  return withSecretsExplained(validateConnectionArgs(args), args);
}

/** What is wrong with the arguments of a reading of the coverage, likewise. */
export function problemsOfCoverageArgs(args: unknown): ValidationIssue[] {
  return withSecretsExplained(validateCoverageArgs(args), args);
}

/** What is wrong with the arguments of a resource, likewise. */
export function problemsOfResourceArgs(args: unknown): ValidationIssue[] {
  return withSecretsExplained(validateResourceArgs(args), args);
}

/** What is wrong with where a resource should have its values from, likewise. */
export function problemsOfFromStack(args: unknown): ValidationIssue[] {
  return validateFromStack(args).map((issue) =>
    changedIssue(issue, {
      property: ["fromStack", issue.property].filter((part) => part !== "").join("."),
    }),
  );
}

/**
 * @param nameOf the name of a property in a caller's words. Default: the argument.
 * @throws TcssError of kind `configuration` for the first issue.
 */
export function assertValid(
  [first]: readonly ValidationIssue[],
  nameOf: (property: string, words: Vocabulary) => string = (property, words) => words.argument(property),
): void {
  if (first !== undefined) throw errorOfIssue(first, nameOf);
}

/** An issue as an error of kind `configuration`. */
export function errorOfIssue(
  issue: ValidationIssue,
  nameOf: (property: string, words: Vocabulary) => string,
): TcssError {
  return configurationError(
    nameOf(issue.property, PULUMI_WORDS),
    (words) => `${nameOf(issue.property, words)} ${problemIn(issue, words)}`,
  );
}

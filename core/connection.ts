import type { AccountFilter } from "./client/accountFilter";
import type { ApiAccess } from "./client/apiCall";
import type { AssumeRoleArgs, StsAccess } from "./client/sts";
import { type ConfigLookup, noConfig } from "./config";
import { findAssumedRole } from "./credentials/assumedRole";
import { type FoundCredential, findCredential } from "./credentials/chain";
import type { CredentialSource, Environment } from "./credentials/credential";
import { cvmRoleCredentials } from "./credentials/cvmRole";
import { environmentCredentials } from "./credentials/environment";
import { credentialsFingerprint } from "./credentials/fingerprint";
import { pulumiConfigCredentials } from "./credentials/pulumiConfig";
import { sdkProfileCredentials } from "./credentials/sdkProfile";
import { tccliProfileCredentials } from "./credentials/tccliProfile";
import { tkePodIdentityCredentials } from "./credentials/tkePodIdentity";
import { configurationError } from "./errors";
import { DEFAULT_TIME_ZONE } from "./purchaseState";
import { httpOrigin, type ValidationIssue, validator } from "./schema";
import { withSecretsExplained } from "./secretShapes";
import { PULUMI_WORDS, type Vocabulary } from "./vocabulary";

export { SECRET_NAMES } from "./secretShapes";

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

const text = { type: "string", minLength: 1 } as const;
const seconds = { type: "number", exclusiveMinimum: 0, maximum: 3600 } as const;
const accountIds = { type: "array", items: { type: "string", pattern: "^[0-9]+$" } } as const;

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

const validateConnectionArgs = validator(CONNECTION_ARGS_SCHEMA);
const validateResourceArgs = validator(RESOURCE_ARGS_SCHEMA);
const validateFromStack = validator(FROM_STACK_SCHEMA);
const validateTexts = validator(RESOURCE_ARGS_SCHEMA, { texts: true });

/** What is wrong with the selectors of a function; an empty list means that they are right. Values of secrets are never repeated. */
export function problemsOfConnectionArgs(args: unknown): ValidationIssue[] {
  return withSecretsExplained(validateConnectionArgs(args), args);
}

/** What is wrong with the arguments of a resource, likewise. */
export function problemsOfResourceArgs(args: unknown): ValidationIssue[] {
  return withSecretsExplained(validateResourceArgs(args), args);
}

/** What is wrong with where a resource should have its values from, likewise. */
export function problemsOfFromStack(args: unknown): ValidationIssue[] {
  return validateFromStack(args).map(({ property, problem }) => ({
    property: ["fromStack", property].filter((part) => part !== "").join("."),
    problem,
  }));
}

/** Everything that is needed to ask one account. */
export interface Connection extends ApiAccess, AccountFilter {
  readonly timeZone: string;
  readonly deadlineSeconds: number;
  readonly resolveAccountId: boolean;
  readonly sts: StsAccess;
  /** Looks for credentials, source by source, and assumes the role where one is set. */
  readonly findCredential: (signal: AbortSignal) => Promise<FoundCredential>;
  /** The same text for the same selectors: connections with one key may share a reply. Holds no secret. */
  readonly key: string;
  /** The same text for what decides about the credentials. */
  readonly credentialKey: string;
  readonly onUnavailable: "fail" | "lastKnown";
  readonly recordObservedAt: boolean;
}

/** What {@link resolveConnection} draws from. */
export interface ConnectionInputs {
  readonly args?: ResourceArgs;
  readonly config?: ConfigLookup;
  readonly env: Environment;
  /** For temporary credentials. Default: the clock. */
  readonly now?: () => Date;
  /** The deadline where the user sets none. Default: 30, which fits a command that somebody waits for. */
  readonly defaultDeadlineSeconds?: number;
}

/**
 * The deadline of a read that holds up a deployment, where the user sets none. The engine judges the account and
 * checks the resources one after another, so that the times of a gate and of a provider add up.
 */
export const DEPLOYMENT_DEADLINE_SECONDS = 15;
const COMMAND_DEADLINE_SECONDS = 30;

/**
 * Joins arguments, configuration and environment, in this order of authority, key by key. An `endpoint` from
 * any of them wins over a `domain`, and that over a `site`: who redirects the traffic means all of it.
 * @throws TcssError of kind `configuration`, with the key, for a value that is not allowed.
 */
export function resolveConnection({
  args = {},
  config = noConfig,
  env,
  now = () => new Date(),
  defaultDeadlineSeconds = COMMAND_DEADLINE_SECONDS,
}: ConnectionInputs): Connection {
  assertRight(problemsOfResourceArgs(args));
  if (args.profile !== undefined && args.camRoleName !== undefined)
    throw configurationError(
      "camRoleName",
      "camRoleName and profile exclude each other: each names whose credentials are used",
    );
  const settings = [fromEnvironment(env), fromConfig(config), args].reduce(overruled);
  const { account, region, requestTimeoutSeconds = 10, maxRetries = 4 } = settings;
  const access = { region, account, requestTimeoutSeconds, maxRetries };
  const sts = { ...access, endpoint: originOf(settings, "sts", settings.stsEndpoint) };
  const identity = identityOf(args, settings);
  const fingerprint = credentialsFingerprint(config, env);
  const sources = credentialSources({ args, settings, config, env, sts, now });
  return {
    ...access,
    endpoint: originOf(settings, "tcss", settings.endpoint),
    sts,
    timeZone: settings.timeZone ?? DEFAULT_TIME_ZONE,
    deadlineSeconds: settings.deadlineSeconds ?? defaultDeadlineSeconds,
    resolveAccountId: settings.resolveAccountId ?? false,
    allowedAccountIds: settings.allowedAccountIds ?? [],
    forbiddenAccountIds: settings.forbiddenAccountIds ?? [],
    onUnavailable: settings.onUnavailable ?? "fail",
    recordObservedAt: settings.recordObservedAt ?? false,
    findCredential: (signal) =>
      identity.assumeRole === undefined
        ? findCredential(sources, signal)
        : findAssumedRole(sources, identity.assumeRole, sts, signal),
    key: keyOf({ ...settings, fingerprint }),
    credentialKey: keyOf({ ...identity, fingerprint, stsEndpoint: sts.endpoint }),
  };
}

/** `settings` by those of more authority. A site that these name is not overruled by a domain of less. */
function overruled(settings: ResourceArgs, authority: ResourceArgs): ResourceArgs {
  const { domain: _, ...withoutDomain } = settings;
  return { ...(authority.site === undefined ? settings : withoutDomain), ...authority };
}

function keyOf(settings: object): string {
  return JSON.stringify(Object.entries(settings).sort(([a], [b]) => a.localeCompare(b)));
}

function fromConfig(config: ConfigLookup): ResourceArgs {
  const entries = Object.entries<{ readonly type: string }>(RESOURCE_ARGS_SCHEMA.properties)
    .map(([key, { type }]) => [key, structured(type, config(key))] as const)
    .filter(([, value]) => value !== undefined);
  return checkedTexts(Object.fromEntries(entries), (property) => `tcss:${property}`);
}

/** Lists and objects stand in configuration as JSON; a list may also be written with commas. */
function structured(type: string, value: string | undefined): unknown {
  if (value === undefined || (type !== "object" && type !== "array")) return value;
  const parsed = parsedJson(value);
  if (type === "object") return parsed ?? value;
  // an id alone is JSON, too, and no list
  const items = Array.isArray(parsed) ? parsed : value.split(",").map((item) => item.trim());
  return items.map((item: unknown) => (typeof item === "number" ? String(item) : item));
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const ENVIRONMENT: Readonly<Record<string, string>> = {
  endpoint: "TENCENTCLOUD_TCSS_ENDPOINT",
  stsEndpoint: "TENCENTCLOUD_STS_ENDPOINT",
  domain: "TENCENTCLOUD_DOMAIN",
  protocol: "TENCENTCLOUD_PROTOCOL",
  region: "TENCENTCLOUD_REGION",
  sharedCredentialsDir: "TENCENTCLOUD_SHARED_CREDENTIALS_DIR",
  camRoleName: "TENCENTCLOUD_CAM_ROLE_NAME",
};

const ROLE_ENVIRONMENT: Readonly<Record<string, string>> = {
  roleArn: "TENCENTCLOUD_ASSUME_ROLE_ARN",
  sessionName: "TENCENTCLOUD_ASSUME_ROLE_SESSION_NAME",
  sessionDuration: "TENCENTCLOUD_ASSUME_ROLE_SESSION_DURATION",
  externalId: "TENCENTCLOUD_ASSUME_ROLE_EXTERNAL_ID",
};

function fromEnvironment(env: Environment): ResourceArgs {
  const read = (names: Readonly<Record<string, string>>): Record<string, unknown> =>
    Object.fromEntries(Object.entries(names).flatMap(([key, name]) => (env[name] ? [[key, env[name]]] : [])));
  const assumeRole = read(ROLE_ENVIRONMENT);
  // as with Terraform, the other variables mean nothing without the role
  const settings = { ...read(ENVIRONMENT), ...(assumeRole["roleArn"] === undefined ? {} : { assumeRole }) };
  return checkedTexts(
    settings,
    (property) => ENVIRONMENT[property] ?? ROLE_ENVIRONMENT[property.replace("assumeRole.", "")] ?? property,
  );
}

function checkedTexts(settings: Record<string, unknown>, nameOf: (property: string) => string): ResourceArgs {
  assertRight(validateTexts(settings), nameOf);
  return settings;
}

function assertRight(
  [first]: readonly ValidationIssue[],
  nameOf: (property: string, words: Vocabulary) => string = (property, words) => words.argument(property),
): void {
  if (first === undefined) return;
  const { property, problem } = first;
  throw configurationError(
    nameOf(property, PULUMI_WORDS),
    (words) => `${nameOf(property, words)} ${problem}`,
  );
}

const ROOT_DOMAINS: Readonly<Record<Site, string>> = {
  international: "intl.tencentcloudapi.com",
  mainland: "tencentcloudapi.com",
};

function originOf(
  { domain, site = "international", protocol = "https" }: ConnectionArgs,
  service: "tcss" | "sts",
  endpoint: string | undefined,
): string {
  const given = endpoint === undefined ? undefined : httpOrigin(endpoint);
  return given ?? `${protocol.toLowerCase()}://${service}.${domain ?? ROOT_DOMAINS[site]}`;
}

type Identity = Pick<ConnectionArgs, "profile" | "sharedCredentialsDir" | "camRoleName" | "assumeRole">;

/**
 * What decides who asks. Where an argument names a profile or a role of the machine, the stack's own role to
 * assume is not meant: it belongs to the stack's own identity.
 */
function identityOf(args: ConnectionArgs, settings: ConnectionArgs): Identity {
  const { profile, sharedCredentialsDir, camRoleName, assumeRole } = settings;
  const own = args.profile !== undefined || args.camRoleName !== undefined;
  const identity = {
    profile,
    sharedCredentialsDir,
    camRoleName,
    assumeRole: own ? args.assumeRole : assumeRole,
  };
  return Object.fromEntries(Object.entries(identity).filter(([, value]) => value !== undefined));
}

interface SourceInputs extends Required<Omit<ConnectionInputs, "now" | "defaultDeadlineSeconds">> {
  readonly settings: ConnectionArgs;
  readonly sts: StsAccess;
  readonly now: () => Date;
}

/**
 * The sources, in Terraform's order where it has one (docs/credentials.md). A profile or machine role that an
 * argument names is meant alone.
 */
function credentialSources({ args, settings, config, env, sts, now }: SourceInputs): CredentialSource[] {
  const { sharedCredentialsDir: directory, camRoleName: roleName } = settings;
  const profile = tccliProfileCredentials({ profile: settings.profile, directory, env, sts, now });
  const machineRole = cvmRoleCredentials({ roleName, env });
  if (args.profile !== undefined) return [profile];
  if (args.camRoleName !== undefined) return [machineRole];
  return [
    ...(roleName === undefined ? [] : [machineRole]),
    // outside a Pulumi program there is none to look at, and nobody to be told of it
    ...(config === noConfig ? [] : [pulumiConfigCredentials(config)]),
    environmentCredentials(env),
    profile,
    sdkProfileCredentials(env),
    tkePodIdentityCredentials(env, sts),
    ...(roleName === undefined ? [machineRole] : []),
  ];
}

import type { ApiAccess } from "../api/access";
import { type ConfigLookup, noConfig } from "../base/config";
import { configurationError } from "../base/errors";
import { findAssumedRole } from "../credentials/assumedRole";
import { type FoundCredential, findCredential } from "../credentials/chain";
import { cvmRoleCredentials } from "../credentials/cvmRole";
import { environmentCredentials } from "../credentials/environment";
import { credentialsFingerprint } from "../credentials/fingerprint";
import { pulumiConfigCredentials } from "../credentials/pulumiConfig";
import { sdkProfileCredentials } from "../credentials/sdkProfile";
import type { CredentialSource, Environment } from "../credentials/source";
import { tccliProfileCredentials } from "../credentials/tccliProfile";
import { tkePodIdentityCredentials } from "../credentials/tkePodIdentity";
import { DEFAULT_TIME_ZONE } from "../model/purchaseState";
import { httpOrigin } from "../schema/schema";
import type { AccountFilter } from "./accountFilter";
import { CREDENTIAL_KEYS, IDENTITY_KEYS, isPodIdentityMeant, settingsOfConfig } from "./configSettings";
import {
  assertRight,
  type ConnectionArgs,
  problemsOfResourceArgs,
  type ResourceArgs,
  type Site,
} from "./connectionArgs";
import { assertUnderstoodIdentity, settingsOfEnvironment } from "./environmentSettings";

export * from "./connectionArgs";

/** Everything that is needed to ask one account. */
export interface Connection extends ApiAccess, AccountFilter {
  readonly timeZone: string;
  readonly deadlineSeconds: number;
  readonly resolveAccountId: boolean;
  readonly sts: ApiAccess;
  /** Looks for credentials, source by source, and assumes the role where one is set. */
  readonly findCredential: (signal: AbortSignal) => Promise<FoundCredential>;
  /** The same text where everything that decides the reply is the same: such connections may share it. Holds no secret. */
  readonly key: string;
  /** The same text where everything that decides about the credentials is the same. */
  readonly credentialKey: string;
  /** Whether the stack's configuration has a say in who is asked, and where. */
  readonly usesConfiguration: boolean;
  readonly onUnavailable: "fail" | "lastKnown";
  readonly recordObservedAt: boolean;
  /** The role that is assumed with the credentials that are found, where the settings name one. */
  readonly roleArn: string | undefined;
}

/** What {@link resolveConnection} draws from. */
export interface ConnectionInputs {
  readonly args?: ResourceArgs;
  /** Whether the caller has validated `args` already ({@link problemsOfResourceArgs}). Default: false. */
  readonly areArgsValid?: boolean;
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
  areArgsValid = false,
  config = noConfig,
  env,
  now = () => new Date(),
  defaultDeadlineSeconds = COMMAND_DEADLINE_SECONDS,
}: ConnectionInputs): Connection {
  if (!areArgsValid) assertRight(problemsOfResourceArgs(args));
  if (args.profile !== undefined && args.camRoleName !== undefined)
    throw configurationError(
      "camRoleName",
      "camRoleName and profile exclude each other: each names whose credentials are used",
    );
  // a profile or a role of the machine that an argument names is meant alone
  const isMeantAlone = args.profile !== undefined || args.camRoleName !== undefined;
  if (!isMeantAlone) assertUnderstoodIdentity(env);
  const { settings: ofEnvironment, isTccliRole } = settingsOfEnvironment(env);
  const ofConfig = settingsOfConfig(config);
  const settings = [ofEnvironment, ofConfig, args].reduce(overruled);
  const {
    account,
    region,
    timeZone = DEFAULT_TIME_ZONE,
    requestTimeoutSeconds = 10,
    maxRetries = 4,
  } = settings;
  const endpoint = originOf(settings, "tcss", settings.endpoint);
  const access = { region, account, requestTimeoutSeconds, maxRetries };
  // temporary credentials may be shared by callers with other labels
  const sts = { ...access, account: undefined, endpoint: originOf(settings, "sts", settings.stsEndpoint) };
  const identity: Identity = {
    isMeantAlone,
    isPodIdentityMeant: !isMeantAlone && isPodIdentityMeant(config),
    profile: isMeantAlone ? args.profile : settings.profile,
    sharedCredentialsDir: settings.sharedCredentialsDir,
    camRoleName: isMeantAlone ? args.camRoleName : settings.camRoleName,
    // the stack's own role to assume belongs to the stack's own identity
    assumeRole: isMeantAlone ? args.assumeRole : settings.assumeRole,
    isTccliRole: isTccliRole && settings.assumeRole === ofEnvironment.assumeRole,
  };
  const credentialKey = keyOf({
    ...identity,
    stsEndpoint: sts.endpoint,
    variables: credentialsFingerprint(config, env),
  });
  const sources = credentialSources({ identity, config, env, sts, now });
  const { assumeRole } = identity;
  return {
    ...access,
    endpoint,
    sts,
    timeZone,
    deadlineSeconds: settings.deadlineSeconds ?? defaultDeadlineSeconds,
    resolveAccountId: settings.resolveAccountId ?? false,
    allowedAccountIds: settings.allowedAccountIds ?? [],
    forbiddenAccountIds: settings.forbiddenAccountIds ?? [],
    onUnavailable: settings.onUnavailable ?? "fail",
    recordObservedAt: settings.recordObservedAt ?? false,
    roleArn: identity.assumeRole?.roleArn,
    findCredential: (signal) =>
      assumeRole === undefined
        ? findCredential(sources, signal)
        : findAssumedRole(sources, assumeRole, sts, signal),
    key: keyOf({ endpoint, region, timeZone, credentialKey }),
    credentialKey,
    usesConfiguration:
      Object.keys(ofConfig).some((key) => (isMeantAlone ? PLACE_KEYS : DECIDING_KEYS).includes(key)) ||
      (!isMeantAlone && CREDENTIAL_KEYS.some((key) => config(key) !== undefined)),
  };
}

/** Settings that decide where is asked. */
const PLACE_KEYS: readonly string[] = ["site", "domain", "protocol", "endpoint", "stsEndpoint", "region"];
/** Settings that decide who is asked, and where. */
const DECIDING_KEYS: readonly string[] = [...PLACE_KEYS, ...IDENTITY_KEYS];

/** `settings` by those of more authority. A site that these name is not overruled by a domain of less. */
function overruled(settings: ResourceArgs, authority: ResourceArgs): ResourceArgs {
  const { domain: _, ...withoutDomain } = settings;
  return { ...(authority.site === undefined ? settings : withoutDomain), ...authority };
}

/** A text of facts in any order. */
function keyOf(facts: object): string {
  const sorted = (value: unknown): unknown =>
    typeof value === "object" && value !== null && !Array.isArray(value)
      ? Object.entries(value)
          .map(([key, part]) => [key, sorted(part)] as const)
          .sort(([a], [b]) => (a < b ? -1 : 1))
      : value;
  return JSON.stringify(sorted(facts));
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

/** What decides who asks, beside the keys in configuration and environment. */
interface Identity {
  readonly isMeantAlone: boolean;
  readonly isPodIdentityMeant: boolean;
  readonly profile: string | undefined;
  readonly sharedCredentialsDir: string | undefined;
  readonly camRoleName: string | undefined;
  readonly assumeRole: ConnectionArgs["assumeRole"];
  readonly isTccliRole: boolean;
}

interface SourceInputs extends Required<Pick<ConnectionInputs, "config" | "env" | "now">> {
  readonly identity: Identity;
  readonly sts: ApiAccess;
}

/**
 * The sources, in Terraform's order where it has one (docs/credentials.md). A profile or machine role that an
 * argument names is meant alone, and so is the pod identity where the Tencent Cloud provider is told to take it.
 */
function credentialSources({ identity, config, env, sts, now }: SourceInputs): CredentialSource[] {
  const { profile, sharedCredentialsDir: directory, camRoleName: roleName, isTccliRole } = identity;
  const tccliProfile = tccliProfileCredentials({
    profile,
    directory,
    roleOfEnvironment: isTccliRole,
    env,
    sts,
    now,
  });
  const machineRole = cvmRoleCredentials({ roleName, env });
  const podIdentity = tkePodIdentityCredentials(env, sts);
  const sdkProfile = sdkProfileCredentials(env);
  if (identity.isMeantAlone) return [profile === undefined ? machineRole : tccliProfile];
  if (identity.isPodIdentityMeant) return [podIdentity];
  return [
    ...(roleName === undefined ? [] : [machineRole]),
    // outside a Pulumi program there is none to look at, and nobody to be told of it
    ...(config === noConfig ? [] : [pulumiConfigCredentials(config)]),
    environmentCredentials(env),
    tccliProfile,
    sdkProfile,
    podIdentity,
    ...(roleName === undefined ? [machineRole] : []),
  ];
}

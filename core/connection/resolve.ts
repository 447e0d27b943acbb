import type { ApiAccess } from "../api/access";
import { type ConfigLookup, noConfig, SECRET_KEYS } from "../base/config";
import { configurationError } from "../base/errors";
import { isRecord } from "../base/record";
import { findAssumedRole } from "../credentials/assumedRole";
import { findCredential } from "../credentials/chain";
import { cvmRoleCredentials } from "../credentials/cvmRole";
import { environmentCredentials } from "../credentials/environment";
import { credentialsFingerprint } from "../credentials/fingerprint";
import { pulumiConfigCredentials } from "../credentials/pulumiConfig";
import { sdkProfileCredentials } from "../credentials/sdkProfile";
import { keysThatSelect } from "../credentials/settings";
import type { CredentialSource, Environment } from "../credentials/source";
import { tccliProfileCredentials } from "../credentials/tccliProfile";
import { tkePodIdentityCredentials } from "../credentials/tkePodIdentity";
import { DEFAULT_TIME_ZONE } from "../model/parse";
import { isPodIdentityConfigured, settingsOfConfig } from "./configSettings";
import type { Connection } from "./connection";
import {
  assertValid,
  type ConnectionArgs,
  problemsOfResourceArgs,
  type ResourceArgs,
} from "./connectionArgs";
import { assertUnderstoodIdentity, settingsOfEnvironment } from "./environmentSettings";
import { originOf, siteOf } from "./sites";

/** Where {@link resolveConnection} takes settings from. */
export interface ConnectionInputs {
  readonly args?: ResourceArgs;
  readonly config?: ConfigLookup;
  readonly env: Environment;
  /** For temporary credentials. Default: the clock. */
  readonly now?: () => Date;
  /** The deadline where the user sets none. Default: 30, for a command with a user who waits. */
  readonly defaultDeadlineSeconds?: number;
}

/**
 * The deadline of a read that delays a deployment, where the user sets none. The engine evaluates policies and checks
 * resources one after another, so the times of a gate and of a provider add up.
 */
export const DEPLOYMENT_DEADLINE_SECONDS = 15;
const COMMAND_DEADLINE_SECONDS = 30;

/**
 * Joins arguments, configuration and environment, in this order of authority, key by key. An `endpoint` from any of
 * them wins over a `domain`, and a `domain` over a `site`: a redirection is meant for all traffic.
 * @throws TcssError of kind `configuration`, with the key, for a value that is not allowed.
 */
export function resolveConnection(inputs: ConnectionInputs): Connection {
  assertValid(problemsOfResourceArgs(inputs.args ?? {}));
  return resolveValidated(inputs);
}

/**
 * {@link resolveConnection} for a caller that has validated the arguments already.
 * @throws TcssError likewise, for configuration and environment.
 */
export function resolveValidated({
  args = {},
  config = noConfig,
  env,
  now = () => new Date(),
  defaultDeadlineSeconds = COMMAND_DEADLINE_SECONDS,
}: ConnectionInputs): Connection {
  if (args.profile !== undefined && args.camRoleName !== undefined)
    throw configurationError(
      "camRoleName",
      ({ argument }) =>
        `${argument("camRoleName")} and ${argument("profile")} exclude each other: each names whose credentials are used`,
    );
  // an argument that names a profile or a machine's role excludes all other sources
  const isExclusive = args.profile !== undefined || args.camRoleName !== undefined;
  if (!isExclusive) assertUnderstoodIdentity(env);
  const { settings: ofEnvironment, isTccliRole } = settingsOfEnvironment(env);
  const ofConfig = settingsOfConfig(config);
  const settings = [ofEnvironment, ofConfig, args].reduce(mergedByAuthority);
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
  const sts = {
    ...access,
    account: undefined,
    endpoint: originOf(settings, "sts", settings.stsEndpoint),
    sessionName: config.naming.sessionName,
  };
  const identity: Identity = {
    isExclusive,
    isPodIdentity: !isExclusive && isPodIdentityConfigured(config),
    profile: isExclusive ? args.profile : settings.profile,
    sharedCredentialsDir: settings.sharedCredentialsDir,
    camRoleName: isExclusive ? args.camRoleName : settings.camRoleName,
    // the stack's own role to assume belongs to the stack's own identity
    assumeRole: isExclusive ? args.assumeRole : settings.assumeRole,
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
    site: siteOf(endpoint) ?? settings.site,
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
      Object.keys(ofConfig).some((key) => (isExclusive ? PLACE_KEYS : DECIDING_KEYS).includes(key)) ||
      (!isExclusive && SECRET_KEYS.some((key) => config(key) !== undefined)),
  };
}

/** Keys of the settings that decide which place is asked. */
const PLACE_KEYS: readonly string[] = keysThatSelect("place");
/** Keys of the settings that decide who asks, and where. */
const DECIDING_KEYS: readonly string[] = [...PLACE_KEYS, ...keysThatSelect("identity")];

/** Joins settings of two levels. A `site` at the higher level drops a `domain` from the lower one. */
function mergedByAuthority(lower: ResourceArgs, higher: ResourceArgs): ResourceArgs {
  const { domain: _, ...withoutDomain } = lower;
  return { ...(higher.site === undefined ? lower : withoutDomain), ...higher };
}

/** A text that is equal for equal facts, in any order. */
function keyOf(facts: object): string {
  const sorted = (value: unknown): unknown =>
    isRecord(value)
      ? Object.entries(value)
          .map(([key, part]) => [key, sorted(part)] as const)
          .sort(([a], [b]) => (a < b ? -1 : 1))
      : value;
  return JSON.stringify(sorted(facts));
}

/** What decides who asks, besides the keys in configuration and environment. */
interface Identity {
  /** Whether arguments name the only source. */
  readonly isExclusive: boolean;
  /** Whether the Tencent Cloud provider is configured to take the pod's identity. */
  readonly isPodIdentity: boolean;
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

/** The sources to ask, in Terraform's order where it has one (docs/credentials.md). */
function credentialSources({ identity, config, env, sts, now }: SourceInputs): CredentialSource[] {
  const { profile, sharedCredentialsDir: directory, camRoleName: roleName } = identity;
  const roleOfEnvironment = identity.isTccliRole;
  const tccliProfile = tccliProfileCredentials({ profile, directory, roleOfEnvironment, env, sts, now });
  const machineRole = cvmRoleCredentials({ roleName, env });
  const podIdentity = tkePodIdentityCredentials(env, sts);
  if (identity.isExclusive) return [profile === undefined ? machineRole : tccliProfile];
  if (identity.isPodIdentity) return [podIdentity];
  return [
    ...(roleName === undefined ? [] : [machineRole]),
    // outside a Pulumi program there is no configuration, and no user who knows of it
    ...(config === noConfig ? [] : [pulumiConfigCredentials(config)]),
    environmentCredentials(env),
    tccliProfile,
    sdkProfileCredentials(env),
    podIdentity,
    ...(roleName === undefined ? [machineRole] : []),
  ];
}

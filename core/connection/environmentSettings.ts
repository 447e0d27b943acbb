import { configurationError } from "../base/errors";
import { lettersOf, misspelled, notRead, PREFIX, unread, unset } from "../credentials/misspelled";
import {
  FOREIGN_IDENTITIES,
  FOREIGN_PARTS_OF_ROLE,
  KNOWN_VARIABLES,
  SETTINGS,
  SOURCE_VARIABLES,
  TCCLI_ROLE,
  TERRAFORM_ROLE,
  variablesBySetting,
} from "../credentials/settings";
import { type Environment, firstSet } from "../credentials/source";
import { assertValid, RESOURCE_ARGS_SCHEMA, type ResourceArgs, validateTexts } from "./connectionArgs";

/** Variables that name a role to assume. */
const ROLES: readonly string[] = [TERRAFORM_ROLE, TCCLI_ROLE].map(({ roleArn = "" }) => roleArn);

/**
 * Variables other than the key's that decide who asks and where, and of which a misspelled one is refused. Those with
 * short names that other tools use in their own way are not among them.
 */
const GUARDED_VARIABLES: readonly string[] = [
  ...SETTINGS.profile.variables,
  ...SETTINGS.sharedCredentialsDir.variables,
  ...SETTINGS.camRoleName.variables,
  ...ROLES,
  SOURCE_VARIABLES.sdkProfileFile,
  ...SETTINGS.endpoint.variables,
  ...SETTINGS.stsEndpoint.variables,
  SOURCE_VARIABLES.metadataEndpoint,
  SOURCE_VARIABLES.podProviderId,
  SOURCE_VARIABLES.podTokenFile,
  SOURCE_VARIABLES.podRoleArn,
];

/** What the environment says. */
export interface EnvironmentSettings {
  readonly settings: ResourceArgs;
  /** Whether the role to assume has its name from tccli, where it takes the place of the profile's own. */
  readonly isTccliRole: boolean;
}

/** @throws TcssError of kind `configuration`, with the variable, for a value that is not allowed. */
export function settingsOfEnvironment(env: Environment): EnvironmentSettings {
  const read = (names: Readonly<Record<string, string>>): Record<string, unknown> =>
    Object.fromEntries(Object.entries(names).flatMap(([key, name]) => (env[name] ? [[key, env[name]]] : [])));
  const [terraform, tccli] = [read(TERRAFORM_ROLE), read(TCCLI_ROLE)];
  const [arn, other] = [terraform["roleArn"], tccli["roleArn"]];
  if (arn !== undefined && other !== undefined && arn !== other)
    throw configurationError(
      "TENCENTCLOUD_ROLE_ARN",
      "TENCENTCLOUD_ROLE_ARN (tccli) and TENCENTCLOUD_ASSUME_ROLE_ARN (Terraform) name two roles",
      "Unset the one that is not meant.",
    );
  const isTccliRole = arn === undefined && other !== undefined;
  const names = isTccliRole ? TCCLI_ROLE : TERRAFORM_ROLE;
  const assumeRole = isTccliRole ? tccli : terraform;
  // as with Terraform, the other variables mean nothing without the role
  const settings: Record<string, unknown> = {
    ...ofVariables(env),
    ...(assumeRole["roleArn"] === undefined ? {} : { assumeRole }),
  };
  assertValid(
    validateTexts(settings),
    (property) => variableOf(property, env) ?? names[property.replace("assumeRole.", "")] ?? property,
  );
  return { settings, isTccliRole };
}

/** The settings that have a variable of their own, as texts. */
function ofVariables(env: Environment): Record<string, string> {
  return Object.fromEntries(
    variablesBySetting().flatMap(([key, variables]) => {
      const value = firstSet(env, variables);
      return value === undefined ? [] : [[key, value]];
    }),
  );
}

/** The variable of a setting: the one that is set, else the first. */
function variableOf(key: string, env: Environment): string | undefined {
  const [, variables = []] = variablesBySetting().find(([each]) => each === key) ?? [];
  return variables.find((name) => env[name]) ?? variables[0];
}

/**
 * Refuses variables that are set, decide who is asked, and would be ignored.
 * @throws TcssError of kind `configuration`, with the variable.
 */
export function assertUnderstoodIdentity(env: Environment): void {
  const isRole = ROLES.some((name) => env[name]);
  const refused = [...FOREIGN_IDENTITIES, ...(isRole ? FOREIGN_PARTS_OF_ROLE : [])].find((name) => env[name]);
  if (refused !== undefined)
    throw configurationError(
      refused,
      `${refused} selects an identity that cannot be taken here`,
      `Unset ${refused} for this command, and use a key, a profile or a role; docs/credentials.md lists what can be taken.`,
    );
  const [near] = misspelled(env, GUARDED_VARIABLES);
  if (near !== undefined) throw notRead(near);
  const [setting] = misplacedSettings(env);
  if (setting === undefined) return;
  const { name, key } = setting;
  throw configurationError(name, unread(name), (words) =>
    [`Set ${variableOf(key, env) ?? words.setting(key)} instead`, unset(name)].join(", or "),
  );
}

/** Variables that are named like a setting which no variable sets. */
function misplacedSettings(env: Environment): { name: string; key: string }[] {
  const keys = new Map(
    Object.keys(RESOURCE_ARGS_SCHEMA.properties).map((key) => [key.toUpperCase(), key] as const),
  );
  return Object.keys(env).flatMap((name) => {
    if (!env[name] || KNOWN_VARIABLES.has(name)) return [];
    const key = keys.get(lettersOf(name));
    if (key === undefined) return [];
    // other tools use the other prefixes as well; a list of account ids that would protect nothing is refused under each
    const isOurs = /^TCSS_/i.test(name) || (PREFIX.test(name) && /AccountIds$/.test(key));
    return isOurs ? [{ name, key }] : [];
  });
}

import { configurationError, type TcssError } from "../base/errors";
import { editDistance } from "../base/likely";
import { shownName } from "../base/names";
import type { Environment } from "../credentials/source";
import { assertRight, RESOURCE_ARGS_SCHEMA, type ResourceArgs, validateTexts } from "./connectionArgs";

const SETTINGS: Readonly<Record<string, string>> = {
  endpoint: "TENCENTCLOUD_TCSS_ENDPOINT",
  stsEndpoint: "TENCENTCLOUD_STS_ENDPOINT",
  domain: "TENCENTCLOUD_DOMAIN",
  protocol: "TENCENTCLOUD_PROTOCOL",
  region: "TENCENTCLOUD_REGION",
  sharedCredentialsDir: "TENCENTCLOUD_SHARED_CREDENTIALS_DIR",
  camRoleName: "TENCENTCLOUD_CAM_ROLE_NAME",
};

/** A role to assume, by the names of Terraform. */
const TERRAFORM_ROLE: Readonly<Record<string, string>> = {
  roleArn: "TENCENTCLOUD_ASSUME_ROLE_ARN",
  sessionName: "TENCENTCLOUD_ASSUME_ROLE_SESSION_NAME",
  sessionDuration: "TENCENTCLOUD_ASSUME_ROLE_SESSION_DURATION",
  externalId: "TENCENTCLOUD_ASSUME_ROLE_EXTERNAL_ID",
  sourceIdentity: "TENCENTCLOUD_ASSUME_ROLE_SOURCE_IDENTITY",
};

/** The same by the names of tccli. */
const TCCLI_ROLE: Readonly<Record<string, string>> = {
  roleArn: "TENCENTCLOUD_ROLE_ARN",
  sessionName: "TENCENTCLOUD_ROLE_SESSION_NAME",
};

/** The session token in the spellings of Terraform and Pulumi, of tccli, and of Tencent's Node SDK; the first that is set counts. */
export const TOKEN_VARIABLES: readonly string[] = [
  "TENCENTCLOUD_SECURITY_TOKEN",
  "TENCENTCLOUD_TOKEN",
  "TENCENTCLOUD_SESSION_TOKEN",
];

/** Variables of the environment's own key. */
export const KEY_VARIABLES: readonly string[] = [
  "TENCENTCLOUD_SECRET_ID",
  "TENCENTCLOUD_SECRET_KEY",
  ...TOKEN_VARIABLES,
];

/** Variables by which other tools take an identity that cannot be taken here. */
const FOREIGN_IDENTITIES: readonly string[] = [
  "TENCENTCLOUD_ASSUME_ROLE_SAML_ASSERTION",
  "TENCENTCLOUD_ASSUME_ROLE_PRINCIPAL_ARN",
  "TENCENTCLOUD_ASSUME_ROLE_WEB_IDENTITY_TOKEN",
  "TENCENTCLOUD_ASSUME_ROLE_WEB_IDENTITY_TOKEN_FILE",
  "TENCENTCLOUD_ASSUME_ROLE_ARN_FILE",
  // Terraform's provider has it with two N
  "TENCENTCLOUD_ASSUME_ROLE_ARNN_FILE",
  "TENCENTCLOUD_MFA_CERTIFICATION_SERIAL_NUMBER",
  "TENCENTCLOUD_MFA_CERTIFICATION_TOKEN_CODE",
];

/** The same, where a role is assumed; without one they mean nothing, as with Terraform. */
const FOREIGN_PARTS_OF_ROLE: readonly string[] = [
  "TENCENTCLOUD_ASSUME_ROLE_SERIAL_NUMBER",
  "TENCENTCLOUD_ASSUME_ROLE_TOKEN_CODE",
];

/** Variables other than the key's that decide who is asked, and where. */
const IDENTITY_VARIABLES: readonly string[] = [
  "TENCENTCLOUD_PROFILE",
  "TCCLI_PROFILE",
  "TENCENTCLOUD_SHARED_CREDENTIALS_DIR",
  "TENCENTCLOUD_CAM_ROLE_NAME",
  "TENCENTCLOUD_ASSUME_ROLE_ARN",
  "TENCENTCLOUD_ROLE_ARN",
  "TENCENTCLOUD_CREDENTIALS_FILE",
  "TENCENTCLOUD_TCSS_ENDPOINT",
  "TENCENTCLOUD_STS_ENDPOINT",
  "TENCENTCLOUD_METADATA_ENDPOINT",
  "TKE_PROVIDER_ID",
  "TKE_WEB_IDENTITY_TOKEN_FILE",
  "TKE_ROLE_ARN",
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
    ...read(SETTINGS),
    ...(assumeRole["roleArn"] === undefined ? {} : { assumeRole }),
  };
  assertRight(
    validateTexts(settings),
    (property) => SETTINGS[property] ?? names[property.replace("assumeRole.", "")] ?? property,
  );
  return { settings, isTccliRole };
}

/**
 * Refuses variables that are set, decide who is asked, and would be passed over.
 * @throws TcssError of kind `configuration`, with the variable.
 */
export function assertUnderstoodIdentity(env: Environment): void {
  const isRole = ["TENCENTCLOUD_ASSUME_ROLE_ARN", "TENCENTCLOUD_ROLE_ARN"].some((name) => env[name]);
  const refused = [...FOREIGN_IDENTITIES, ...(isRole ? FOREIGN_PARTS_OF_ROLE : [])].find((name) => env[name]);
  if (refused !== undefined)
    throw configurationError(
      refused,
      `${refused} selects an identity that cannot be taken here`,
      `Unset ${refused} for this command, and use a key, a profile or a role; docs/credentials.md lists what can be taken.`,
    );
  const [near] = misspelled(env, IDENTITY_VARIABLES);
  if (near !== undefined) throw notRead(near);
  const [setting] = misplacedSettings(env);
  if (setting === undefined) return;
  const { name, key } = setting;
  throw configurationError(name, unread(name), (words) =>
    [`Set ${SETTINGS[key] ?? words.setting(key)} instead`, unset(name)].join(", or "),
  );
}

/** A variable that is set, and the one that was likely meant. */
export interface Misspelled {
  readonly name: string;
  readonly meant: string;
}

/** Variables that look like one of `meant` which is not set itself. */
export function misspelled(env: Environment, meant: readonly string[]): Misspelled[] {
  const missing = meant.filter((name) => !env[name]);
  return Object.keys(env).flatMap((name) => {
    if (!env[name] || KNOWN.has(name) || !PREFIX.test(name)) return [];
    const [letters, prefix] = [lettersOf(name), PREFIX.exec(name)?.[0] ?? ""];
    const near = missing.find((each) => isNear(letters, lettersOf(each), prefix, each));
    return near === undefined ? [] : [{ name, meant: near }];
  });
}

/** Prefixes under which people look for these variables, in capitals or not. */
const PREFIX = /^(TENCENT_?CLOUD|TENCENT|QCLOUD|TCCLI|TCSS|TKE)_?/i;

/** The letters of a variable's name behind the prefix: `TENCENTCLOUD_SECRETID` and `TENCENT_SECRET_ID` have the same. */
function lettersOf(name: string): string {
  return name
    .toUpperCase()
    .replace(PREFIX, "")
    .replace(/[^A-Z0-9]/g, "");
}

function isNear(given: string, meant: string, prefix: string, name: string): boolean {
  // what a cluster sets has short names, which are those of many other things under the other prefixes
  const isOfCluster = /^TKE/i.test(prefix);
  if (isOfCluster !== name.startsWith("TKE_")) return false;
  // people leave out the last word of the longest name
  if (`${given}ARN` === meant && meant === "ASSUMEROLEARN") return true;
  // every product has an endpoint
  if (meant.endsWith("ENDPOINT") && !given.startsWith(meant.slice(0, -"ENDPOINT".length))) return false;
  const allowed = meant.length < 6 ? 1 : 2;
  return Math.abs(given.length - meant.length) <= allowed && editDistance(given, meant) <= allowed;
}

const KNOWN: ReadonlySet<string> = new Set([
  ...Object.values(SETTINGS),
  ...Object.values(TERRAFORM_ROLE),
  ...Object.values(TCCLI_ROLE),
  ...KEY_VARIABLES,
  ...IDENTITY_VARIABLES,
  ...FOREIGN_IDENTITIES,
  ...FOREIGN_PARTS_OF_ROLE,
  "TKE_REGION",
]);

/** Settings that no variable has, under a name that looks as if one had. */
function misplacedSettings(env: Environment): { name: string; key: string }[] {
  const keys = new Map(
    Object.keys(RESOURCE_ARGS_SCHEMA.properties).map((key) => [key.toUpperCase(), key] as const),
  );
  return Object.keys(env).flatMap((name) => {
    if (!env[name] || KNOWN.has(name)) return [];
    const key = keys.get(lettersOf(name));
    if (key === undefined) return [];
    // the other prefixes are those of other tools, too; a guard that guards nothing is refused under each
    const isOurs = /^TCSS_/i.test(name) || (PREFIX.test(name) && /AccountIds$/.test(key));
    return isOurs ? [{ name, key }] : [];
  });
}

/** The error for a variable that looks like one that would be read. */
export function notRead({ name, meant }: Misspelled): TcssError {
  return configurationError(name, unread(name), `Did you mean ${meant}? Else ${unset(name)}.`);
}

function unread(name: string): string {
  return `the environment variable ${shownName(name)} is set, but nothing reads it`;
}

function unset(name: string): string {
  return `unset ${shownName(name)} for this command`;
}

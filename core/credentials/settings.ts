import { isSecretKey, SECRET_KEYS, type SecretKey } from "../base/config";

/** Where users give a setting besides arguments, and what it decides. */
export interface Setting {
  /** Environment variables; the first that is set counts. Absent: no variable sets it. */
  readonly variables?: readonly string[];
  /** Whether it decides which identity asks, or which place is asked. Absent: neither. */
  readonly selects?: "identity" | "place";
}

/**
 * The settings that have an environment variable, or that decide who asks and where. In the stack's configuration each
 * stands under its own name in the namespace `tcss`, else `tencentcloud`. A role to assume has {@link ROLE_VARIABLES}.
 */
export const SETTINGS = {
  secretId: { variables: ["TENCENTCLOUD_SECRET_ID"], selects: "identity" },
  secretKey: { variables: ["TENCENTCLOUD_SECRET_KEY"], selects: "identity" },
  // the names of Terraform and Pulumi, of tccli, and of Tencent's Node SDK
  securityToken: {
    variables: ["TENCENTCLOUD_SECURITY_TOKEN", "TENCENTCLOUD_TOKEN", "TENCENTCLOUD_SESSION_TOKEN"],
    selects: "identity",
  },
  profile: { variables: ["TENCENTCLOUD_PROFILE", "TCCLI_PROFILE"], selects: "identity" },
  sharedCredentialsDir: { variables: ["TENCENTCLOUD_SHARED_CREDENTIALS_DIR"], selects: "identity" },
  camRoleName: { variables: ["TENCENTCLOUD_CAM_ROLE_NAME"], selects: "identity" },
  assumeRole: { selects: "identity" },
  allowedAccountIds: { selects: "identity" },
  forbiddenAccountIds: { selects: "identity" },
  site: { selects: "place" },
  domain: { variables: ["TENCENTCLOUD_DOMAIN"], selects: "place" },
  protocol: { variables: ["TENCENTCLOUD_PROTOCOL"], selects: "place" },
  endpoint: { variables: ["TENCENTCLOUD_TCSS_ENDPOINT"], selects: "place" },
  stsEndpoint: { variables: ["TENCENTCLOUD_STS_ENDPOINT"], selects: "place" },
  region: { variables: ["TENCENTCLOUD_REGION"], selects: "place" },
} as const satisfies Readonly<Record<SecretKey, Setting>> & Readonly<Record<string, Setting>>;

const settings: readonly [key: string, setting: Setting][] = Object.entries(SETTINGS);

/** Keys of the settings that decide the identity, besides the parts of a key, or the place. */
export function keysThatSelect(what: NonNullable<Setting["selects"]>): string[] {
  return settings.filter(([key, { selects }]) => selects === what && !isSecretKey(key)).map(([key]) => key);
}

/** The environment variables of the settings other than the parts of a key, by setting. */
export function variablesBySetting(): [key: string, variables: readonly string[]][] {
  return settings.flatMap(([key, { variables }]) =>
    variables === undefined || isSecretKey(key) ? [] : [[key, variables]],
  );
}

/** A role to assume, by the names of Terraform. */
export const TERRAFORM_ROLE: Readonly<Record<string, string>> = {
  roleArn: "TENCENTCLOUD_ASSUME_ROLE_ARN",
  sessionName: "TENCENTCLOUD_ASSUME_ROLE_SESSION_NAME",
  sessionDuration: "TENCENTCLOUD_ASSUME_ROLE_SESSION_DURATION",
  externalId: "TENCENTCLOUD_ASSUME_ROLE_EXTERNAL_ID",
  sourceIdentity: "TENCENTCLOUD_ASSUME_ROLE_SOURCE_IDENTITY",
};

/** The same by the names of tccli. */
export const TCCLI_ROLE: Readonly<Record<string, string>> = {
  roleArn: "TENCENTCLOUD_ROLE_ARN",
  sessionName: "TENCENTCLOUD_ROLE_SESSION_NAME",
};

/** Variables that one source of credentials alone reads. */
export const SOURCE_VARIABLES = {
  sdkProfileFile: "TENCENTCLOUD_CREDENTIALS_FILE",
  metadataEndpoint: "TENCENTCLOUD_METADATA_ENDPOINT",
  podRegion: "TKE_REGION",
  podProviderId: "TKE_PROVIDER_ID",
  podTokenFile: "TKE_WEB_IDENTITY_TOKEN_FILE",
  podRoleArn: "TKE_ROLE_ARN",
} as const;

/** Variables by which other tools take an identity that is not supported here. */
export const FOREIGN_IDENTITIES: readonly string[] = [
  "TENCENTCLOUD_ASSUME_ROLE_SAML_ASSERTION",
  "TENCENTCLOUD_ASSUME_ROLE_PRINCIPAL_ARN",
  "TENCENTCLOUD_ASSUME_ROLE_WEB_IDENTITY_TOKEN",
  "TENCENTCLOUD_ASSUME_ROLE_WEB_IDENTITY_TOKEN_FILE",
  "TENCENTCLOUD_ASSUME_ROLE_ARN_FILE",
  // Terraform's provider spells it with two N
  "TENCENTCLOUD_ASSUME_ROLE_ARNN_FILE",
  "TENCENTCLOUD_MFA_CERTIFICATION_SERIAL_NUMBER",
  "TENCENTCLOUD_MFA_CERTIFICATION_TOKEN_CODE",
];

/** The same, where a role is assumed; without a role they mean nothing, as with Terraform. */
export const FOREIGN_PARTS_OF_ROLE: readonly string[] = [
  "TENCENTCLOUD_ASSUME_ROLE_SERIAL_NUMBER",
  "TENCENTCLOUD_ASSUME_ROLE_TOKEN_CODE",
];

/** Variables of the environment's own key. */
export const KEY_VARIABLES: readonly string[] = SECRET_KEYS.flatMap((key) => SETTINGS[key].variables);

/** Where CVM is asked for the cores of instance types. */
export const CVM_ENDPOINT_VARIABLE = "TENCENTCLOUD_CVM_ENDPOINT";

/** Every variable that is read, or refused. */
export const KNOWN_VARIABLES: ReadonlySet<string> = new Set([
  ...settings.flatMap(([, { variables = [] }]) => variables),
  ...Object.values(TERRAFORM_ROLE),
  ...Object.values(TCCLI_ROLE),
  ...Object.values(SOURCE_VARIABLES),
  ...FOREIGN_IDENTITIES,
  ...FOREIGN_PARTS_OF_ROLE,
  CVM_ENDPOINT_VARIABLE,
]);

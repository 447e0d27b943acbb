import { PULUMI_WORDS, type Vocabulary } from "pulumi-tcss/internal";

/** What a user of the command gives for each setting. */
const NAMES: Readonly<Record<string, string>> = {
  account: "--account",
  profile: "--profile",
  site: "--site",
  endpoint: "--endpoint",
  deadlineSeconds: "--deadline",
  requestTimeoutSeconds: "--request-timeout",
  region: "TENCENTCLOUD_REGION",
  domain: "TENCENTCLOUD_DOMAIN",
  protocol: "TENCENTCLOUD_PROTOCOL",
  stsEndpoint: "TENCENTCLOUD_STS_ENDPOINT",
  sharedCredentialsDir: "TENCENTCLOUD_SHARED_CREDENTIALS_DIR",
  camRoleName: "TENCENTCLOUD_CAM_ROLE_NAME",
};

/** The words of the command's users: options and environment variables, never keys of Pulumi's configuration. */
export const COMMAND_WORDS: Vocabulary = {
  setting: (key) => NAMES[key] ?? key,
  argument: (key) => NAMES[key] ?? key,
  property: PULUMI_WORDS.property,
  gateSetting: PULUMI_WORDS.gateSetting,
  provideCredentials:
    "Set TENCENTCLOUD_SECRET_ID and TENCENTCLOUD_SECRET_KEY, or name a tccli profile with --profile. To report on a stack or a saved reply instead: --stack ORGANIZATION/PROJECT/STACK, --file FILE.",
  chooseSite: "give --site international or --site mainland",
  misplacedSecret: "is a secret: use environment variables or a profile instead",
  // it reads the same files as the gate
  ruleSetting: PULUMI_WORDS.ruleSetting,
};

/** Name of an account that was asked live and has no name: `--account NAME` gives it one. */
export const UNNAMED = "unnamed account";

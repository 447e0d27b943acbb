import { assembleCredential, type CredentialSource, type Environment, firstSet } from "./credential";

/** The session token in the spellings of Terraform and Pulumi, of tccli, and of Tencent's Node SDK; the first that is set counts. */
const TOKEN_NAMES = [
  "TENCENTCLOUD_SECURITY_TOKEN",
  "TENCENTCLOUD_TOKEN",
  "TENCENTCLOUD_SESSION_TOKEN",
] as const;

/** `TENCENTCLOUD_SECRET_ID`, `TENCENTCLOUD_SECRET_KEY` and a token where the key is temporary. */
export function environmentCredentials(env: Environment): CredentialSource {
  const name = "environment";
  return {
    name,
    find: async () =>
      assembleCredential(name, {
        secretId: env["TENCENTCLOUD_SECRET_ID"],
        secretKey: env["TENCENTCLOUD_SECRET_KEY"],
        token: firstSet(env, TOKEN_NAMES),
        names: ["TENCENTCLOUD_SECRET_ID", "TENCENTCLOUD_SECRET_KEY"],
      }),
  };
}

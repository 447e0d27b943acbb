import type { ConfigLookup } from "../config";
import { assembleCredential, type CredentialSource } from "./credential";

/** `tcss:secretId`, `tcss:secretKey` and `tcss:securityToken` of the stack's configuration, or the same under `tencentcloud:`. */
export function pulumiConfigCredentials(config: ConfigLookup): CredentialSource {
  const name = "Pulumi configuration";
  return {
    name,
    find: async () =>
      assembleCredential(name, {
        secretId: config("secretId"),
        secretKey: config("secretKey"),
        token: config("securityToken"),
        names: ["tcss:secretId", "tcss:secretKey"],
      }),
  };
}

import type { ConfigLookup } from "../config";
import { assembleCredential, type CredentialSource, isAbsent } from "./credential";

/**
 * `tcss:secretId`, `tcss:secretKey` and `tcss:securityToken` of the stack's configuration, else the same under
 * `tencentcloud:`. The parts of one key come from one namespace: a token left in the other belongs to another key.
 */
export function pulumiConfigCredentials(config: ConfigLookup): CredentialSource {
  const name = "Pulumi configuration";
  return {
    name,
    async find() {
      for (const { name: namespace, get } of config.namespaces) {
        const found = assembleCredential(name, {
          secretId: get("secretId"),
          secretKey: get("secretKey"),
          token: get("securityToken"),
          names: [`${namespace}:secretId`, `${namespace}:secretKey`],
        });
        if (!isAbsent(found)) return found;
      }
      return { absent: "tcss:secretId and tcss:secretKey are not set" };
    },
  };
}

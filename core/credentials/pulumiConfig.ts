import { brokenSource } from "../api/credential";
import { type ConfigLookup, SECRET_KEYS } from "../base/config";
import { assembleCredential, type CredentialSource, isAbsent } from "./source";

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
        const [empty] = SECRET_KEYS.filter((key) => get(key) !== undefined);
        if (empty !== undefined)
          throw brokenSource(
            name,
            empty === "securityToken"
              ? `${namespace}:securityToken is set, but ${namespace}:secretId and ${namespace}:secretKey are not`
              : `${namespace}:secretId and ${namespace}:secretKey have no value`,
            `Set ${namespace}:secretId and ${namespace}:secretKey, or remove what is left: pulumi config rm ${namespace}:${empty}`,
          );
      }
      return { absent: "tcss:secretId and tcss:secretKey are not set" };
    },
  };
}

import { brokenSource } from "../api/credential";
import { type ConfigLookup, SECRET_KEYS } from "../base/config";
import { assembleCredential, type CredentialSource, isAbsent } from "./source";

/**
 * `tcss:secretId`, `tcss:secretKey` and `tcss:securityToken` of the stack's configuration, else the same under
 * `tencentcloud:`. The parts of one key come from one namespace: a token left in the other belongs to another key.
 */
export function pulumiConfigCredentials({ namespaces, naming }: ConfigLookup): CredentialSource {
  const { source: name, nameOf } = naming;
  return {
    name,
    async find() {
      for (const { name: namespace, get } of namespaces) {
        const names = [nameOf(namespace, "secretId"), nameOf(namespace, "secretKey")] as const;
        const found = assembleCredential(name, {
          secretId: get("secretId"),
          secretKey: get("secretKey"),
          token: get("securityToken"),
          names,
        });
        if (!isAbsent(found)) return found;
        const [empty] = SECRET_KEYS.filter((key) => get(key) !== undefined);
        if (empty !== undefined)
          throw brokenSource(
            name,
            empty === "securityToken"
              ? `${nameOf(namespace, empty)} is set, but ${names.join(" and ")} are not`
              : `${names.join(" and ")} have no value`,
            naming.completeOrRemove(namespace, empty),
          );
      }
      return { absent: `${nameOf("tcss", "secretId")} and ${nameOf("tcss", "secretKey")} are not set` };
    },
  };
}

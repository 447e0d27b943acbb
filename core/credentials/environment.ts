import { misspelled, notRead } from "./misspelled";
import { KEY_VARIABLES, SETTINGS } from "./settings";
import { assembleCredential, type CredentialSource, type Environment, firstSet, isAbsent } from "./source";

/** `TENCENTCLOUD_SECRET_ID`, `TENCENTCLOUD_SECRET_KEY` and a token where the key is temporary. */
export function environmentCredentials(env: Environment): CredentialSource {
  const name = "environment";
  const [[idName], [keyName]] = [SETTINGS.secretId.variables, SETTINGS.secretKey.variables];
  const tokenNames = SETTINGS.securityToken.variables;
  return {
    name,
    async find() {
      const found = assembleCredential(name, {
        secretId: env[idName],
        secretKey: env[keyName],
        token: firstSet(env, tokenNames),
        names: [idName, keyName],
      });
      // a key without the token that belongs to it, or none because its name is misspelled
      const missing = isAbsent(found) ? KEY_VARIABLES : found.token === undefined ? tokenNames : [];
      const [near] = misspelled(env, missing);
      if (near !== undefined) throw notRead(near);
      return found;
    },
  };
}

import { KEY_VARIABLES, misspelled, notRead, TOKEN_VARIABLES } from "../connection/environmentSettings";
import { assembleCredential, type CredentialSource, type Environment, firstSet, isAbsent } from "./source";

/** `TENCENTCLOUD_SECRET_ID`, `TENCENTCLOUD_SECRET_KEY` and a token where the key is temporary. */
export function environmentCredentials(env: Environment): CredentialSource {
  const name = "environment";
  return {
    name,
    async find() {
      const found = assembleCredential(name, {
        secretId: env["TENCENTCLOUD_SECRET_ID"],
        secretKey: env["TENCENTCLOUD_SECRET_KEY"],
        token: firstSet(env, TOKEN_VARIABLES),
        names: ["TENCENTCLOUD_SECRET_ID", "TENCENTCLOUD_SECRET_KEY"],
      });
      // a key without the token that belongs to it, or none because its name is misspelled
      const missing = isAbsent(found) ? KEY_VARIABLES : found.token === undefined ? TOKEN_VARIABLES : [];
      const [near] = misspelled(env, missing);
      if (near !== undefined) throw notRead(near);
      return found;
    },
  };
}

import type { ApiAccess } from "../api/access";
import { credentialOfWebIdentity } from "../api/actions/assumeRoleWithWebIdentity";
import { brokenSource } from "../api/credential";
import { isRegion, unsendable } from "../base/sendable";
import { readIfThere } from "./files";
import { SOURCE_VARIABLES } from "./settings";
import type { CredentialSource, Environment } from "./source";

const { podRegion, podProviderId, podTokenFile, podRoleArn } = SOURCE_VARIABLES;
const NAMES = [podRegion, podProviderId, podTokenFile, podRoleArn];

/**
 * The identity of a pod in a TKE cluster, exchanged at STS for temporary credentials. The pod's service
 * account puts the four variables there; the token file is read at each refresh, since it rotates.
 */
export function tkePodIdentityCredentials(env: Environment, sts: ApiAccess): CredentialSource {
  const name = "TKE pod identity";
  return {
    name,
    async find(signal) {
      const [region, providerId, tokenFile, roleArn] = NAMES.map((variable) => env[variable] || undefined);
      // TKE_REGION alone is set in clusters without pod identity as well
      if (tokenFile === undefined && roleArn === undefined)
        return { absent: "TKE_WEB_IDENTITY_TOKEN_FILE and TKE_ROLE_ARN are not set" };
      if (
        region === undefined ||
        providerId === undefined ||
        tokenFile === undefined ||
        roleArn === undefined
      ) {
        const missing = NAMES.filter((variable) => !env[variable]);
        throw brokenSource(name, `${missing.join(" and ")} missing`, "Check the pod's service account.");
      }
      const token = (await readIfThere(name, tokenFile))?.trim();
      if (token === undefined || token === "")
        throw brokenSource(
          name,
          token === undefined ? `there is no file ${tokenFile}` : `${tokenFile} is empty`,
          "Check TKE_WEB_IDENTITY_TOKEN_FILE and the pod's service account.",
        );
      if (!isRegion(region))
        throw brokenSource(
          name,
          "TKE_REGION is not the name of a region",
          "Check the pod's service account.",
        );
      const problem = unsendable(token);
      if (problem !== undefined)
        throw brokenSource(name, `the token in ${tokenFile} ${problem}`, "Check the pod's service account.");
      return credentialOfWebIdentity({ roleArn, providerId, token }, { access: { ...sts, region }, signal });
    },
  };
}

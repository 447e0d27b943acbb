import type { Vocabulary } from "../../core/internal";
import { snake } from "./names";

/** The words of Terraform's and OpenTofu's users: attributes in snake_case, never keys of Pulumi's configuration. */
export const TERRAFORM_WORDS: Vocabulary = {
  setting: snake,
  argument: snake,
  property: snake,
  gateSetting: (path) => `${snake(path)} in data "tcss_gate", or ${path} in tcss.gate.yaml`,
  provideCredentials:
    "Set TENCENTCLOUD_SECRET_ID and TENCENTCLOUD_SECRET_KEY, name a tccli profile with profile, or give secret_id and secret_key in the provider block from ephemeral variables.",
  chooseSite: "set site (international or mainland)",
  misplacedSecret:
    "is a secret, and arguments are kept in Terraform's state: use environment variables, a profile, or secret_id and secret_key in the provider block instead",
  ruleSetting: (policyName, setting, value) =>
    `rules = { "${policyName}" = { ${snake(setting)} = ${JSON.stringify(value)} } } in data "tcss_gate", or rules: {${policyName}: {${setting}: ${JSON.stringify(value)}}} in tcss.gate.yaml`,
};

import { CAM_POLICY } from "pulumi-tcss/internal";
import type { CliCommand } from "./command";

export const policyJson: CliCommand = {
  name: "policy-json",
  summary: "the CAM policy that reading the purchase state needs, and nothing more",
  help: `
Example:
  tcss policy-json > tcss-read.json                 then create the policy from it in CAM`,
  run: async () => {
    console.log(JSON.stringify(CAM_POLICY, null, 2));
    return 0;
  },
};

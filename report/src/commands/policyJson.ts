import { Option } from "commander";
import { CAM_POLICY, coverageCamPolicy, type Site } from "pulumi-tcss/internal";
import { GROUPS } from "../options";
import type { CliCommand } from "./command";

interface PolicyOptions {
  readonly coverage?: boolean;
  readonly site?: Site;
}

export const policyJson: CliCommand<PolicyOptions> = {
  name: "policy-json",
  summary: "the CAM policy that reading the purchase state needs, and nothing more",
  declareOptions: (command) =>
    command
      .optionsGroup(GROUPS.policy)
      .option("--coverage", "with the lists of clusters, hosts and super nodes, which tcss coverage reads")
      .addOption(
        new Option(
          "--site <name>",
          "with --coverage: the international site has no list of super nodes (default: both sites)",
        ).choices(["international", "mainland"]),
      ),
  help: `
Examples:
  tcss policy-json > tcss-read.json                 then create the policy from it in CAM
  tcss policy-json --coverage --site international  also names of what is undefended; every action there exists`,
  run: async ({ options: { coverage = false, site } }) => {
    console.log(JSON.stringify(coverage ? coverageCamPolicy(site !== "international") : CAM_POLICY, null, 2));
    return 0;
  },
};

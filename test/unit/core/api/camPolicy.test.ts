import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { CAM_POLICY, coverageCamPolicy } from "../../../../core/api/camPolicy";

describe("the CAM policy", () => {
  it("allows the one action that is called, and no other", () => {
    assert.deepEqual(CAM_POLICY, {
      version: "2.0",
      statement: [{ effect: "allow", action: ["tcss:DescribePurchaseStateInfo"], resource: ["*"] }],
    });
  });

  it("allows the lists of assets for the coverage, as far as the site has them", () => {
    const actionsOf = (hasSuperNodes: boolean) =>
      coverageCamPolicy(hasSuperNodes).statement.map(({ action }) => action);
    const both = ["tcss:DescribePurchaseStateInfo", "tcss:DescribeUserCluster", "tcss:DescribeAssetHostList"];
    assert.deepEqual(actionsOf(false), [both]);
    assert.deepEqual(actionsOf(true), [[...both, "tcss:DescribeAssetSuperNodeList"]]);
  });

  it("stands in docs/permissions.md as it is, with the coverage as well", () => {
    const page = readFileSync(join(__dirname, "../../../../docs/permissions.md"), "utf8");
    const blocks = [...page.matchAll(/^```json\n(.*?)^```$/gms)].map(
      ([, json = ""]) => JSON.parse(json) as unknown,
    );
    assert.deepEqual(blocks.slice(0, 2), [CAM_POLICY, coverageCamPolicy(true)]);
  });
});

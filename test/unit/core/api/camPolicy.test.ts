import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { CAM_POLICY } from "../../../../core/api/camPolicy";

describe("the CAM policy", () => {
  it("allows the one action that is called, and no other", () => {
    assert.deepEqual(CAM_POLICY, {
      version: "2.0",
      statement: [{ effect: "allow", action: ["tcss:DescribePurchaseStateInfo"], resource: ["*"] }],
    });
  });

  it("stands in docs/permissions.md as it is", () => {
    const page = readFileSync(join(__dirname, "../../../../docs/permissions.md"), "utf8");
    const [, json] = /^```json\n(.*?)^```$/ms.exec(page) ?? [];
    assert.ok(json !== undefined, "docs/permissions.md holds no json block");
    assert.deepEqual(JSON.parse(json), CAM_POLICY);
  });
});

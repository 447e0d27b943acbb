import assert from "node:assert/strict";
import { shownName } from "../../../../core/base/names";

describe("shownName", () => {
  it("hides a SecretId that stands in the place of a name", () => {
    assert.equal(shownName("assumeRole.AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE"), "assumeRole.[secret]");
    assert.equal(shownName("site"), "site");
  });
});

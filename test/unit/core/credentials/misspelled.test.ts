import assert from "node:assert/strict";
import { misspelled, notRead } from "../../../../core/credentials/misspelled";
import { KEY_VARIABLES } from "../../../../core/credentials/settings";

const ID = "TENCENTCLOUD_SECRET_ID";

describe("misspelled", () => {
  for (const name of [
    "TENCENTCLOUD_SECRETID",
    "TENCENT_SECRET_ID",
    "QCLOUD_SECRET_ID",
    "tencentcloud_secret_id",
  ])
    it(`finds ${name}`, () => {
      assert.deepEqual(misspelled({ [name]: "x" }, [ID]), [{ name, meant: ID }]);
    });

  it("passes over what is empty, known, or another tool's", () => {
    const env = {
      TENCENTCLOUD_SECRETID: "",
      TENCENTCLOUD_REGION: "x",
      AWS_SECRET_ID: "x",
      TKE_SECRET_ID: "x",
    };
    assert.deepEqual(misspelled(env, [ID]), []);
  });

  it("does not ask for a variable that is set itself", () => {
    assert.deepEqual(misspelled({ [ID]: "x", TENCENTCLOUD_SECRETID: "y" }, [ID]), []);
  });

  it("is an error that names both, and shows no SecretId in a name", () => {
    const error = notRead({ name: "TENCENT_AKIDz8krbsJ5yKBZQpn74WF", meant: KEY_VARIABLES[0] ?? "" });
    assert.match(error.message, /Did you mean TENCENTCLOUD_SECRET_ID\?/);
    assert.doesNotMatch(error.message, /AKIDz8krbs/);
  });
});

import assert from "node:assert/strict";
import { misunderstood, shownNames } from "../../../../core/credentials/names";

const SECRET_ID = `AKID${"0123456789abcdef".repeat(2)}`;

describe("shownNames", () => {
  it("lists names, and counts those that may be values instead of showing them", () => {
    assert.equal(shownNames(["region", "role-arn"]), "region, role-arn");
    assert.equal(shownNames(["region", SECRET_ID, "a1b2c3"]), "region and 2 more");
    assert.equal(shownNames([SECRET_ID]), "1 name that is not shown");
    assert.equal(shownNames([SECRET_ID, "IKIDx"]), "2 names that are not shown");
  });

  it("shows eight at most", () => {
    const names = ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j"];
    assert.equal(shownNames(names), "a, b, c, d, e, f, g, h and 2 more");
  });
});

describe("misunderstood", () => {
  const KNOWN = ["secretId", "secretKey", "type"];

  it("passes over what is known, and over what no tool takes an identity from", () => {
    assert.equal(misunderstood(KNOWN, KNOWN), undefined);
    assert.equal(misunderstood(["region", "comment"], KNOWN), undefined);
  });

  it("finds a known name in another spelling, with the right one", () => {
    assert.deepEqual(misunderstood(["type", "secret_id"], KNOWN), { name: "secret_id", meant: "secretId" });
  });

  for (const name of ["mfa_serial", "source_profile", "credential_process", "web-identity-token-file", "sso"])
    it(`finds ${name}, which selects an identity in some tool`, () =>
      assert.equal(misunderstood([name], KNOWN)?.name, name));
});

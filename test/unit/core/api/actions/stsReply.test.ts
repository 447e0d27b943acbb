import assert from "node:assert/strict";
import { credentialIn, REFUSED_ROLE } from "../../../../../core/api/actions/stsReply";
import { accessTo } from "../support";

const ACCESS = accessTo("https://sts.example", { account: "production" });
const PARTS = { TmpSecretId: "AKIDtemporary", TmpSecretKey: "keyOfTheRole", Token: "token" };

describe("a reply of STS with temporary credentials", () => {
  it("gives them, with their end", () => {
    assert.deepEqual(credentialIn({ Credentials: PARTS, ExpiredTime: 1_700_000_000 }, ACCESS), {
      secretId: "AKIDtemporary",
      secretKey: "keyOfTheRole",
      token: "token",
      expiration: new Date("2023-11-14T22:13:20Z"),
    });
  });

  it("gives them without an end where none is named", () => {
    assert.equal(credentialIn({ Credentials: PARTS, ExpiredTime: "soon" }, ACCESS).expiration, undefined);
  });

  for (const Credentials of [undefined, null, "x", [], {}, { ...PARTS, Token: 1 }, { TmpSecretId: "AKIDx" }])
    it(`is refused with ${JSON.stringify(Credentials)}, and none of it is repeated`, () =>
      assert.throws(() => credentialIn({ Credentials }, ACCESS), {
        kind: "reply",
        message:
          "STS answered without credentials (account production, endpoint https://sts.example). Check that the endpoint is Tencent Cloud's STS.",
      }));

  it("tells the codes by which a role is refused from others", () => {
    for (const code of [
      "UnauthorizedOperation",
      "AuthFailure.UnauthorizedOperation",
      "ResourceNotFound.RoleNotFound",
    ])
      assert.match(code, REFUSED_ROLE);
    assert.doesNotMatch("AuthFailure.SignatureFailure", REFUSED_ROLE);
  });
});

import assert from "node:assert/strict";
import { brokenSource, temporaryCredential, usable } from "../../../../core/api/credential";

const KEY = { secretId: "AKIDx", secretKey: "hunter2hunter2" };
const PARTS = { TmpSecretId: "AKIDx", TmpSecretKey: "hunter2hunter2", Token: "token" };

describe("usable", () => {
  it("gives the credential as it is", () => {
    assert.equal(usable("environment", KEY), KEY);
  });

  for (const [part, value] of [
    ["secretId", "AKID x"],
    ["secretKey", "hunter2\nhunter2"],
    ["token", "hunter2\u200bhunter2"],
  ] as const)
    it(`refuses a ${part} that no header carries, by its name and without its value`, () => {
      const names = { secretId: "MY_ID", secretKey: "MY_KEY", token: "MY_TOKEN" };
      assert.throws(
        () => usable("environment", { ...KEY, [part]: value }, names),
        (error: Error & { kind?: string }) => {
          assert.equal(error.kind, "credentials");
          assert.ok(error.message.includes(names[part]), error.message);
          assert.doesNotMatch(error.message, /hunter2/);
          return true;
        },
      );
    });
});

describe("temporaryCredential", () => {
  it("takes the parts and the end", () => {
    assert.deepEqual(temporaryCredential("STS", PARTS, 1_700_000_000), {
      ...KEY,
      token: "token",
      expiration: new Date("2023-11-14T22:13:20Z"),
    });
    assert.deepEqual(temporaryCredential("STS", PARTS, "soon"), { ...KEY, token: "token" });
  });

  for (const part of Object.keys(PARTS))
    it(`is none where ${part} is missing or no text`, () => {
      assert.equal(temporaryCredential("STS", { ...PARTS, [part]: undefined }, 1), undefined);
      assert.equal(temporaryCredential("STS", { ...PARTS, [part]: 7 }, 1), undefined);
    });
});

describe("brokenSource", () => {
  it("carries the source as a field", () => {
    const error = brokenSource("SDK profile", "it is empty", "Fill it.");
    assert.equal(error.credentialSource, "SDK profile");
    assert.equal(error.message, "the credentials from SDK profile cannot be used: it is empty. Fill it.");
  });
});

import assert from "node:assert/strict";
import { configLookup } from "../../../../core/base/config";
import { credentialsFingerprint } from "../../../../core/credentials/fingerprint";
import { SETTINGS, SOURCE_VARIABLES } from "../../../../core/credentials/settings";
import type { Environment } from "../../../../core/credentials/source";

function fingerprint(values: Readonly<Record<string, string>>, env: Environment = {}): string {
  return credentialsFingerprint(
    configLookup(
      (key) => values[key],
      () => Object.keys(values),
    ),
    env,
  );
}

describe("credentialsFingerprint", () => {
  const variables = [
    ...Object.values(SETTINGS).flatMap((setting) => ("variables" in setting ? setting.variables : [])),
  ];

  for (const name of [...variables, ...Object.values(SOURCE_VARIABLES), "HOME", "USERPROFILE"])
    it(`differs by ${name}`, () =>
      assert.notEqual(fingerprint({}, { [name]: "a" }), fingerprint({}, { [name]: "b" })));

  for (const key of ["tcss:secretId", "tcss:secretKey", "tcss:securityToken", "tencentcloud:secretKey"])
    it(`differs by ${key} of the configuration`, () =>
      assert.notEqual(fingerprint({ [key]: "a" }), fingerprint({ [key]: "b" })));

  it("is equal in any order, and whatever other variables there are", () => {
    const [one, other] = [
      { TKE_REGION: "a", HOME: "/h" },
      { HOME: "/h", TKE_REGION: "a", PATH: "/bin" },
    ];
    assert.equal(fingerprint({}, one), fingerprint({}, other));
  });

  it("holds no secret", () => {
    assert.match(
      fingerprint({ "tcss:secretKey": "s3cret" }, { TENCENTCLOUD_SECRET_KEY: "s3cret" }),
      /^[0-9a-f]{64}$/,
    );
  });
});

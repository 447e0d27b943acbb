import assert from "node:assert/strict";
import { TcssError } from "../../../../core/base/errors";
import type { ResourceArgs } from "../../../../core/connection/connectionArgs";
import { resolveConnection } from "../../../../core/connection/resolve";
import { config } from "./identitySetup";

describe("resolveConnection refuses what is said and would be passed over:", () => {
  const refusal = (
    values: Record<string, string>,
    env: Record<string, string> = {},
    args: ResourceArgs = {},
  ): TcssError => {
    try {
      resolveConnection({ args, config: config(values), env });
    } catch (error) {
      assert.ok(error instanceof TcssError);
      assert.equal(error.kind, "configuration");
      return error;
    }
    throw new assert.AssertionError({ message: `accepted: ${JSON.stringify([values, env, args])}` });
  };

  const keys: [key: string, words: RegExp][] = [
    ["tcss:allowedAccountId", /Did you mean tcss:allowedAccountIds\?/],
    ["tcss:profil", /Did you mean tcss:profile\?/],
    ["tcss:Profile", /Did you mean tcss:profile\?/],
    ["tcss:secret_id", /Did you mean tcss:secretId\?/],
    ["tcss:onUnavailble", /Did you mean tcss:onUnavailable\?/],
    ["tcss:assumeRole.roleArn", /pulumi config set --path/],
    ["tcss:allowedAccountIds[0]", /pulumi config set --path/],
    ["tcss:owner", /tcss:owner in the stack's configuration is unknown/],
    ["tencentcloud:secretid", /Did you mean tencentcloud:secretId\?/],
    ["tencentcloud:alowedAccountIds", /Did you mean tencentcloud:allowedAccountIds\?/],
    ["tencentcloud:assumeRoleWithSaml", /selects an identity that cannot be taken here/],
    ["tencentcloud:assumeRoleWithWebIdentity", /selects an identity/],
    ["tencentcloud:mfaCertification", /selects an identity/],
  ];
  for (const [key, words] of keys)
    it(`the key ${key}`, () => {
      const error = refusal({ [key]: '{"x":"y"}' });
      assert.match(error.message, words);
      assert.equal(error.property, key);
    });

  it("but not what is another provider's own", () => {
    const others = {
      "tencentcloud:cosDomain": "x",
      "tencentcloud:region": "ap-guangzhou",
      "tencentcloud:mfaCertification": "[]",
      "aws:profil": "x",
      "shop:tcss:profil": "x",
    };
    resolveConnection({ config: config(others), env: {} });
  });

  const lists: [value: string, words: RegExp][] = [
    ["[]", /:allowedAccountIds must not be empty/],
    ["", /allowedAccountIds\.0 /],
    [" ", /allowedAccountIds\.0 /],
    ["100000000001,", /allowedAccountIds\.1 /],
    ["100000000001,,100000000002", /allowedAccountIds\.1 /],
    ["100000000001,100000000001", /duplicate|twice/],
    ['["100000000001",100000000001]', /duplicate|twice/],
    ["[100000000000000000001]", /number that is not an account id/],
    ["[1.5]", /number that is not an account id/],
    ["[true]", /allowedAccountIds\.0 /],
    ["[null]", /allowedAccountIds\.0 /],
    ["[[]]", /allowedAccountIds\.0 /],
    ['["100000000001"', /not valid JSON/],
    ["production", /allowedAccountIds\.0 /],
    ["１００", /allowedAccountIds\.0 /],
    ['{"0": "100000000001"}', /allowedAccountIds\.0 /],
  ];
  for (const [value, words] of lists)
    for (const namespace of ["tcss", "tencentcloud"])
      it(`${namespace}:allowedAccountIds ${JSON.stringify(value)}`, () => {
        const { message, property = "" } = refusal({ [`${namespace}:allowedAccountIds`]: value });
        assert.match(message, words);
        assert.ok(property.startsWith(`${namespace}:allowedAccountIds`), property);
      });

  it("an empty list among the arguments", () => {
    assert.match(refusal({}, {}, { allowedAccountIds: [] }).message, /allowedAccountIds must not be empty/);
    assert.match(
      refusal({}, {}, { forbiddenAccountIds: [] }).message,
      /forbiddenAccountIds must not be empty/,
    );
    assert.match(refusal({}, {}, { allowedAccountIds: ["1", "1"] }).message, /duplicate|twice/);
  });

  const roles: [value: string, words: RegExp][] = [
    ['{"roleArn":"a","roleArn":"b"}', /tcss:assumeRole has the same key twice/],
    ['{"roleArn":"a",}', /tcss:assumeRole is not valid JSON/],
    ["qcs::cam::uin/1:roleName/x", /tcss:assumeRole is not valid JSON/],
    ["[]", /tcss:assumeRole must be an object/],
    ["", /tcss:assumeRole is not valid JSON/],
    ["{}", /tcss:assumeRole\.roleArn is missing/],
    ['{"roleArn":"a","serialNumber":"b"}', /tcss:assumeRole\.serialNumber is unknown/],
  ];
  for (const [value, words] of roles)
    it(`tcss:assumeRole ${value}`, () => assert.match(refusal({ "tcss:assumeRole": value }).message, words));

  const variables: [env: Record<string, string>, words: RegExp][] = [
    [
      { TENCENTCLOUD_ASSUME_ROLE_SAML_ASSERTION: "x" },
      /TENCENTCLOUD_ASSUME_ROLE_SAML_ASSERTION selects an identity/,
    ],
    [{ TENCENTCLOUD_ASSUME_ROLE_PRINCIPAL_ARN: "x" }, /PRINCIPAL_ARN selects an identity/],
    [{ TENCENTCLOUD_ASSUME_ROLE_WEB_IDENTITY_TOKEN: "x" }, /WEB_IDENTITY_TOKEN selects an identity/],
    [
      { TENCENTCLOUD_ASSUME_ROLE_WEB_IDENTITY_TOKEN_FILE: "x" },
      /WEB_IDENTITY_TOKEN_FILE selects an identity/,
    ],
    [{ TENCENTCLOUD_ASSUME_ROLE_ARNN_FILE: "x" }, /ARNN_FILE selects an identity/],
    [
      { TENCENTCLOUD_MFA_CERTIFICATION_SERIAL_NUMBER: "x" },
      /MFA_CERTIFICATION_SERIAL_NUMBER selects an identity/,
    ],
    [{ TENCENTCLOUD_MFA_CERTIFICATION_TOKEN_CODE: "x" }, /MFA_CERTIFICATION_TOKEN_CODE selects an identity/],
    [
      { TENCENTCLOUD_ASSUME_ROLE_ARN: "a", TENCENTCLOUD_ASSUME_ROLE_TOKEN_CODE: "x" },
      /TOKEN_CODE selects an identity/,
    ],
    [{ TENCENTCLOUD_ASSUME_ROLE_ARN: "a", TENCENTCLOUD_ROLE_ARN: "b" }, /name two roles/],
    [{ TENCENTCLOUD_ASSUMEROLE_ARN: "a" }, /Did you mean TENCENTCLOUD_ASSUME_ROLE_ARN/],
    [{ TENCENTCLOUD_ASSUME_ROLE: "a" }, /Did you mean TENCENTCLOUD_ASSUME_ROLE_ARN/],
    [{ TENCENT_ROLE_ARN: "a" }, /Did you mean TENCENTCLOUD_ROLE_ARN/],
    [{ TENCENTCLOUD_PROFILES: "a" }, /Did you mean TENCENTCLOUD_PROFILE/],
    [{ TENCENTCLOUD_CAM_ROLENAME: "a" }, /Did you mean TENCENTCLOUD_CAM_ROLE_NAME/],
    [{ TENCENTCLOUD_CREDENTIAL_FILE: "a" }, /Did you mean TENCENTCLOUD_CREDENTIALS_FILE/],
    [{ TENCENTCLOUD_TCSS_ENDPIONT: "a" }, /Did you mean TENCENTCLOUD_TCSS_ENDPOINT/],
    [{ TKE_ROLEARN: "a" }, /Did you mean TKE_ROLE_ARN/],
    [{ TCSS_PROFILE: "a" }, /Did you mean TENCENTCLOUD_PROFILE/],
    [{ TCSS_ENDPOINT: "a" }, /Set TENCENTCLOUD_TCSS_ENDPOINT instead/],
    [{ TCSS_SITE: "mainland" }, /Set tcss:site instead/],
    [{ TCSS_ALLOWED_ACCOUNT_IDS: "1" }, /Set tcss:allowedAccountIds instead/],
    [{ TENCENTCLOUD_ALLOWED_ACCOUNT_IDS: "1" }, /Set tcss:allowedAccountIds instead/],
    [{ TENCENTCLOUD_FORBIDDEN_ACCOUNT_IDS: "1" }, /Set tcss:forbiddenAccountIds instead/],
  ];
  for (const [env, words] of variables)
    it(`the environment's ${Object.keys(env).join(" and ")}`, () => {
      const { message, property = "" } = refusal({}, env);
      assert.match(message, words);
      assert.ok(property in env, property);
      // a profile that an argument names is meant alone
      if (!/two roles/.test(message)) resolveConnection({ args: { profile: "prod" }, env });
    });

  it("but not the environment's variables of other things, nor a half that means nothing", () => {
    const others = [
      "TENCENTCLOUD_COS_DOMAIN",
      "TENCENTCLOUD_COS_ENDPOINT",
      "TENCENTCLOUD_SMS_ENDPOINT",
      "TENCENTCLOUD_ORGANIZATION_ENDPOINT",
      "TENCENTCLOUD_CVM_ENDPOINT",
      "TENCENTCLOUD_READ_RETRY_TIMEOUT",
      "TENCENTCLOUD_API_REQUEST_CLIENT",
      "TENCENTCLOUD_ASSUME_ROLE_SESSION_NAME",
      "TENCENTCLOUD_ASSUME_ROLE_TOKEN_CODE",
      "TENCENTCLOUD_ASSUME_ROLE_PROVIDER_ID",
      "TENCENTCLOUD_MFA_CERTIFICATION_DURATION_SECONDS",
      "TENCENTCLOUD_SECRET_ID_PREPAY",
      "TCSS_GATE_CONFIG",
      "TCSS_SERVICE_HOST",
      "TKE_REGION",
    ];
    resolveConnection({ env: Object.fromEntries(others.map((name) => [name, "x"])) });
    const empty = Object.fromEntries(
      variables.flatMap(([env]) => Object.keys(env)).map((name) => [name, ""]),
    );
    resolveConnection({ env: empty });
  });
});

import assert from "node:assert/strict";
import { environmentCredentials } from "../../../../core/credentials/environment";
import { describeBroken } from "./machine";
import { absenceIn, brokenIn, foundIn, ID, KEY } from "./support";

const RIGHT = { TENCENTCLOUD_SECRET_ID: ID, TENCENTCLOUD_SECRET_KEY: KEY };

describe("A key in the environment", () => {
  it("is read, and a variable that is empty counts as not set", async () => {
    assert.deepEqual(await foundIn(environmentCredentials({ ...RIGHT, TENCENTCLOUD_TOKEN: "" })), {
      secretId: ID,
      secretKey: KEY,
    });
    await absenceIn(environmentCredentials({ TENCENTCLOUD_SECRET_ID: "", TENCENTCLOUD_SECRET_KEY: "" }));
    await absenceIn(environmentCredentials({}));
  });

  const broken: [env: Record<string, string>, words: RegExp][] = [
    [
      { TENCENTCLOUD_SECRETID: ID, TENCENTCLOUD_SECRETKEY: KEY },
      /TENCENTCLOUD_SECRETID is set, but nothing reads it.*TENCENTCLOUD_SECRET_ID/,
    ],
    [
      { TENCENT_SECRET_ID: ID, TENCENT_SECRET_KEY: KEY },
      /TENCENT_SECRET_ID is set.*Did you mean TENCENTCLOUD_SECRET_ID/,
    ],
    [{ TENCENT_CLOUD_SECRET_ID: ID }, /TENCENT_CLOUD_SECRET_ID/],
    [{ QCLOUD_SECRET_ID: ID }, /QCLOUD_SECRET_ID/],
    [{ TCSS_SECRET_ID: ID }, /TCSS_SECRET_ID/],
    [{ TCCLI_SECRET_KEY: KEY }, /TCCLI_SECRET_KEY/],
    [{ tencentcloud_secret_id: ID }, /tencentcloud_secret_id/],
    [{ TENCENTCLOUD_SECERT_ID: ID }, /TENCENTCLOUD_SECERT_ID/],
    [{ TENCENTCLOUD_SECRET_KEYS: KEY }, /TENCENTCLOUD_SECRET_KEYS/],
    [
      { ...RIGHT, TENCENTCLOUD_SECURITYTOKEN: "t" },
      /TENCENTCLOUD_SECURITYTOKEN.*TENCENTCLOUD_SECURITY_TOKEN/,
    ],
    [{ ...RIGHT, TENCENT_TOKEN: "t" }, /TENCENT_TOKEN.*TENCENTCLOUD_TOKEN/],
    [{ TENCENTCLOUD_SECRET_ID: ID }, /TENCENTCLOUD_SECRET_KEY is not/],
    [{ TENCENTCLOUD_SECRET_ID: " ", TENCENTCLOUD_SECRET_KEY: "\t" }, /white space only/],
  ];
  for (const [env, words] of broken)
    it(`stops the search with ${Object.keys(env).join(", ")}`, async () =>
      assert.match(await brokenIn(environmentCredentials(env)), words));

  const foreign = [
    "TENCENTCLOUD_SECRET_ID_SMS",
    "TENCENTCLOUD_APPID",
    "TENCENTCLOUD_COS_DOMAIN",
    "TENCENTCLOUD_REGION",
    "TCSS_SERVICE_HOST",
    "TCSS_PORT_443_TCP",
    "TKE_TOKEN",
    "SECRET_ID",
    "GITHUB_TOKEN",
  ];
  it("is not looked for under names of other things", async () => {
    await absenceIn(environmentCredentials(Object.fromEntries(foreign.map((name) => [name, "x"]))));
  });

  it("is used where the right variables are set beside others", async () => {
    const env = {
      ...RIGHT,
      TENCENTCLOUD_SECRETID: "x",
      TENCENT_SECRET_KEY: "y",
      TENCENTCLOUD_TOKEN: "t",
      TENCENT_TOKEN: "z",
    };
    assert.equal((await foundIn(environmentCredentials(env))).secretId, ID);
  });
});

describeBroken("A key in the environment", [
  {
    how: "an environment with an id and no key",
    set: ({ env }) => Object.assign(env, { TENCENTCLOUD_SECRET_ID: "AKID-x" }),
    words: /environment cannot be used: TENCENTCLOUD_SECRET_ID is set but TENCENTCLOUD_SECRET_KEY is not/,
  },
  {
    how: "an environment with a key of white space",
    set: ({ env }) => Object.assign(env, { TENCENTCLOUD_SECRET_ID: "AKID-x", TENCENTCLOUD_SECRET_KEY: " " }),
    words: /TENCENTCLOUD_SECRET_KEY is not/,
  },
]);

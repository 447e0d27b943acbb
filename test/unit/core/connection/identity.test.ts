import assert from "node:assert/strict";
import { TcssError } from "../../../../core/base/errors";
import type { Connection } from "../../../../core/connection/connection";
import type { ResourceArgs } from "../../../../core/connection/connectionArgs";
import { resolveConnection } from "../../../../core/connection/resolve";
import { type Emulator, startEmulator } from "../../../../emulator/src";
import { Home, KEY } from "../credentials/support";
import { config, ROLES, type Setup } from "./identitySetup";

describe("What decides who is asked", () => {
  let home: Home;
  let emulator: Emulator;
  before(async () => {
    emulator = await startEmulator();
    home = new Home();
    emulator.setMetadataRole({ roleName: "machine", accountId: "200000000008" });
    for (const name of ["default", "prod", "staging", "ofConfig", "ofEnv"])
      emulator.addCredential({ secretId: `AKID-${name}`, secretKey: KEY, accountId: "200000000001" });
    for (const name of ["default", "prod", "staging"])
      home.write(`.tccli/${name}.credential`, { secretId: `AKID-${name}`, secretKey: KEY });
    home.write("other/default.credential", { secretId: "AKID-prod", secretKey: KEY });
  });
  after(async () => {
    home.remove();
    await emulator.close();
  });

  function connection({ args, values, variables }: Setup): Connection {
    const env = {
      HOME: home.path,
      TENCENTCLOUD_TCSS_ENDPOINT: emulator.endpoint,
      TENCENTCLOUD_STS_ENDPOINT: emulator.endpoint,
      TENCENTCLOUD_METADATA_ENDPOINT: emulator.endpoint,
      ...variables,
    };
    return resolveConnection({ args, config: config(values), env });
  }

  /** Who is asked by a connection: the source, and whose key it has. */
  async function whoIsAsked(each: Connection): Promise<string> {
    try {
      const { credential, source } = await each.findCredential(new AbortController().signal);
      return `${source}: ${credential.token === undefined ? credential.secretId : "temporary"}`;
    } catch (error) {
      assert.ok(error instanceof TcssError, String(error));
      return `error: ${error.summary}`;
    }
  }

  const ARGS: readonly ResourceArgs[] = [
    {},
    { profile: "prod" },
    { profile: "staging" },
    { profile: "prod", assumeRole: { roleArn: ROLES[0] } },
    { camRoleName: "machine" },
    { sharedCredentialsDir: "~/other" },
    { assumeRole: { roleArn: ROLES[0] } },
    { assumeRole: { roleArn: ROLES[1] } },
  ];
  const VALUES: readonly Record<string, string>[] = [
    {},
    { "tcss:profile": "prod" },
    { "tencentcloud:profile": "staging" },
    { "tcss:camRoleName": "machine" },
    { "tcss:secretId": "AKID-ofConfig", "tcss:secretKey": KEY },
    { "tencentcloud:secretId": "AKID-ofConfig", "tencentcloud:secretKey": KEY, "tcss:profile": "prod" },
    { "tcss:assumeRole": JSON.stringify({ roleArn: ROLES[1] }) },
    { "tcss:sharedCredentialsDir": "~/other" },
    { "tencentcloud:enablePodOidc": "true" },
  ];
  const VARIABLES: readonly Record<string, string>[] = [
    {},
    { TENCENTCLOUD_SECRET_ID: "AKID-ofEnv", TENCENTCLOUD_SECRET_KEY: KEY },
    { TENCENTCLOUD_PROFILE: "prod" },
    { TCCLI_PROFILE: "staging" },
    { TENCENTCLOUD_CAM_ROLE_NAME: "machine" },
    { TENCENTCLOUD_ASSUME_ROLE_ARN: ROLES[0] },
    { TENCENTCLOUD_ROLE_ARN: ROLES[0], TENCENTCLOUD_ROLE_SESSION_NAME: "tccli" },
    { TENCENTCLOUD_SHARED_CREDENTIALS_DIR: "~/other" },
  ];

  it("is in what is shared by: one key never stands for two identities, wherever they are named", async function () {
    this.timeout(60_000);
    const setups = ARGS.flatMap((args) =>
      VALUES.flatMap((values) => VARIABLES.map((variables): Setup => ({ args, values, variables }))),
    );
    const asked = new Map<string, string>();
    const identities = new Set<string>();
    for (const setup of setups) {
      const each = connection(setup);
      const who = await whoIsAsked(each);
      identities.add(who);
      for (const key of [each.key, each.credentialKey]) {
        assert.equal(asked.get(key) ?? who, who, `one key for two: ${JSON.stringify(setup)}`);
        asked.set(key, who);
      }
    }
    assert.ok(identities.size >= 12, [...identities].join("\n"));
    assert.ok(asked.size >= 500, String(asked.size));
  });

  it("is all that is in it: labels, patience and what is kept make no other key", () => {
    const key = (args: ResourceArgs) => connection({ args, values: {}, variables: {} }).key;
    const same: readonly ResourceArgs[] = [
      { account: "production" },
      { maxRetries: 1 },
      { deadlineSeconds: 1 },
      { requestTimeoutSeconds: 1 },
      { recordObservedAt: true },
      { onUnavailable: "lastKnown" },
      { resolveAccountId: true },
      { allowedAccountIds: ["1"] },
    ];
    for (const args of same) assert.equal(key(args), key({}));
  });

  /** What is measured where several places name an identity: docs/credentials.md and README.md say the same. */
  const precedence: readonly [args: ResourceArgs, values: number, variables: number, who: string][] = [
    [{ profile: "prod" }, 4, 1, "tccli profile prod: AKID-prod"],
    [{ camRoleName: "machine" }, 4, 1, "CVM role machine: temporary"],
    [{}, 3, 1, "CVM role machine: temporary"],
    [{}, 4, 4, "CVM role machine: temporary"],
    [{}, 4, 1, "Pulumi configuration: AKID-ofConfig"],
    [{}, 5, 1, "Pulumi configuration: AKID-ofConfig"],
    [{}, 1, 1, "environment: AKID-ofEnv"],
    [{}, 1, 3, "tccli profile prod: AKID-prod"],
    [{}, 0, 3, "tccli profile staging: AKID-staging"],
    [{}, 0, 0, "tccli profile default: AKID-default"],
    [{ profile: "prod" }, 6, 5, "tccli profile prod: AKID-prod"],
    [{ assumeRole: { roleArn: ROLES[0] } }, 6, 1, `role ${ROLES[0]}, assumed with environment: temporary`],
    [{}, 6, 5, `role ${ROLES[1]}, assumed with tccli profile default: temporary`],
    [{}, 0, 6, `role ${ROLES[0]}, assumed with tccli profile default: temporary`],
  ];
  for (const [args, values, variables, who] of precedence) {
    const [ofConfig = {}, ofEnvironment = {}] = [VALUES[values], VARIABLES[variables]];
    const places = [args, Object.keys(ofConfig), Object.keys(ofEnvironment)].map((each) =>
      JSON.stringify(each),
    );
    it(`is ${who} for ${places.join(", ")}`, async () =>
      assert.equal(await whoIsAsked(connection({ args, values: ofConfig, variables: ofEnvironment })), who));
  }

  it("is the pod's identity alone where the Tencent Cloud provider is told to take it", async () => {
    const each = connection({ args: {}, values: VALUES[8] ?? {}, variables: VARIABLES[1] ?? {} });
    assert.match(await whoIsAsked(each), /^error: .*TKE pod identity: TKE_WEB_IDENTITY_TOKEN_FILE/);
  });
});

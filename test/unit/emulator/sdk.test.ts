import assert from "node:assert/strict";
import { HttpConnection } from "tencentcloud-sdk-nodejs/tencentcloud/common/http/http_connection";
import type { ClientConfig } from "tencentcloud-sdk-nodejs/tencentcloud/common/interface";
import { Client as StsClient } from "tencentcloud-sdk-nodejs/tencentcloud/services/sts/v20180813/sts_client";
import { Client as TcssClient } from "tencentcloud-sdk-nodejs/tencentcloud/services/tcss/v20201101/tcss_client";
import { type Emulator, startEmulator } from "../../../emulator/src";

type Signable = Parameters<typeof HttpConnection.doRequestWithSign3>[0];

/**
 * The SDK derives the service from the host's first label, "127" here; the signature must say which API it is for.
 * Everything else stays the SDK's: the signing, the request, the reading of the answer.
 */
function signedAs<T extends TcssClient | StsClient>(service: string, client: T): T {
  async function doRequestWithSign3(action: string, data: unknown): Promise<unknown> {
    const { secretId, secretKey, token } = await client.getCredential();
    const { protocol, endpoint, reqMethod } = client.profile.httpProfile ?? {};
    const response = await HttpConnection.doRequestWithSign3({
      method: reqMethod,
      url: `${protocol}${endpoint}/`,
      service,
      action,
      data,
      version: client.apiVersion,
      secretId,
      secretKey,
      region: "ap-singapore",
      requestClient: client.sdkVersion,
      ...(token && { token }),
    } as Signable);
    return await (client as unknown as SdkInternals).parseResponse(response);
  }
  Object.assign(client, { doRequestWithSign3 });
  return client;
}

interface SdkInternals {
  parseResponse(response: unknown): Promise<unknown>;
}

describe("Tencent Cloud's own SDK for Node", () => {
  let emulator: Emulator;
  const proxies = ["http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY"];
  const environment: Record<string, string | undefined> = {};

  before(async () => {
    // The SDK sends even loopback requests through a proxy.
    for (const name of proxies) {
      environment[name] = process.env[name];
      delete process.env[name];
    }
    emulator = await startEmulator({ scenario: "example" });
  });
  after(async () => {
    for (const name of proxies) if (environment[name] !== undefined) process.env[name] = environment[name];
    await emulator.close();
  });

  function config(changes: Partial<ClientConfig> = {}, reqMethod: "POST" | "GET" = "POST"): ClientConfig {
    const { secretId, secretKey } = emulator;
    const endpoint = `127.0.0.1:${emulator.port}`;
    return {
      credential: { secretId, secretKey },
      profile: { httpProfile: { endpoint, protocol: "http://", reqMethod } },
      ...changes,
    };
  }

  const tcss = (given: ClientConfig) => signedAs("tcss", new TcssClient(given));
  const sts = (given: ClientConfig) => signedAs("sts", new StsClient(given));

  for (const method of ["POST", "GET"] as const) {
    it(`reads the purchase state by ${method}`, async () => {
      const state = await tcss(config({}, method)).DescribePurchaseStateInfo();
      assert.equal(state.UndefendCoresCnt, 86);
      assert.equal(state.AutomaticRenewal, 194);
    });
  }

  it("is refused with the service that it derives from an address", async () => {
    const naive = new TcssClient(config());
    await assert.rejects(naive.DescribePurchaseStateInfo(), { code: "AuthFailure.InvalidAuthorization" });
  });

  it("is refused with a wrong key, code and request id kept", async () => {
    const wrong = tcss(config({ credential: { secretId: emulator.secretId, secretKey: "wrong" } }));
    await assert.rejects(wrong.DescribePurchaseStateInfo(), { code: "AuthFailure.SignatureFailure" });
    const record = emulator.requests().at(-1);
    assert.equal(record?.errorCode, "AuthFailure.SignatureFailure");
  });

  it("assumes a role and reads the state of the role's account", async () => {
    emulator.addCredential({ secretId: "b", secretKey: "k", accountId: "200", scenario: "expiring" });
    const { Credentials } = await sts(config()).AssumeRole({
      RoleArn: "qcs::cam::uin/200:roleName/reader",
      RoleSessionName: "test",
      DurationSeconds: 900,
    });
    const { TmpSecretId = "", TmpSecretKey = "", Token = "" } = Credentials ?? {};
    const credential = { secretId: TmpSecretId, secretKey: TmpSecretKey, token: Token };
    assert.equal((await tcss(config({ credential })).DescribePurchaseStateInfo()).AutomaticRenewal, 2);
    const identity = await sts(config({ credential })).GetCallerIdentity();
    assert.deepEqual([identity.Type, identity.AccountId], ["CAMRole", "200"]);
    assert.equal(identity.PrincipalId, emulator.accountId);
  });
});

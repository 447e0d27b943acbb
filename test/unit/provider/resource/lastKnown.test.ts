import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { configLookup } from "../../../../core/base/config";
import { CheckedResource } from "../../../support/CheckedResource";
import { type ApiServer, startApiServer } from "../../support/apiServer";
import { ENV, REFUSED, SECRET_ID, SECRET_KEY, timed } from "./account";

describe("a resource with onUnavailable: lastKnown", () => {
  const roleArn = "qcs::cam::uin/100000000007:roleName/audit";
  let server: ApiServer;
  let resource: CheckedResource;
  let news: { endpoint: string; onUnavailable: string; maxRetries: number };
  let clock: string;
  beforeEach(async () => {
    server = await startApiServer();
    news = { endpoint: server.endpoint, onUnavailable: "lastKnown", maxRetries: 0 };
    clock = "2024-10-01T12:34:56.789Z";
    resource = resourceOf();
  });
  afterEach(() => server.close());

  function resourceOf(config: Record<string, string> = {}, env: NodeJS.ProcessEnv = ENV): CheckedResource {
    const made = new CheckedResource(env, () => new Date(clock));
    made.configure(configLookup((key) => config[key]));
    return made;
  }

  /** The resource's inputs from a run in which the account answered. */
  async function read(given: object = news, from = resource): Promise<Record<string, unknown>> {
    const { inputs, failures } = await from.check({}, { ...given });
    assert.deepEqual(failures, []);
    return inputs;
  }

  function fall(): void {
    server.answerStatus(503, "down");
    clock = "2024-10-02T00:00:00Z";
  }

  it("keeps the time of the reading, and one time for all who share it", async () => {
    assert.deepEqual((await read())["purchaseState"], timed);
    clock = "2024-10-01T12:44:00Z";
    assert.deepEqual((await read())["purchaseState"], timed);
  });

  it("gives the last known values, marked as stale, with the reason, when the account cannot be asked", async () => {
    const olds = await read();
    fall();
    const { inputs, failures } = await resourceOf().check(olds, news);
    assert.deepEqual(failures, []);
    assert.deepEqual(inputs["purchaseState"], { ...timed, stale: true });
    assert.match(String(inputs["staleReason"]), /503/);
    assert.deepEqual(inputs["askedAs"], olds["askedAs"]);
  });

  it("gives them run after run, also where the resource had not asked for the time before", async () => {
    const olds = await read();
    fall();
    const { inputs } = await resourceOf().check(olds, news);
    const again = await resourceOf().check(inputs, { ...news, maxRetries: 1, recordObservedAt: true });
    assert.deepEqual(again.failures, []);
    assert.equal((again.inputs["purchaseState"] as { observedAt: string }).observedAt, timed.observedAt);
  });

  it("derives their times by the time zone of now", async () => {
    const olds = await read();
    fall();
    const { inputs } = await resourceOf({ "tcss:timeZone": "UTC" }).check(olds, news);
    const { beginTimeUtc } = inputs["purchaseState"] as { beginTimeUtc: string };
    assert.equal(beginTimeUtc, "2024-09-24T13:01:18Z");
  });

  it("takes values of the same key from anywhere: environment, configuration, profile", async () => {
    const olds = await read();
    fall();
    const config = { "tcss:secretId": SECRET_ID, "tcss:secretKey": SECRET_KEY };
    const { failures } = await resourceOf(config, {}).check(olds, news);
    assert.deepEqual(failures, []);
  });

  const others: [
    who: string,
    now: () => { given?: object; config?: Record<string, string>; env?: NodeJS.ProcessEnv },
  ][] = [
    [
      "another key",
      () => ({ env: { TENCENTCLOUD_SECRET_ID: "AKIDanother", TENCENTCLOUD_SECRET_KEY: "another-key" } }),
    ],
    ["another SecretKey", () => ({ env: { ...ENV, TENCENTCLOUD_SECRET_KEY: "another-key" } })],
    [
      "another key in the configuration",
      () => ({ config: { "tcss:secretId": "AKIDanother", "tcss:secretKey": "k" } }),
    ],
    [
      "a temporary key",
      () => ({ env: { ...ENV, TENCENTCLOUD_TOKEN: "session", TENCENTCLOUD_SECURITY_TOKEN: "session" } }),
    ],
    ["another region", () => ({ config: { "tcss:region": "ap-hongkong" } })],
    ["another account's label", () => ({ given: { account: "other" } })],
    ["a role", () => ({ given: { assumeRole: { roleArn }, stsEndpoint: "http://127.0.0.1:9" } })],
    [
      "a role of the configuration",
      () => ({
        config: { "tcss:assumeRole": JSON.stringify({ roleArn }), "tcss:stsEndpoint": server.endpoint },
      }),
    ],
  ];
  for (const [who, now] of others)
    it(`refuses them for ${who}, and says why`, async () => {
      const olds = await read();
      fall();
      const { given, config, env } = now();
      const { failures, inputs } = await resourceOf(config, env).check(olds, { ...news, ...given });
      assert.equal(failures.length, 1);
      assert.match(failures[0]?.reason ?? "", /The last known values do not count: they were read /);
      assert.equal("purchaseState" in inputs, false);
    });

  it("refuses them at another endpoint of the configuration", async () => {
    const { endpoint: _, ...given } = news;
    const olds = await read(given, resourceOf({ "tcss:endpoint": server.endpoint }));
    const silent = await startApiServer();
    await silent.close();
    const { failures } = await resourceOf({ "tcss:endpoint": silent.endpoint }).check(olds, given);
    assert.match(
      failures[0]?.reason ?? "",
      /no server is listening.* do not count: they were read by another identity/,
    );
  });

  it("refuses values whose identity was not recorded", async () => {
    fall();
    for (const askedAs of [undefined, [], "x", [1]]) {
      const olds = { ...news, purchaseState: timed, ...(askedAs && { askedAs }) };
      assert.equal((await resource.check(olds, news)).failures.length, 1);
    }
  });

  it("records no identity of a temporary key", async () => {
    const env = { ...ENV, TENCENTCLOUD_TOKEN: "session", TENCENTCLOUD_SECURITY_TOKEN: "session" };
    const olds = await read(news, resourceOf({}, env));
    fall();
    const { failures } = await resourceOf({}, env).check(olds, news);
    assert.match(
      failures[0]?.reason ?? "",
      /whose account they are of was not recorded .*set resolveAccountId/,
    );
  });

  const without: [why: string, olds: () => Record<string, unknown>][] = [
    ["there are none", () => ({})],
    ["they were also unknown", () => ({ ...news, purchaseState: "unknown" })],
    [
      "they are another stack's",
      () => ({ fromStack: { stack: "a/b/c", maxAgeHours: 1 }, purchaseState: timed }),
    ],
  ];
  for (const [why, olds] of without)
    it(`fails when ${why}`, async () => {
      fall();
      const { inputs, failures } = await resource.check(olds(), news);
      assert.deepEqual(inputs, news);
      assert.match(failures[0]?.reason ?? "", /503/);
    });

  it("fails when Tencent Cloud refuses: that is an answer", async () => {
    const olds = await read();
    server.answer(REFUSED);
    const { failures } = await resourceOf().check(olds, news);
    assert.match(failures[0]?.reason ?? "", /SignatureFailure/);
  });

  it("fails without it", async () => {
    const olds = await read();
    fall();
    const { failures } = await resourceOf().check(olds, { ...news, onUnavailable: "fail" });
    assert.equal(failures.length, 1);
  });

  it("takes no identity as an argument", async () => {
    const { failures } = await resource.check({}, { ...news, askedAs: ["x"] });
    assert.match(failures[0]?.reason ?? "", /^askedAs is unknown/);
  });

  it("keeps no credential in any form that leads back to it", async () => {
    const olds = await read();
    fall();
    const { inputs } = await resourceOf().check(olds, news);
    const outs = resource.outputsOf(inputs);
    const text = JSON.stringify([olds, inputs, outs]).toLowerCase();
    for (const secret of [SECRET_ID, SECRET_KEY, `${SECRET_ID}:${SECRET_KEY}`, SECRET_ID + SECRET_KEY])
      for (const form of formsOf(secret))
        assert.equal(text.includes(form.toLowerCase().slice(0, 12)), false, form);
  });

  it("gives them also at refresh, with the reason", async () => {
    const state = resource.outputsOf(await read());
    fall();
    const { outputs, inputs } = await resourceOf().read(state);
    assert.equal((outputs["purchaseState"] as { stale: boolean }).stale, true);
    assert.match(String(inputs["staleReason"]), /503/);
  });
});

/** What a text looks like when it is encoded or hashed in one of the usual ways. */
function formsOf(secret: string): string[] {
  const bytes = Buffer.from(secret);
  const digests = ["md5", "sha1", "sha256", "sha512"].flatMap((algorithm) =>
    (["hex", "base64", "base64url"] as const).map((encoding) =>
      createHash(algorithm).update(secret).digest(encoding),
    ),
  );
  return [secret, bytes.toString("hex"), bytes.toString("base64"), bytes.toString("base64url"), ...digests];
}

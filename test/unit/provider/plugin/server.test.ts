import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type * as pluginMessages from "@pulumi/pulumi/proto/plugin_pb";
import * as pb from "@pulumi/pulumi/proto/provider_pb";
import { PLUGIN_TYPE, parsePurchaseState, SECRET_NAMES, secret, UNKNOWN } from "../../../../core/internal";
import { packageSchema } from "../../../../provider/plugin/schema";
import { type PluginServer, serve } from "../../../../provider/plugin/server";
import type { Properties } from "../../../../provider/resource/properties";
import { type ApiServer, startApiServer } from "../../support/apiServer";
import { EXAMPLE } from "../../support/replies";
import { PluginClient, refusalOf, URN } from "./client";

const KEY = { secretId: "AKIDunittestunittest", secretKey: "unit-test-secret-key" };
const ADDRESS_IN_VAIN = "http://127.0.0.1:9";

// over the wire as in a state: undefined is absent
const example = JSON.parse(JSON.stringify(parsePurchaseState(EXAMPLE))) as Properties;

/** The values in `properties`, which always hold the time of the reading as inputs. */
function valuesIn(properties: Properties): Properties {
  const { observedAt, ...values } = properties["purchaseState"] as Properties;
  assert.match(String(observedAt), /^20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
  return { ...properties, purchaseState: values };
}

const REFUSED = {
  Error: { Code: "AuthFailure.SignatureFailure", Message: "The credentials could not be validated." },
  RequestId: "r-refused",
};

const { Empty } = require("google-protobuf/google/protobuf/empty_pb.js") as { Empty: new () => object };

describe("the provider plugin", () => {
  let api: ApiServer;
  let home: string;
  let server: PluginServer;
  let plugin: PluginClient;
  beforeEach(async () => {
    api = await startApiServer();
    home = mkdtempSync(join(tmpdir(), "tcss-plugin-test-"));
    server = await serve({ HOME: home, TENCENTCLOUD_METADATA_ENDPOINT: ADDRESS_IN_VAIN });
    plugin = new PluginClient(server.port);
    await plugin.configure({ ...KEY, endpoint: api.endpoint });
  });
  afterEach(async () => {
    plugin.close();
    server.close();
    rmSync(home, { recursive: true });
    await api.close();
  });

  describe("tells of itself", () => {
    it("its version, that of the package", async () => {
      const info = await plugin.call<pluginMessages.PluginInfo>("getPluginInfo", new Empty());
      assert.equal(info.getVersion(), require("pulumi-tcss/package.json").version);
    });

    it("its schema", async () => {
      const { version } = require("pulumi-tcss/package.json") as { version: string };
      const response = await plugin.call<pb.GetSchemaResponse>("getSchema", new pb.GetSchemaRequest());
      assert.deepEqual(JSON.parse(response.getSchema()), JSON.parse(JSON.stringify(packageSchema(version))));
    });

    it("that it knows no other version of the schema's format", async () => {
      const request = new pb.GetSchemaRequest();
      request.setVersion(7);
      assert.equal(
        await refusalOf(plugin.call("getSchema", request)),
        "unknown schema version 7. Valid version: 0",
      );
    });

    it("that it takes secrets, references and previews", async () => {
      const response = await plugin.configure({});
      assert.ok(response.getAcceptsecrets());
      assert.ok(response.getAcceptresources());
      assert.ok(response.getSupportspreview());
    });

    it("that it does not know what it does not serve", async () => {
      await assert.rejects(plugin.call("call", new pb.CallRequest()), { code: 12 });
    });
  });

  describe("checkConfig", () => {
    it("marks the account's key as secret, and leaves what is one", async () => {
      const { inputs, failures } = await plugin.checkConfig({
        ...KEY,
        secretKey: secret("k"),
        site: "mainland",
      });
      assert.deepEqual(failures, []);
      assert.deepEqual(inputs, {
        secretId: secret(KEY.secretId),
        secretKey: secret("k"),
        site: "mainland",
      });
    });

    it("takes values as texts and as what they are, and what the engine adds", async () => {
      const { failures } = await plugin.checkConfig({
        maxRetries: "3",
        requestTimeoutSeconds: 5,
        resolveAccountId: "true",
        allowedAccountIds: '["100000000001"]',
        forbiddenAccountIds: "100000000002, 100000000003",
        assumeRole: { roleArn: "qcs::cam::uin/1:roleName/r" },
        version: "0.1.0",
        pluginDownloadURL: "github://api.github.com/x",
      });
      assert.deepEqual(failures, []);
    });

    it("refuses every wrong value by its key", async () => {
      const { failures } = await plugin.checkConfig({
        site: "moon",
        maxRetries: "many",
        regoin: "x",
        secretId: "",
        assumeRole: '{"roleArn":""}',
        account: "prod",
      });
      assert.deepEqual(
        failures.map(({ property }) => property),
        ["", "", "", "", ""],
      );
      const [regoin, secretId, assumeRole, maxRetries, site] = failures
        .map(({ reason }) => reason)
        .sort((a, b) => a.localeCompare(b));
      assert.match(site ?? "", /^tcss:site must be one of international, mainland\./);
      assert.match(maxRetries ?? "", /^tcss:maxRetries must be a whole number, not a string/);
      assert.match(
        regoin ?? "",
        /^regoin is unknown. Valid names: account, .*securityToken\. Did you mean region\?$/,
      );
      assert.match(secretId ?? "", /^secretId must be a text that is not empty/);
      assert.match(assumeRole ?? "", /^tcss:assumeRole\.roleArn must not be empty/);
    });

    it("repeats no secret", async () => {
      const { failures } = await plugin.checkConfig({
        site: secret("hunter2hunter2"),
        maxRetries: secret(99),
      });
      assert.equal(failures.length, 2);
      for (const { property } of failures) assert.equal(property, "");
      assert.doesNotMatch(JSON.stringify(failures), /hunter2|99/);
    });

    it("lets values pass that are not known yet", async () => {
      const config = { endpoint: UNKNOWN, secretKey: secret(UNKNOWN) };
      const { inputs, failures } = await plugin.checkConfig(config);
      assert.deepEqual(failures, []);
      assert.deepEqual(inputs, config);
    });
  });

  it("diffConfig names what differs, and replaces nothing", async () => {
    const changed = await plugin.diffConfig(
      { endpoint: "https://a", ...KEY, secretKey: secret("old") },
      { endpoint: "https://b", ...KEY, secretKey: secret("new") },
    );
    assert.ok(changed.changes);
    assert.deepEqual(changed.diffs.sort(), ["endpoint", "secretKey"]);
    assert.deepEqual(changed.replaces, []);
    assert.equal((await plugin.diffConfig(KEY, KEY)).changes, false);
  });

  describe("configure", () => {
    it("refuses a wrong value, also where nobody has checked", async () => {
      assert.match(
        await refusalOf(plugin.configure({ site: "moon" })),
        /^tcss:site must be one of international, mainland/,
      );
    });

    it("decides who asks: two plugins with two configurations ask as two", async () => {
      const other = await serve({ HOME: home });
      const otherPlugin = new PluginClient(other.port);
      await otherPlugin.configure({
        secretId: secret("AKIDofanother"),
        secretKey: secret("another-secret-key"),
        endpoint: api.endpoint,
      });
      await Promise.all([plugin.check({}), otherPlugin.check({})]);
      otherPlugin.close();
      other.close();
      const keys = api.requests.map(
        ({ headers }) => /Credential=([^/]+)/.exec(headers.authorization ?? "")?.[1],
      );
      assert.deepEqual(keys.sort(), ["AKIDofanother", KEY.secretId].sort());
    });

    it("again forgets what was read", async () => {
      await plugin.check({});
      await plugin.configure({ ...KEY, endpoint: api.endpoint, timeZone: "UTC" });
      const { inputs } = await plugin.check({});
      assert.equal(api.requests.length, 2);
      assert.equal((inputs["purchaseState"] as Properties)["beginTimeUtc"], "2024-09-24T13:01:18Z");
    });
  });

  describe("check", () => {
    it("gives the selectors and what the account answered", async () => {
      const { inputs, failures } = await plugin.check({ account: "prod" });
      assert.deepEqual(failures, []);
      assert.deepEqual(valuesIn(inputs), { account: "prod", purchaseState: example });
    });

    it("asks once for a hundred resources", async () => {
      await Promise.all(Array.from({ length: 100 }, () => plugin.check({})));
      assert.equal(api.requests.length, 1);
    });

    it("refuses wrong selectors by their names, without asking", async () => {
      const { failures } = await plugin.check({
        site: "moon",
        assumeRole: {},
        regoin: "x",
      });
      assert.deepEqual(failures.map(({ reason }) => reason.split(" ")[0]).sort(), [
        "assumeRole.roleArn",
        "regoin",
        "site",
      ]);
      assert.equal(api.requests.length, 0);
    });

    it("refuses fromStack, which its schema does not have", async () => {
      const { failures } = await plugin.check({ fromStack: { stack: "a/b/c", maxAgeHours: 1 } });
      assert.equal(failures.length, 1);
      assert.match(failures[0]?.reason ?? "", /^fromStack is unknown. Valid names: account,/);
    });

    for (const name of SECRET_NAMES)
      it(`refuses a ${name} without a word of its value`, async () => {
        for (const value of ["hunter2", secret("hunter2")]) {
          const { failures } = await plugin.check({ [name]: value });
          assert.equal(failures.length, 1);
          assert.equal(failures[0]?.property, "");
          assert.match(failures[0]?.reason ?? "", new RegExp(`^${name} is a secret`));
          assert.doesNotMatch(JSON.stringify(failures), /hunter2/);
        }
      });

    it("is unknown while a selector is, and asks nobody", async () => {
      const role = { roleArn: "qcs::cam::uin/1:roleName/r", externalId: secret(UNKNOWN) };
      for (const news of [{ account: UNKNOWN }, { assumeRole: role }] as Properties[]) {
        const { inputs, failures } = await plugin.check(news);
        assert.deepEqual(failures, []);
        assert.deepEqual(inputs, { ...news, purchaseState: UNKNOWN });
      }
      assert.equal(api.requests.length, 0);
    });

    it("keeps a secret selector secret, wherever it stands", async () => {
      const news = { account: secret("prod"), resolveAccountId: secret(false), region: "x" };
      const { inputs, failures } = await plugin.check(news);
      assert.deepEqual(failures, []);
      assert.deepEqual(valuesIn(inputs), { ...news, purchaseState: example });
    });

    it("repeats no secret selector in an error, its own or the API's", async () => {
      const wrong = await plugin.check({ site: secret("hunter2hunter2") });
      assert.deepEqual(wrong.failures, [
        { property: "", reason: "site must be one of international, mainland" },
      ]);
      api.answer(REFUSED);
      const { failures } = await plugin.check({ account: secret("hunter2hunter2") });
      assert.equal(failures.length, 1);
      assert.match(failures[0]?.reason ?? "", /AuthFailure\.SignatureFailure.*account \[secret\]/);
    });

    it("says what the API has refused, with the next step, and never the key", async () => {
      api.answer(REFUSED);
      const { failures } = await plugin.check({ account: "prod" });
      assert.equal(failures[0]?.property, "");
      assert.match(
        failures[0]?.reason ?? "",
        /account prod, endpoint .*request id r-refused.*Check the SecretKey/,
      );
      assert.doesNotMatch(JSON.stringify(failures), new RegExp(KEY.secretKey));
    });

    it("refuses another type", async () => {
      const urn = "urn:pulumi:dev::project::a:b:C$tcss:index:Nothing::x";
      assert.equal(
        await refusalOf(plugin.check({}, {}, urn)),
        `unknown resource type tcss:index:Nothing. Valid type: ${PLUGIN_TYPE}`,
      );
    });
  });

  describe("diff", () => {
    const olds = { account: "prod", purchaseState: { state: 3, subState: "NORMAL", coresCnt: 1 } };

    it("is none for an unchanged account, and for a later time of observation alone", async () => {
      const observed = (observedAt: string): Properties => ({ purchaseState: { state: 3, observedAt } });
      assert.deepEqual(await plugin.diff(olds, { ...olds, account: secret("prod") }), {
        changes: false,
        replaces: [],
        diffs: [],
        detailed: {},
      });
      assert.equal(
        (await plugin.diff(observed("2024-10-01T00:00:00Z"), observed("2024-10-02T00:00:00Z"))).changes,
        false,
      );
    });

    it("names each field that has changed, and replaces nothing", async () => {
      const news = { region: "x", purchaseState: { state: 4, coresCnt: 1, imageCnt: 2 } };
      assert.deepEqual(await plugin.diff(olds, news), {
        changes: true,
        replaces: [],
        diffs: ["account", "purchaseState", "region"],
        detailed: {
          account: "delete",
          "purchaseState.imageCnt": "add",
          "purchaseState.state": "update",
          "purchaseState.subState": "delete",
          region: "add",
        },
      });
    });

    it("names a time that is renewed, and not beside another change", async () => {
      const args = { recordObservedAt: true };
      const at = (time: string, more: object = {}): Properties => ({
        ...args,
        purchaseState: { state: 3, observedAt: `2024-10-01T${time}Z`, ...more },
      });
      const renewed = await plugin.diff(at("12:00:00"), at("13:00:01"));
      assert.deepEqual(renewed.detailed, { "purchaseState.observedAt": "update" });
      const changed = await plugin.diff(at("12:00:00"), at("13:00:01", { state: 4 }));
      assert.deepEqual(changed.detailed, { "purchaseState.state": "update" });
      const untimed = { purchaseState: { state: 4, observedAt: "2024-10-01T12:00:00Z" } };
      const { detailed } = await plugin.diff({ purchaseState: { state: 3 } }, untimed);
      assert.deepEqual(detailed, { "purchaseState.state": "update" });
    });

    it("is the whole while it is not known", async () => {
      const { changes, detailed } = await plugin.diff(olds, { account: "prod", purchaseState: UNKNOWN });
      assert.ok(changes);
      assert.deepEqual(detailed, { purchaseState: "update" });
    });
  });

  describe("create", () => {
    it("gives the inputs and an id, in a preview too", async () => {
      const inputs = { account: secret("prod"), purchaseState: example };
      for (const preview of [true, false])
        assert.deepEqual(await plugin.create(inputs, { preview }), { id: "prod", outs: inputs });
      assert.equal((await plugin.create({ purchaseState: example })).id, "default");
    });

    it("knows neither id nor values in a preview whose inputs are unknown", async () => {
      const inputs = { profile: UNKNOWN, purchaseState: UNKNOWN };
      assert.deepEqual(await plugin.create(inputs, { preview: true }), { id: "", outs: inputs });
    });
  });

  describe("read", () => {
    it("asks again for the selectors of the state, secret ones too", async () => {
      const state = { account: secret("prod"), purchaseState: { state: 0 } };
      const expected = { account: secret("prod"), purchaseState: example };
      const { id, props, inputs } = await plugin.read("prod", state);
      assert.deepEqual(
        { id, props, inputs: valuesIn(inputs) },
        { id: "prod", props: expected, inputs: expected },
      );
    });

    it("imports the account of configuration and environment by `default`", async () => {
      const { id, inputs } = await plugin.read("default");
      assert.equal(id, "default");
      assert.deepEqual(valuesIn(inputs), { purchaseState: example });
    });

    it("imports a profile by its name", async () => {
      assert.match(await refusalOf(plugin.read("audit")), /audit/);
      assert.equal(api.requests.length, 0);
    });

    it("says what the API has refused in one line, without the secrets of the state", async () => {
      api.answer(REFUSED);
      const message = await refusalOf(
        plugin.read("x", { account: secret("hunter2hunter2"), purchaseState: {} }),
      );
      assert.match(message, /^Tencent Cloud answered AuthFailure\.SignatureFailure/);
      assert.doesNotMatch(message, /\n|hunter2/);
    });
  });

  describe("with last known values", () => {
    const news = { onUnavailable: "lastKnown", maxRetries: 0 };
    const said: [message: string, urn: string][] = [];
    let warned: PluginServer;
    let client: PluginClient;
    let olds: Properties;
    beforeEach(async () => {
      said.length = 0;
      warned = await serve({ HOME: home }, (message, urn) => void said.push([message, urn]));
      client = new PluginClient(warned.port);
      await client.configure({ ...KEY, endpoint: api.endpoint });
      olds = (await client.check(news)).inputs;
      api.answerStatus(502, "<html>");
      await client.configure({ ...KEY, endpoint: api.endpoint });
    });
    afterEach(() => {
      client.close();
      warned.close();
    });
    const WARNING =
      /^TCSS could not be asked: these are the last known values, of 20.*Z \(onUnavailable: lastKnown\)\. The reason: .*502.*\.$/;

    it("warns each time, by the resource, and marks them as stale", async () => {
      assert.equal(said.length > 0, false);
      for (let run = 1; run <= 2; run += 1) {
        const { inputs, failures } = await client.check(news, olds);
        assert.deepEqual(failures, []);
        assert.equal((inputs["purchaseState"] as Properties)["stale"], true);
        assert.equal(said.length, run);
      }
      for (const [message, urn] of said) {
        assert.match(message, WARNING);
        assert.equal(urn, URN);
      }
    });

    it("warns once at refresh", async () => {
      const { props } = await client.read("default", olds);
      assert.equal((props["purchaseState"] as Properties)["stale"], true);
      assert.equal(said.length, 1);
      assert.match(said[0]?.[0] ?? "", WARNING);
    });

    it("refuses those of another provider's key", async () => {
      await client.configure({ secretId: "AKIDanother", secretKey: "another", endpoint: api.endpoint });
      const { failures } = await client.check(news, olds);
      assert.match(failures[0]?.reason ?? "", /do not count: they were read by another identity/);
      assert.equal(said.length > 0, false);
    });
  });

  it("update gives the new inputs", async () => {
    const news = { account: secret("b"), purchaseState: example };
    assert.deepEqual(await plugin.update({ account: "a", purchaseState: {} }, news), news);
  });

  it("delete and cancel ask nobody", async () => {
    const request = new pb.DeleteRequest();
    request.setUrn(URN);
    await plugin.call("delete", request);
    await plugin.call("cancel", new Empty());
    assert.equal(api.requests.length, 0);
  });

  describe("invoke", () => {
    it("reads the account now, each time", async () => {
      const { result, failures } = await plugin.invoke({ account: "prod" });
      assert.deepEqual(failures, []);
      assert.deepEqual(result, example);
      api.answer({ State: 0, Novel: [1], RequestId: "r" });
      assert.deepEqual((await plugin.invoke({})).result, {
        state: 0,
        protectionStatus: "notPurchased",
        idleCoresCnt: 0,
        additionalFields: { Novel: [1] },
      });
    });

    it("refuses wrong arguments by their names", async () => {
      const { failures } = await plugin.invoke({ site: "moon", onUnavailable: "fail", token: "hunter2" });
      assert.deepEqual(failures.map(({ reason }) => reason.split(" ")[0]).sort(), [
        "onUnavailable",
        "site",
        "token",
      ]);
      assert.doesNotMatch(JSON.stringify(failures), /hunter2/);
      const unknown = await plugin.invoke({ account: UNKNOWN });
      assert.deepEqual(unknown.failures, [{ property: "", reason: "account is not known yet" }]);
    });

    it("says what the API has refused", async () => {
      api.answer(REFUSED);
      assert.match(
        await refusalOf(plugin.invoke({ account: secret("hunter2hunter2") })),
        /^Tencent Cloud answered AuthFailure\.SignatureFailure: .*account \[secret\]/,
      );
    });

    it("refuses another function", async () => {
      assert.match(
        await refusalOf(plugin.invoke({}, "tcss:index:x")),
        /^unknown function tcss:index:x\. Valid functions: tcss:index:getPurchaseState, tcss:index:getCoverage$/,
      );
    });
  });
});

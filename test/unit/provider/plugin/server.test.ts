import assert from "node:assert/strict";
import type * as pluginMessages from "@pulumi/pulumi/proto/plugin_pb";
import * as pb from "@pulumi/pulumi/proto/provider_pb";
import { secret, UNKNOWN } from "../../../../core/internal";
import { packageSchema } from "../../../../provider/plugin/schema";
import { serve } from "../../../../provider/plugin/server";
import type { Properties } from "../../../../provider/resource/properties";
import { empty, example, KEY, REFUSED, usePlugin } from "./bed";
import { PluginClient, refusalOf } from "./client";

describe("the provider plugin", () => {
  const bed = usePlugin();

  describe("tells of itself", () => {
    it("its version, that of the package", async () => {
      const info = await bed.plugin.call<pluginMessages.PluginInfo>("getPluginInfo", empty());
      assert.equal(info.getVersion(), require("pulumi-tcss/package.json").version);
    });

    it("its schema", async () => {
      const { version } = require("pulumi-tcss/package.json") as { version: string };
      const response = await bed.plugin.call<pb.GetSchemaResponse>("getSchema", new pb.GetSchemaRequest());
      assert.deepEqual(JSON.parse(response.getSchema()), JSON.parse(JSON.stringify(packageSchema(version))));
    });

    it("that it knows no other version of the schema's format", async () => {
      const request = new pb.GetSchemaRequest();
      request.setVersion(7);
      assert.equal(
        await refusalOf(bed.plugin.call("getSchema", request)),
        "unknown schema version 7. Valid version: 0",
      );
    });

    it("that it takes secrets, references and previews", async () => {
      const response = await bed.plugin.configure({});
      assert.ok(response.getAcceptsecrets());
      assert.ok(response.getAcceptresources());
      assert.ok(response.getSupportspreview());
    });

    it("that it does not know what it does not serve", async () => {
      await assert.rejects(bed.plugin.call("call", new pb.CallRequest()), { code: 12 });
    });
  });

  describe("checkConfig", () => {
    it("marks the account's key as secret, and leaves what is one", async () => {
      const { inputs, failures } = await bed.plugin.checkConfig({
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
      const { failures } = await bed.plugin.checkConfig({
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
      const { failures } = await bed.plugin.checkConfig({
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
      const { failures } = await bed.plugin.checkConfig({
        site: secret("hunter2hunter2"),
        maxRetries: secret(99),
      });
      assert.equal(failures.length, 2);
      for (const { property } of failures) assert.equal(property, "");
      assert.doesNotMatch(JSON.stringify(failures), /hunter2|99/);
    });

    it("lets values pass that are not known yet", async () => {
      const config = { endpoint: UNKNOWN, secretKey: secret(UNKNOWN) };
      const { inputs, failures } = await bed.plugin.checkConfig(config);
      assert.deepEqual(failures, []);
      assert.deepEqual(inputs, config);
    });
  });

  it("diffConfig names what differs, and replaces nothing", async () => {
    const changed = await bed.plugin.diffConfig(
      { endpoint: "https://a", ...KEY, secretKey: secret("old") },
      { endpoint: "https://b", ...KEY, secretKey: secret("new") },
    );
    assert.ok(changed.changes);
    assert.deepEqual(changed.diffs.sort(), ["endpoint", "secretKey"]);
    assert.deepEqual(changed.replaces, []);
    assert.equal((await bed.plugin.diffConfig(KEY, KEY)).changes, false);
  });

  describe("configure", () => {
    it("refuses a wrong value, also where nobody has checked", async () => {
      assert.match(
        await refusalOf(bed.plugin.configure({ site: "moon" })),
        /^tcss:site must be one of international, mainland/,
      );
    });

    it("decides who asks: two plugins with two configurations ask as two", async () => {
      const other = await serve({ HOME: bed.home });
      const otherPlugin = new PluginClient(other.port);
      await otherPlugin.configure({
        secretId: secret("AKIDofanother"),
        secretKey: secret("another-secret-key"),
        endpoint: bed.api.endpoint,
      });
      await Promise.all([bed.plugin.check({}), otherPlugin.check({})]);
      otherPlugin.close();
      other.close();
      const keys = bed.api.requests.map(
        ({ headers }) => /Credential=([^/]+)/.exec(headers.authorization ?? "")?.[1],
      );
      assert.deepEqual(keys.sort(), ["AKIDofanother", KEY.secretId].sort());
    });

    it("again forgets what was read", async () => {
      await bed.plugin.check({});
      await bed.plugin.configure({ ...KEY, endpoint: bed.api.endpoint, timeZone: "UTC" });
      const { inputs } = await bed.plugin.check({});
      assert.equal(bed.api.requests.length, 2);
      assert.equal((inputs["purchaseState"] as Properties)["beginTimeUtc"], "2024-09-24T13:01:18Z");
    });
  });

  describe("invoke", () => {
    it("reads the account now, each time", async () => {
      const { result, failures } = await bed.plugin.invoke({ account: "prod" });
      assert.deepEqual(failures, []);
      assert.deepEqual(result, example);
      bed.api.answer({ State: 0, Novel: [1], RequestId: "r" });
      assert.deepEqual((await bed.plugin.invoke({})).result, {
        state: 0,
        protectionStatus: "notPurchased",
        idleCoresCnt: 0,
        additionalFields: { Novel: [1] },
      });
    });

    it("refuses wrong arguments by their names", async () => {
      const { failures } = await bed.plugin.invoke({ site: "moon", onUnavailable: "fail", token: "hunter2" });
      assert.deepEqual(failures.map(({ reason }) => reason.split(" ")[0]).sort(), [
        "onUnavailable",
        "site",
        "token",
      ]);
      assert.doesNotMatch(JSON.stringify(failures), /hunter2/);
      const unknown = await bed.plugin.invoke({ account: UNKNOWN });
      assert.deepEqual(unknown.failures, [{ property: "", reason: "account is not known yet" }]);
    });

    it("says what the API has refused", async () => {
      bed.api.answer(REFUSED);
      assert.match(
        await refusalOf(bed.plugin.invoke({ account: secret("hunter2hunter2") })),
        /^Tencent Cloud answered AuthFailure\.SignatureFailure: .*account \[secret\]/,
      );
    });

    it("refuses another function", async () => {
      assert.match(
        await refusalOf(bed.plugin.invoke({}, "tcss:index:x")),
        /^unknown function tcss:index:x\. Valid functions: tcss:index:getPurchaseState, tcss:index:getCoverage$/,
      );
    });
  });
});

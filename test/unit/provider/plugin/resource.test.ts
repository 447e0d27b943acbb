import assert from "node:assert/strict";
import * as pb from "@pulumi/pulumi/proto/provider_pb";
import { PLUGIN_TYPE, SECRET_NAMES, secret, UNKNOWN } from "../../../../core/internal";
import type { Properties } from "../../../../provider/resource/properties";
import { empty, example, KEY, REFUSED, usePlugin, valuesIn } from "./bed";
import { refusalOf, URN } from "./client";

describe("the provider plugin", () => {
  const bed = usePlugin();

  describe("check", () => {
    it("gives the selectors and what the account answered", async () => {
      const { inputs, failures } = await bed.plugin.check({ account: "prod" });
      assert.deepEqual(failures, []);
      assert.deepEqual(valuesIn(inputs), { account: "prod", purchaseState: example });
    });

    it("asks once for a hundred resources", async () => {
      await Promise.all(Array.from({ length: 100 }, () => bed.plugin.check({})));
      assert.equal(bed.api.requests.length, 1);
    });

    it("refuses wrong selectors by their names, without asking", async () => {
      const { failures } = await bed.plugin.check({
        site: "moon",
        assumeRole: {},
        regoin: "x",
      });
      assert.deepEqual(failures.map(({ reason }) => reason.split(" ")[0]).sort(), [
        "assumeRole.roleArn",
        "regoin",
        "site",
      ]);
      assert.equal(bed.api.requests.length, 0);
    });

    it("refuses fromStack, which its schema does not have", async () => {
      const { failures } = await bed.plugin.check({ fromStack: { stack: "a/b/c", maxAgeHours: 1 } });
      assert.equal(failures.length, 1);
      assert.match(failures[0]?.reason ?? "", /^fromStack is unknown. Valid names: account,/);
    });

    for (const name of SECRET_NAMES)
      it(`refuses a ${name} without a word of its value`, async () => {
        for (const value of ["hunter2", secret("hunter2")]) {
          const { failures } = await bed.plugin.check({ [name]: value });
          assert.equal(failures.length, 1);
          assert.equal(failures[0]?.property, "");
          assert.match(failures[0]?.reason ?? "", new RegExp(`^${name} is a secret`));
          assert.doesNotMatch(JSON.stringify(failures), /hunter2/);
        }
      });

    it("is unknown while a selector is, and asks nobody", async () => {
      const role = { roleArn: "qcs::cam::uin/1:roleName/r", externalId: secret(UNKNOWN) };
      for (const news of [{ account: UNKNOWN }, { assumeRole: role }] as Properties[]) {
        const { inputs, failures } = await bed.plugin.check(news);
        assert.deepEqual(failures, []);
        assert.deepEqual(inputs, { ...news, purchaseState: UNKNOWN });
      }
      assert.equal(bed.api.requests.length, 0);
    });

    it("keeps a secret selector secret, wherever it stands", async () => {
      const news = { account: secret("prod"), resolveAccountId: secret(false), region: "x" };
      const { inputs, failures } = await bed.plugin.check(news);
      assert.deepEqual(failures, []);
      assert.deepEqual(valuesIn(inputs), { ...news, purchaseState: example });
    });

    it("repeats no secret selector in an error, its own or the API's", async () => {
      const wrong = await bed.plugin.check({ site: secret("hunter2hunter2") });
      assert.deepEqual(wrong.failures, [
        { property: "", reason: "site must be one of international, mainland" },
      ]);
      bed.api.answer(REFUSED);
      const { failures } = await bed.plugin.check({ account: secret("hunter2hunter2") });
      assert.equal(failures.length, 1);
      assert.match(failures[0]?.reason ?? "", /AuthFailure\.SignatureFailure.*account \[secret\]/);
    });

    it("says what the API has refused, with the next step, and never the key", async () => {
      bed.api.answer(REFUSED);
      const { failures } = await bed.plugin.check({ account: "prod" });
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
        await refusalOf(bed.plugin.check({}, {}, urn)),
        `unknown resource type tcss:index:Nothing. Valid type: ${PLUGIN_TYPE}`,
      );
    });
  });

  describe("diff", () => {
    const olds = { account: "prod", purchaseState: { state: 3, subState: "NORMAL", coresCnt: 1 } };

    it("is none for an unchanged account, and for a later time of observation alone", async () => {
      const observed = (observedAt: string): Properties => ({ purchaseState: { state: 3, observedAt } });
      assert.deepEqual(await bed.plugin.diff(olds, { ...olds, account: secret("prod") }), {
        changes: false,
        replaces: [],
        diffs: [],
        detailed: {},
      });
      assert.equal(
        (await bed.plugin.diff(observed("2024-10-01T00:00:00Z"), observed("2024-10-02T00:00:00Z"))).changes,
        false,
      );
    });

    it("names each field that has changed, and replaces nothing", async () => {
      const news = { region: "x", purchaseState: { state: 4, coresCnt: 1, imageCnt: 2 } };
      assert.deepEqual(await bed.plugin.diff(olds, news), {
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
      const renewed = await bed.plugin.diff(at("12:00:00"), at("13:00:01"));
      assert.deepEqual(renewed.detailed, { "purchaseState.observedAt": "update" });
      const changed = await bed.plugin.diff(at("12:00:00"), at("13:00:01", { state: 4 }));
      assert.deepEqual(changed.detailed, { "purchaseState.state": "update" });
      const untimed = { purchaseState: { state: 4, observedAt: "2024-10-01T12:00:00Z" } };
      const { detailed } = await bed.plugin.diff({ purchaseState: { state: 3 } }, untimed);
      assert.deepEqual(detailed, { "purchaseState.state": "update" });
    });

    it("is the whole while it is not known", async () => {
      const { changes, detailed } = await bed.plugin.diff(olds, { account: "prod", purchaseState: UNKNOWN });
      assert.ok(changes);
      assert.deepEqual(detailed, { purchaseState: "update" });
    });
  });

  describe("create", () => {
    it("gives the inputs and an id, in a preview too", async () => {
      const inputs = { account: secret("prod"), purchaseState: example };
      for (const preview of [true, false])
        assert.deepEqual(await bed.plugin.create(inputs, { preview }), { id: "prod", outs: inputs });
      assert.equal((await bed.plugin.create({ purchaseState: example })).id, "default");
    });

    it("knows neither id nor values in a preview whose inputs are unknown", async () => {
      const inputs = { profile: UNKNOWN, purchaseState: UNKNOWN };
      assert.deepEqual(await bed.plugin.create(inputs, { preview: true }), { id: "", outs: inputs });
    });
  });

  describe("read", () => {
    it("asks again for the selectors of the state, secret ones too", async () => {
      const state = { account: secret("prod"), purchaseState: { state: 0 } };
      const expected = { account: secret("prod"), purchaseState: example };
      const { id, props, inputs } = await bed.plugin.read("prod", state);
      assert.deepEqual(
        { id, props, inputs: valuesIn(inputs) },
        { id: "prod", props: expected, inputs: expected },
      );
    });

    it("imports the account of configuration and environment by `default`", async () => {
      const { id, inputs } = await bed.plugin.read("default");
      assert.equal(id, "default");
      assert.deepEqual(valuesIn(inputs), { purchaseState: example });
    });

    it("imports a profile by its name", async () => {
      assert.match(await refusalOf(bed.plugin.read("audit")), /audit/);
      assert.equal(bed.api.requests.length, 0);
    });

    it("says what the API has refused in one line, without the secrets of the state", async () => {
      bed.api.answer(REFUSED);
      const message = await refusalOf(
        bed.plugin.read("x", { account: secret("hunter2hunter2"), purchaseState: {} }),
      );
      assert.match(message, /^Tencent Cloud answered AuthFailure\.SignatureFailure/);
      assert.doesNotMatch(message, /\n|hunter2/);
    });
  });

  it("update gives the new inputs", async () => {
    const news = { account: secret("b"), purchaseState: example };
    assert.deepEqual(await bed.plugin.update({ account: "a", purchaseState: {} }, news), news);
  });

  it("delete and cancel ask nobody", async () => {
    const request = new pb.DeleteRequest();
    request.setUrn(URN);
    await bed.plugin.call("delete", request);
    await bed.plugin.call("cancel", empty());
    assert.equal(bed.api.requests.length, 0);
  });
});

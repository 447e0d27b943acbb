import assert from "node:assert/strict";
import { configLookup } from "../../../../core/base/config";
import { SECRET_NAMES } from "../../../../core/internal";
import { parsePurchaseState } from "../../../../core/model/parse";
import { CheckedResource } from "../../../support/CheckedResource";
import { type ApiServer, startApiServer } from "../../support/apiServer";
import { EXAMPLE } from "../../support/replies";
import { ENV, example, REFUSED, SECRET_ID, SECRET_KEY, timed } from "./account";

describe("PurchaseStateResource", () => {
  let server: ApiServer;
  let resource: CheckedResource;
  let args: { endpoint: string };
  beforeEach(async () => {
    server = await startApiServer();
    resource = new CheckedResource(ENV, () => new Date("2024-10-01T12:34:56.789Z"));
    args = { endpoint: server.endpoint };
  });
  afterEach(() => server.close());

  describe("check", () => {
    it("gives the arguments and what the account answered", async () => {
      const { inputs, failures } = await resource.check({}, { ...args, account: "prod" });
      assert.deepEqual(failures, []);
      assert.deepEqual(inputs, { ...args, account: "prod", purchaseState: timed });
    });

    it("asks Tencent Cloud's action by its name and signs for tcss", async () => {
      await resource.check({}, args);
      const [request] = server.requests;
      assert.equal(request?.headers["x-tc-action"], "DescribePurchaseStateInfo");
      assert.equal(request?.headers["x-tc-version"], "2020-11-01");
      assert.match(String(request?.headers.authorization), new RegExp(`Credential=${SECRET_ID}/[^/]+/tcss/`));
      assert.equal(request?.body, "{}");
    });

    it("leaves absent what the reply lacks, and out what this version does not know", async () => {
      server.answer({ State: 3, UndefendCoresCnt: null, CoresCnt: "68", New: 1, RequestId: "r" });
      const { inputs } = await resource.check({}, args);
      const { observedAt } = timed;
      assert.deepEqual(inputs["purchaseState"], {
        state: 3,
        protectionStatus: "active",
        malformedFields: ["coresCnt"],
        observedAt,
      });
    });

    it("drops a purchaseState that came in, and arguments that are null or undefined", async () => {
      const news = { ...args, purchaseState: { state: 0 }, account: null, profile: undefined };
      const { inputs } = await resource.check({}, news);
      assert.deepEqual(inputs, { ...args, purchaseState: timed });
    });

    it("keeps no credential", async () => {
      const { inputs } = await resource.check({}, { ...args });
      assert.doesNotMatch(JSON.stringify(inputs), new RegExp(`${SECRET_ID}|${SECRET_KEY}`));
    });

    it("makes one request for two resources of one account, and one for each other account", async () => {
      await Promise.all([resource.check({}, args), resource.check({}, args)]);
      await resource.check({}, args);
      assert.equal(server.requests.length, 1);
      await resource.check({}, { ...args, timeZone: "UTC" });
      assert.equal(server.requests.length, 2);
    });

    it("asks again after configure", async () => {
      await resource.check({}, args);
      resource.configure(configLookup(() => undefined));
      await resource.check({}, args);
      assert.equal(server.requests.length, 2);
    });

    it("takes account and endpoint from the stack's configuration", async () => {
      const config = new Map([
        ["tcss:endpoint", server.endpoint],
        ["tencentcloud:secretId", "AKIDfromconfig"],
        ["tencentcloud:secretKey", "key-from-config"],
      ]);
      resource.configure(configLookup((key) => config.get(key)));
      const { inputs, failures } = await resource.check({}, {});
      assert.deepEqual(failures, []);
      assert.deepEqual(inputs, { purchaseState: timed });
      assert.match(String(server.requests[0]?.headers.authorization), /Credential=AKIDfromconfig\//);
    });

    it("refuses wrong arguments by their names, all of them, without asking", async () => {
      const { inputs, failures } = await resource.check(
        {},
        { ...args, site: "moon", timeZone: "Beijing", regoin: "x" },
      );
      assert.deepEqual(inputs, { ...args, site: "moon", timeZone: "Beijing", regoin: "x" });
      // the engine would print the value of a property that it is told
      for (const { property } of failures) assert.equal(property, "");
      assert.deepEqual(failures.map(({ reason }) => reason.split(" ")[0]).sort(), [
        "regoin",
        "site",
        "timeZone",
      ]);
      assert.equal(server.requests.length, 0);
    });

    for (const name of SECRET_NAMES)
      it(`refuses a ${name} without a word of its value`, async () => {
        const { failures } = await resource.check({}, { ...args, [name]: "hunter2hunter2" });
        assert.equal(failures.length, 1);
        // the engine would print the value of a property that it is told
        assert.equal(failures[0]?.property, "");
        assert.match(failures[0]?.reason ?? "", new RegExp(`^${name} is a secret`));
        assert.doesNotMatch(JSON.stringify(failures), /hunter2/);
        assert.equal(server.requests.length, 0);
      });

    it("reports a wrong configuration value by its key", async () => {
      resource.configure(configLookup((key) => (key === "tcss:site" ? "moon" : undefined)));
      const { inputs, failures } = await resource.check({}, args);
      assert.deepEqual(inputs, args);
      assert.deepEqual(failures, [
        { property: "", reason: "tcss:site must be one of international, mainland." },
      ]);
    });

    it("reports an error of the API with account, endpoint, request id and next step", async () => {
      server.answer(REFUSED);
      const { inputs, failures } = await resource.check({}, { ...args, account: "prod" });
      assert.deepEqual(inputs, { ...args, account: "prod" });
      assert.deepEqual(failures, [
        {
          property: "",
          reason: `Tencent Cloud answered AuthFailure.SignatureFailure: The provided credentials could not be validated. (account prod, endpoint ${server.endpoint}, request id r-refused). Check the SecretKey: it does not belong to the SecretId.`,
        },
      ]);
    });

    it("reports that no server is listening", async () => {
      const silent = await startApiServer();
      await silent.close();
      const { failures } = await resource.check({}, { endpoint: silent.endpoint, maxRetries: 0 });
      assert.equal(failures.length, 1);
      assert.equal(failures[0]?.property, "");
      assert.ok(failures[0]?.reason.includes(`endpoint ${silent.endpoint}`), failures[0]?.reason);
      assert.match(failures[0]?.reason ?? "", /no server is listening/);
      assert.doesNotMatch(failures[0]?.reason ?? "", /\n|\bat /);
    });

    it("reports an answer that is not the API's", async () => {
      server.answerText("<html>Sign in</html>");
      const { failures } = await resource.check({}, args);
      assert.match(failures[0]?.reason ?? "", /the reply is not JSON .*body begins: <html>Sign in<\/html>/);
    });

    it("reports missing credentials", async () => {
      resource = new CheckedResource({ TENCENTCLOUD_SECRET_ID: SECRET_ID });
      const { failures } = await resource.check({}, args);
      assert.match(
        failures[0]?.reason ?? "",
        /TENCENTCLOUD_SECRET_ID is set but TENCENTCLOUD_SECRET_KEY is not/,
      );
      assert.equal(server.requests.length, 0);
    });
  });

  describe("outputsOf", () => {
    const shown: [what: string, args: object, stale: boolean, isShown: boolean][] = [
      ["not where nobody asks for it", {}, false, false],
      ["with recordObservedAt", { recordObservedAt: true }, false, true],
      ["with onUnavailable: lastKnown", { onUnavailable: "lastKnown" }, false, true],
      ["with stale values", {}, true, true],
      ["with another stack's values", { fromStack: { stack: "a/b/c", maxAgeHours: 1 } }, false, true],
    ];
    for (const [what, args, stale, isShown] of shown)
      it(`shows the time of the reading ${what}`, async () => {
        const values = { state: 3, ...(stale && { stale }) };
        const { observedAt } = timed;
        const inputs = { ...args, purchaseState: { ...values, observedAt } };
        const expected = { ...args, purchaseState: isShown ? { ...values, observedAt } : values };
        assert.deepEqual(resource.outputsOf(inputs), expected);
      });

    it("keeps inputs whose values are unknown, and asks nobody", () => {
      const inputs = { ...args, purchaseState: "unknown" };
      assert.deepEqual(resource.outputsOf(inputs), inputs);
      assert.equal(server.requests.length, 0);
    });
  });

  describe("read", () => {
    it("asks the account that the state's selectors name", async () => {
      const other = await startApiServer();
      other.answer({ ...EXAMPLE, UndefendCoresCnt: 1 });
      resource.configure(configLookup((key) => (key === "tcss:endpoint" ? server.endpoint : undefined)));
      const state = { endpoint: other.endpoint, account: "prod", purchaseState: { state: 3 } };
      const { outputs: props, inputs } = await resource.read(state);
      await other.close();
      assert.deepEqual(props, {
        endpoint: other.endpoint,
        account: "prod",
        purchaseState: parsePurchaseState({ ...EXAMPLE, UndefendCoresCnt: 1 }),
      });
      assert.deepEqual(inputs, {
        ...props,
        purchaseState: { ...(props["purchaseState"] as object), observedAt: timed.observedAt },
      });
      assert.deepEqual([server.requests.length, other.requests.length], [0, 1]);
      assert.doesNotMatch(JSON.stringify({ props, inputs }), new RegExp(`${SECRET_ID}|${SECRET_KEY}`));
    });

    const refreshed: [what: string, args: object, before: string | undefined, after: string | undefined][] = [
      ["no time where nobody asks for it", {}, undefined, undefined],
      [
        "the time of before for the same values",
        { onUnavailable: "lastKnown" },
        "2024-09-30T00:00:00Z",
        "2024-09-30T00:00:00Z",
      ],
      [
        "the new time where it is recorded",
        { recordObservedAt: true },
        "2024-09-30T00:00:00Z",
        timed.observedAt,
      ],
      [
        "the time of before within an hour",
        { recordObservedAt: true },
        "2024-10-01T12:00:00Z",
        "2024-10-01T12:00:00Z",
      ],
    ];
    for (const [what, given, before, after] of refreshed)
      it(`gives the outputs ${what}, and the inputs the new time`, async () => {
        const values = { ...example, ...(before && { observedAt: before }) };
        const { outputs: props, inputs } = await resource.read({
          ...args,
          ...given,
          purchaseState: values,
        });
        assert.deepEqual(props["purchaseState"], { ...example, ...(after && { observedAt: after }) });
        assert.deepEqual(inputs["purchaseState"], timed);
      });

    it("fails with the error of the account", async () => {
      server.answer(REFUSED);
      await assert.rejects(resource.read({ ...args }), {
        name: "TcssError",
        message: /^Tencent Cloud answered AuthFailure\.SignatureFailure: .*r-refused/,
      });
    });
  });

  describe("with recordObservedAt", () => {
    it("keeps the time of the reading in whole seconds", async () => {
      const { inputs } = await resource.check({}, { ...args, recordObservedAt: true });
      assert.deepEqual(inputs["purchaseState"], { ...example, observedAt: "2024-10-01T12:34:56Z" });
    });
  });
});

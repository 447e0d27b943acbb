import assert from "node:assert/strict";
import { SECRET_NAMES } from "../../../core";
import { configLookup } from "../../../core/config";
import { parsePurchaseState } from "../../../core/purchaseState";
import { PurchaseStateProvider, UNKNOWN } from "../../../provider/PurchaseStateProvider";
import { type ApiServer, startApiServer } from "../support/apiServer";
import { EXAMPLE } from "../support/replies";

const SECRET_ID = "AKIDunittestunittest";
const SECRET_KEY = "unit-test-secret-key";
const ENV = { TENCENTCLOUD_SECRET_ID: SECRET_ID, TENCENTCLOUD_SECRET_KEY: SECRET_KEY };
const SHELL = { __provider: "exports.handler = …" };

const example = parsePurchaseState(EXAMPLE);

/** An error of the API that is not worth another try. */
const REFUSED = {
  Error: {
    Code: "AuthFailure.SignatureFailure",
    Message: "The provided credentials could not be validated.",
  },
  RequestId: "r-refused",
};

describe("PurchaseStateProvider", () => {
  let server: ApiServer;
  let provider: PurchaseStateProvider;
  let args: { endpoint: string };
  beforeEach(async () => {
    server = await startApiServer();
    provider = new PurchaseStateProvider(ENV, () => new Date("2024-10-01T12:34:56.789Z"));
    args = { endpoint: server.endpoint };
  });
  afterEach(() => server.close());

  describe("check", () => {
    it("gives the arguments and what the account answered", async () => {
      const { inputs, failures } = await provider.check({}, { ...SHELL, ...args, account: "prod" });
      assert.deepEqual(failures, []);
      assert.deepEqual(inputs, { ...args, account: "prod", purchaseState: example });
    });

    it("asks Tencent Cloud's action by its name and signs for tcss", async () => {
      await provider.check({}, args);
      const [request] = server.requests;
      assert.equal(request?.headers["x-tc-action"], "DescribePurchaseStateInfo");
      assert.equal(request?.headers["x-tc-version"], "2020-11-01");
      assert.match(String(request?.headers.authorization), new RegExp(`Credential=${SECRET_ID}/[^/]+/tcss/`));
      assert.equal(request?.body, "{}");
    });

    it("leaves absent what the reply lacks, and out what this version does not know", async () => {
      server.answer({ State: 3, UndefendCoresCnt: null, CoresCnt: "68", New: 1, RequestId: "r" });
      const { inputs } = await provider.check({}, args);
      assert.deepEqual(inputs["purchaseState"], {
        state: 3,
        protectionStatus: "active",
        malformedFields: ["coresCnt"],
      });
    });

    it("drops a purchaseState that came in, and arguments that are null or undefined", async () => {
      const news = { ...args, purchaseState: { state: 0 }, account: null, profile: undefined };
      const { inputs } = await provider.check({}, news);
      assert.deepEqual(inputs, { ...args, purchaseState: example });
    });

    it("keeps no credential", async () => {
      const { inputs } = await provider.check({}, { ...SHELL, ...args });
      assert.doesNotMatch(JSON.stringify(inputs), new RegExp(`${SECRET_ID}|${SECRET_KEY}`));
    });

    it("makes one request for two resources of one account, and one for each other account", async () => {
      await Promise.all([provider.check({}, args), provider.check({}, args)]);
      await provider.check({}, args);
      assert.equal(server.requests.length, 1);
      await provider.check({}, { ...args, timeZone: "UTC" });
      assert.equal(server.requests.length, 2);
    });

    it("asks anew after configure", async () => {
      await provider.check({}, args);
      provider.configure(configLookup(() => undefined));
      await provider.check({}, args);
      assert.equal(server.requests.length, 2);
    });

    it("takes account and endpoint from the stack's configuration", async () => {
      const config = new Map([
        ["tcss:endpoint", server.endpoint],
        ["tencentcloud:secretId", "AKIDfromconfig"],
        ["tencentcloud:secretKey", "key-from-config"],
      ]);
      provider.configure(configLookup((key) => config.get(key)));
      const { inputs, failures } = await provider.check({}, {});
      assert.deepEqual(failures, []);
      assert.deepEqual(inputs, { purchaseState: example });
      assert.match(String(server.requests[0]?.headers.authorization), /Credential=AKIDfromconfig\//);
    });

    it("refuses wrong arguments by their names, all of them, without asking", async () => {
      const { inputs, failures } = await provider.check(
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
        const { failures } = await provider.check({}, { ...args, [name]: "hunter2hunter2" });
        assert.equal(failures.length, 1);
        // the engine would print the value of a property that it is told
        assert.equal(failures[0]?.property, "");
        assert.match(failures[0]?.reason ?? "", new RegExp(`^${name} is a secret`));
        assert.doesNotMatch(JSON.stringify(failures), /hunter2/);
        assert.equal(server.requests.length, 0);
      });

    it("reports a wrong configuration value by its key", async () => {
      provider.configure(configLookup((key) => (key === "tcss:site" ? "moon" : undefined)));
      const { inputs, failures } = await provider.check({}, args);
      assert.deepEqual(inputs, args);
      assert.deepEqual(failures, [
        { property: "", reason: "tcss:site must be one of international, mainland." },
      ]);
    });

    it("reports an error of the API with account, endpoint, request id and next step", async () => {
      server.answer(REFUSED);
      const { inputs, failures } = await provider.check({}, { ...args, account: "prod" });
      assert.deepEqual(inputs, { ...args, account: "prod" });
      assert.deepEqual(failures, [
        {
          property: "",
          reason: `Tencent Cloud answered AuthFailure.SignatureFailure: The provided credentials could not be validated. (account prod, endpoint ${server.endpoint}, request id r-refused). Check the SecretKey: it does not belong to the SecretId.`,
        },
      ]);
    });

    it("reports that nothing listens", async () => {
      const silent = await startApiServer();
      await silent.close();
      const { failures } = await provider.check({}, { endpoint: silent.endpoint, maxRetries: 0 });
      assert.equal(failures.length, 1);
      assert.equal(failures[0]?.property, "");
      assert.ok(failures[0]?.reason.includes(`endpoint ${silent.endpoint}`), failures[0]?.reason);
      assert.match(failures[0]?.reason ?? "", /nothing listens/);
      assert.doesNotMatch(failures[0]?.reason ?? "", /\n|\bat /);
    });

    it("reports an answer that is not the API's", async () => {
      server.answerText("<html>Sign in</html>");
      const { failures } = await provider.check({}, args);
      assert.match(failures[0]?.reason ?? "", /the reply is not JSON .*body begins: <html>Sign in<\/html>/);
    });

    it("reports missing credentials", async () => {
      provider = new PurchaseStateProvider({ TENCENTCLOUD_SECRET_ID: SECRET_ID });
      const { failures } = await provider.check({}, args);
      assert.match(
        failures[0]?.reason ?? "",
        /TENCENTCLOUD_SECRET_ID is set but TENCENTCLOUD_SECRET_KEY is not/,
      );
      assert.equal(server.requests.length, 0);
    });

    for (const unknown of [{ account: UNKNOWN }, { profile: UNKNOWN }, { assumeRole: { roleArn: UNKNOWN } }])
      it(`does not ask while ${Object.keys(unknown)[0]} is not known`, async () => {
        const { inputs, failures } = await provider.check({}, { ...args, ...unknown });
        assert.deepEqual(failures, []);
        assert.deepEqual(inputs, { ...args, ...unknown, purchaseState: UNKNOWN });
        assert.equal(server.requests.length, 0);
      });
  });

  describe("diff", () => {
    const olds = { ...SHELL, account: "prod", purchaseState: { state: 3, undefendCoresCnt: 0 } };
    const cases: [why: string, news: Record<string, unknown>, changes: boolean][] = [
      [
        "the same in another order",
        { purchaseState: { undefendCoresCnt: 0, state: 3 }, account: "prod", ...SHELL },
        false,
      ],
      ["another text of the shell", { ...olds, __provider: "another" }, false],
      ["no shell, as the plugin has it", { account: "prod", purchaseState: olds.purchaseState }, true],
      ["another value", { ...olds, purchaseState: { state: 3, undefendCoresCnt: 1 } }, true],
      ["a value more", { ...olds, purchaseState: { state: 3, undefendCoresCnt: 0, coresCnt: 1 } }, true],
      ["a value less", { ...olds, purchaseState: { state: 3 } }, true],
      ["another selector", { ...olds, account: "test" }, true],
      ["a selector more", { ...olds, site: "mainland" }, true],
      ["a selector less", { ...SHELL, purchaseState: olds.purchaseState }, true],
      ["values that are not known yet", { ...olds, purchaseState: UNKNOWN }, true],
      ["no values", { ...olds, purchaseState: null }, true],
    ];
    for (const [why, news, changes] of cases)
      it(`sees ${changes ? "a" : "no"} change in ${why}`, async () => {
        assert.deepEqual(await provider.diff("prod", olds, news), { changes });
      });

    it("sees that values are given a time at all, which readers of the outputs wait for", async () => {
      const without = { purchaseState: { state: 3 } };
      const timed = { purchaseState: { state: 3, observedAt: "2024-10-01T00:00:00Z" } };
      assert.deepEqual(await provider.diff("x", without, timed), { changes: true });
      assert.deepEqual(await provider.diff("x", timed, without), { changes: true });
    });

    it("sees no change in a later time of the reading alone", async () => {
      const at = (observedAt: string) => ({ purchaseState: { state: 3, observedAt } });
      const later = at("2024-10-02T00:00:00Z");
      assert.deepEqual(await provider.diff("x", at("2024-10-01T00:00:00Z"), later), { changes: false });
    });
  });

  describe("create and update", () => {
    const ids: [inputs: Record<string, unknown>, id: string][] = [
      [{}, "default"],
      [{ profile: "p" }, "p"],
      [{ profile: "p", account: "prod" }, "prod"],
    ];
    for (const [inputs, id] of ids)
      it(`create names the resource ${id} for ${JSON.stringify(inputs)}, and keeps the inputs`, async () => {
        const purchaseState = { state: 3 };
        assert.deepEqual(await provider.create({ ...SHELL, ...inputs, purchaseState }), {
          id,
          outs: { ...inputs, purchaseState },
        });
      });

    it("update keeps the new inputs", async () => {
      const news = { ...SHELL, account: "prod", purchaseState: { state: 4 } };
      assert.deepEqual(await provider.update("prod", { purchaseState: { state: 3 } }, news), {
        outs: { account: "prod", purchaseState: { state: 4 } },
      });
    });

    it("ask nobody", async () => {
      await provider.create({ ...args });
      await provider.update("x", { ...args }, { ...args });
      assert.equal(server.requests.length, 0);
    });
  });

  describe("read", () => {
    it("asks the account that the state's selectors name", async () => {
      const other = await startApiServer();
      other.answer({ ...EXAMPLE, UndefendCoresCnt: 1 });
      provider.configure(configLookup((key) => (key === "tcss:endpoint" ? server.endpoint : undefined)));
      const state = { ...SHELL, endpoint: other.endpoint, account: "prod", purchaseState: { state: 3 } };
      const { id, props, inputs } = await provider.read("prod", state);
      await other.close();
      assert.equal(id, "prod");
      assert.deepEqual(props, {
        endpoint: other.endpoint,
        account: "prod",
        purchaseState: parsePurchaseState({ ...EXAMPLE, UndefendCoresCnt: 1 }),
      });
      assert.deepEqual(inputs, props);
      assert.deepEqual([server.requests.length, other.requests.length], [0, 1]);
      assert.doesNotMatch(JSON.stringify({ props, inputs }), new RegExp(`${SECRET_ID}|${SECRET_KEY}`));
    });

    it("fails with a message and without a stack", async () => {
      server.answer(REFUSED);
      await assert.rejects(provider.read("prod", { ...args }), (error) => {
        assert.ok(error instanceof Error);
        assert.match(error.message, /^Tencent Cloud answered AuthFailure\.SignatureFailure: .*r-refused/);
        assert.equal(error.stack, error.message);
        // the engine's provider process prints `${error}: ${error.stack}`
        assert.equal(`${error}: ${error.stack}`, `TcssError: ${error.message}`);
        return true;
      });
    });
  });

  describe("with recordObservedAt", () => {
    it("keeps the time of the reading in whole seconds", async () => {
      const { inputs } = await provider.check({}, { ...args, recordObservedAt: true });
      assert.deepEqual(inputs["purchaseState"], { ...example, observedAt: "2024-10-01T12:34:56Z" });
    });
  });

  describe("with another stack's values", () => {
    const published = { stack: "acme/security/prod", maxAgeHours: 24 };
    const observedAt = "2024-09-30T00:00:00Z";
    const values = { ...example, observedAt, accountId: "100000000001" };
    beforeEach(() => {
      // neither credentials nor an endpoint that answers
      provider = new PurchaseStateProvider({ TENCENTCLOUD_TCSS_ENDPOINT: server.endpoint });
    });
    afterEach(() => assert.equal(server.requests.length, 0));

    it("takes them without asking, and keeps where they are from", async () => {
      const news = { ...SHELL, account: "prod", fromStack: { ...published, values } };
      assert.deepEqual(await provider.check({}, news), {
        inputs: { account: "prod", fromStack: published, purchaseState: values },
        failures: [],
      });
    });

    it("takes nothing else, and derives anew what is derived", async () => {
      const edited = { ...values, idleCoresCnt: 5000, protectionStatus: "expired", kubeconfig: "secret" };
      const { inputs } = await provider.check({}, { fromStack: { ...published, values: edited } });
      assert.deepEqual(inputs, { fromStack: published, purchaseState: values });
    });

    it("reads their times in the time zone that is given", async () => {
      const { expirationTime } = example;
      const news = { timeZone: "UTC", fromStack: { ...published, values: { expirationTime } } };
      const { inputs } = await provider.check({}, news);
      assert.deepEqual(inputs["purchaseState"], {
        expirationTime,
        expirationTimeUtc: "2024-12-24T13:01:18Z",
      });
    });

    const unknowns: [what: string, fromStack: object][] = [
      ["all values", { ...published, values: UNKNOWN }],
      ["one of the values", { ...published, values: { ...values, state: UNKNOWN } }],
      ["the stack", { ...published, stack: UNKNOWN, values }],
    ];
    for (const [what, fromStack] of unknowns)
      it(`says that they are not known yet while this is not: ${what}`, async () => {
        assert.deepEqual(await provider.check({}, { fromStack }), {
          inputs: { fromStack, purchaseState: UNKNOWN },
          failures: [],
        });
      });

    for (const nothing of [undefined, {}, { kubeconfig: "secret", state: "3" }])
      it(`fails where the stack exports nothing of a purchase state: ${JSON.stringify(nothing)}`, async () => {
        const { failures } = await provider.check({}, { fromStack: { ...published, values: nothing } });
        assert.deepEqual(failures, [
          {
            property: "",
            reason:
              "stack acme/security/prod exports no field of a purchase state: export each under its own name, or the whole as purchaseState, there",
          },
        ]);
      });

    const wrong: [news: Record<string, unknown>, property: string, problem: string][] = [
      [
        { fromStack: { ...published, stack: "prod" } },
        "fromStack.stack",
        "must be the name of a stack, ORGANIZATION/PROJECT/STACK",
      ],
      [{ fromStack: { ...published, maxAgeHours: 0 } }, "fromStack.maxAgeHours", "must be > 0"],
      [{ fromStack: { maxAgeHours: 24 } }, "fromStack.stack", "is missing"],
      [{ fromStack: "acme/security/prod" }, "fromStack", "must be an object, not a string"],
      [
        { fromStack: published, timeZone: "Beijing" },
        "timeZone",
        "must be a time zone of the IANA database, such as Asia/Shanghai",
      ],
    ];
    for (const [news, property, problem] of wrong)
      it(`refuses ${property} that ${problem}`, async () => {
        const { failures } = await provider.check({}, news);
        assert.deepEqual(failures, [{ property: "", reason: `${property} ${problem}` }]);
      });

    it("sees no change when the stack was updated and a later time alone came of it", async () => {
      const at = (time: string) => ({ fromStack: published, purchaseState: { ...values, observedAt: time } });
      const later = at("2024-10-01T00:00:00Z");
      assert.deepEqual(await provider.diff("x", at(observedAt), later), { changes: false });
      const elsewhere = { ...later, fromStack: { ...published, stack: "acme/security/dev" } };
      assert.deepEqual(await provider.diff("x", later, elsewhere), { changes: true });
    });

    it("keeps them at refresh, when no program runs that could read the stack", async () => {
      const state = { account: "prod", fromStack: published, purchaseState: values };
      assert.deepEqual(await provider.read("prod", { ...SHELL, ...state }), {
        id: "prod",
        props: state,
        inputs: state,
      });
    });
  });

  describe("with onUnavailable: lastKnown", () => {
    const lastKnown = { state: 3, undefendCoresCnt: 2, observedAt: "2024-09-30T00:00:00Z" };
    let down: { endpoint: string; maxRetries: number; onUnavailable: string };
    beforeEach(async () => {
      const silent = await startApiServer();
      await silent.close();
      down = { endpoint: silent.endpoint, maxRetries: 0, onUnavailable: "lastKnown" };
    });

    it("keeps the time of the reading, so that its age is known later", async () => {
      const { inputs } = await provider.check({}, { ...args, onUnavailable: "lastKnown" });
      assert.deepEqual(inputs["purchaseState"], { ...example, observedAt: "2024-10-01T12:34:56Z" });
    });

    it("gives the last known values, marked as stale, when nobody answers", async () => {
      const { inputs, failures } = await provider.check({ ...down, purchaseState: lastKnown }, down);
      assert.deepEqual(failures, []);
      assert.deepEqual(inputs, { ...down, purchaseState: { ...lastKnown, stale: true } });
    });

    it("gives them also where the resource had not asked for that before", async () => {
      const { onUnavailable: _, ...before } = down;
      const { failures } = await provider.check({ ...before, purchaseState: lastKnown }, down);
      assert.deepEqual(failures, []);
    });

    const without: [why: string, olds: () => Record<string, unknown>][] = [
      ["there are none", () => ({})],
      ["they were not known either", () => ({ ...down, purchaseState: UNKNOWN })],
      ["they are another account's", () => ({ ...down, account: "other", purchaseState: lastKnown })],
    ];
    for (const [why, olds] of without)
      it(`fails when ${why}`, async () => {
        const { inputs, failures } = await provider.check(olds(), down);
        assert.deepEqual(inputs, down);
        assert.match(failures[0]?.reason ?? "", /nothing listens/);
      });

    it("fails when Tencent Cloud refuses: that is an answer", async () => {
      server.answer(REFUSED);
      const news = { ...down, ...args };
      const { failures } = await provider.check({ ...news, purchaseState: lastKnown }, news);
      assert.match(failures[0]?.reason ?? "", /SignatureFailure/);
    });

    it("fails without it", async () => {
      const news = { ...down, onUnavailable: "fail" };
      const { failures } = await provider.check({ ...news, purchaseState: lastKnown }, news);
      assert.equal(failures.length, 1);
    });

    it("gives them at refresh too, and says so where the user sees it", async () => {
      const said: string[] = [];
      const { error } = console;
      console.error = (text: string) => said.push(text);
      try {
        const { props } = await provider.read("x", { ...down, purchaseState: lastKnown });
        assert.deepEqual(props["purchaseState"], { ...lastKnown, stale: true });
      } finally {
        console.error = error;
      }
      assert.deepEqual(said, [
        "TCSS could not be asked: these are the last known values, of 2024-09-30T00:00:00Z (onUnavailable: lastKnown).",
      ]);
    });
  });
});

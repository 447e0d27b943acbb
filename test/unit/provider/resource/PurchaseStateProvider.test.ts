import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { configLookup } from "../../../../core/base/config";
import { SECRET_NAMES, UNKNOWN } from "../../../../core/internal";
import { parsePurchaseState } from "../../../../core/model/purchaseState";
import { PurchaseStateProvider } from "../../../../provider/resource/PurchaseStateProvider";
import { type ApiServer, startApiServer } from "../../support/apiServer";
import { EXAMPLE } from "../../support/replies";

const SECRET_ID = "AKIDunittestunittest";
const SECRET_KEY = "unit-test-secret-key";
const ENV = { TENCENTCLOUD_SECRET_ID: SECRET_ID, TENCENTCLOUD_SECRET_KEY: SECRET_KEY };
const SHELL = { __provider: "exports.handler = …" };

const example = parsePurchaseState(EXAMPLE);
/** What `check` gives: inputs always hold the time of the reading. */
const timed = { ...example, observedAt: "2024-10-01T12:34:56Z" };

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
      assert.deepEqual(inputs, { ...args, account: "prod", purchaseState: timed });
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
      const { inputs } = await provider.check({}, news);
      assert.deepEqual(inputs, { ...args, purchaseState: timed });
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
      assert.deepEqual(inputs, { purchaseState: timed });
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

    const at = (observedAt?: string) => ({ purchaseState: { state: 3, ...(observedAt && { observedAt }) } });
    const [noon, later, muchLater] = ["2024-10-01T12:00:00Z", "2024-10-01T13:00:00Z", "2024-10-01T13:00:01Z"];
    const times: [why: string, args: object, olds: object, news: object, changes: boolean][] = [
      ["a time that only the inputs hold", {}, at(), at(noon), false],
      ["a much later time that nobody asks for", {}, at(noon), at(muchLater), false],
      [
        "a time that the outputs lack and the user asks for",
        { recordObservedAt: true },
        at(),
        at(noon),
        true,
      ],
      ["the same, for last known values", { onUnavailable: "lastKnown" }, at(), at(noon), true],
      ["a time of an hour later that is recorded", { recordObservedAt: true }, at(noon), at(later), false],
      [
        "a time of over an hour later that is recorded",
        { recordObservedAt: true },
        at(noon),
        at(muchLater),
        true,
      ],
      ["the same, which is not recorded", { onUnavailable: "lastKnown" }, at(noon), at(muchLater), false],
      ["the time of old values that are kept", { recordObservedAt: true }, at(noon), at(noon), false],
      ["an earlier time, by another clock", { recordObservedAt: true }, at(muchLater), at(noon), false],
    ];
    for (const [why, args, olds, news, changes] of times)
      it(`sees ${changes ? "a" : "no"} change in ${why}`, async () => {
        assert.deepEqual(await provider.diff("x", { ...args, ...olds }, { ...args, ...news }), { changes });
      });

    it("sees no change in who asks, and in why nobody answers", async () => {
      const purchaseState = { state: 3, stale: true };
      const news = { askedAs: ["b"], staleReason: "reset", purchaseState };
      const before = { askedAs: ["a"], staleReason: "timeout", purchaseState };
      assert.deepEqual(await provider.diff("x", before, news), { changes: false });
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

    const shown: [what: string, args: object, stale: boolean, isShown: boolean][] = [
      ["not where nobody asks for it", {}, false, false],
      ["with recordObservedAt", { recordObservedAt: true }, false, true],
      ["with onUnavailable: lastKnown", { onUnavailable: "lastKnown" }, false, true],
      ["with stale values", {}, true, true],
      ["with another stack's values", { fromStack: { stack: "a/b/c", maxAgeHours: 1 } }, false, true],
    ];
    for (const [what, args, stale, isShown] of shown)
      it(`show the time of the reading ${what}`, async () => {
        const values = { state: 3, ...(stale && { stale }) };
        const { observedAt } = timed;
        const inputs = { ...SHELL, ...args, purchaseState: { ...values, observedAt } };
        const expected = { ...args, purchaseState: isShown ? { ...values, observedAt } : values };
        assert.deepEqual((await provider.create(inputs)).outs, expected);
        assert.deepEqual((await provider.update("x", {}, inputs)).outs, expected);
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
        const { props, inputs } = await provider.read("x", {
          ...SHELL,
          ...args,
          ...given,
          purchaseState: values,
        });
        assert.deepEqual(props["purchaseState"], { ...example, ...(after && { observedAt: after }) });
        assert.deepEqual(inputs["purchaseState"], timed);
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
    const roleArn = "qcs::cam::uin/100000000007:roleName/audit";
    let news: { endpoint: string; onUnavailable: string; maxRetries: number };
    let clock: string;
    beforeEach(() => {
      news = { ...args, onUnavailable: "lastKnown", maxRetries: 0 };
      clock = "2024-10-01T12:34:56.789Z";
      provider = providerOf();
    });

    function providerOf(
      config: Record<string, string> = {},
      env: NodeJS.ProcessEnv = ENV,
    ): PurchaseStateProvider {
      const made = new PurchaseStateProvider(env, () => new Date(clock));
      made.configure(configLookup((key) => config[key]));
      return made;
    }

    /** The resource's inputs from a run in which the account answered. */
    async function read(given: object = news, from = provider): Promise<Record<string, unknown>> {
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
      const { inputs, failures } = await providerOf().check(olds, news);
      assert.deepEqual(failures, []);
      assert.deepEqual(inputs["purchaseState"], { ...timed, stale: true });
      assert.match(String(inputs["staleReason"]), /503/);
      assert.deepEqual(inputs["askedAs"], olds["askedAs"]);
    });

    it("gives them run after run, also where the resource had not asked for the time before", async () => {
      const olds = await read();
      fall();
      const { inputs } = await providerOf().check(olds, news);
      const again = await providerOf().check(inputs, { ...news, maxRetries: 1, recordObservedAt: true });
      assert.deepEqual(again.failures, []);
      assert.equal((again.inputs["purchaseState"] as { observedAt: string }).observedAt, timed.observedAt);
    });

    it("derives their times by the time zone of now", async () => {
      const olds = await read();
      fall();
      const { inputs } = await providerOf({ "tcss:timeZone": "UTC" }).check(olds, news);
      const { beginTimeUtc } = inputs["purchaseState"] as { beginTimeUtc: string };
      assert.equal(beginTimeUtc, "2024-09-24T13:01:18Z");
    });

    it("takes values of the same key from anywhere: environment, configuration, profile", async () => {
      const olds = await read();
      fall();
      const config = { "tcss:secretId": SECRET_ID, "tcss:secretKey": SECRET_KEY };
      const { failures } = await providerOf(config, {}).check(olds, news);
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
        const { failures, inputs } = await providerOf(config, env).check(olds, { ...news, ...given });
        assert.equal(failures.length, 1);
        assert.match(failures[0]?.reason ?? "", /The last known values do not count: they were read /);
        assert.equal("purchaseState" in inputs, false);
      });

    it("refuses them at another endpoint of the configuration", async () => {
      const { endpoint: _, ...given } = news;
      const olds = await read(given, providerOf({ "tcss:endpoint": server.endpoint }));
      const silent = await startApiServer();
      await silent.close();
      const { failures } = await providerOf({ "tcss:endpoint": silent.endpoint }).check(olds, given);
      assert.match(
        failures[0]?.reason ?? "",
        /nothing listens.* do not count: they were read by another identity/,
      );
    });

    it("refuses values whose identity was not recorded", async () => {
      fall();
      for (const askedAs of [undefined, [], "x", [1]]) {
        const olds = { ...news, purchaseState: timed, ...(askedAs && { askedAs }) };
        assert.equal((await provider.check(olds, news)).failures.length, 1);
      }
    });

    it("records no identity of a temporary key", async () => {
      const env = { ...ENV, TENCENTCLOUD_TOKEN: "session", TENCENTCLOUD_SECURITY_TOKEN: "session" };
      const olds = await read(news, providerOf({}, env));
      fall();
      const { failures } = await providerOf({}, env).check(olds, news);
      assert.match(
        failures[0]?.reason ?? "",
        /whose account they are of was not recorded .*set resolveAccountId/,
      );
    });

    const without: [why: string, olds: () => Record<string, unknown>][] = [
      ["there are none", () => ({})],
      ["they were not known either", () => ({ ...news, purchaseState: UNKNOWN })],
      [
        "they are another stack's",
        () => ({ fromStack: { stack: "a/b/c", maxAgeHours: 1 }, purchaseState: timed }),
      ],
    ];
    for (const [why, olds] of without)
      it(`fails when ${why}`, async () => {
        fall();
        const { inputs, failures } = await provider.check(olds(), news);
        assert.deepEqual(inputs, news);
        assert.match(failures[0]?.reason ?? "", /503/);
      });

    it("fails when Tencent Cloud refuses: that is an answer", async () => {
      const olds = await read();
      server.answer(REFUSED);
      const { failures } = await providerOf().check(olds, news);
      assert.match(failures[0]?.reason ?? "", /SignatureFailure/);
    });

    it("fails without it", async () => {
      const olds = await read();
      fall();
      const { failures } = await providerOf().check(olds, { ...news, onUnavailable: "fail" });
      assert.equal(failures.length, 1);
    });

    it("takes no identity as an argument", async () => {
      const { failures } = await provider.check({}, { ...news, askedAs: ["x"] });
      assert.match(failures[0]?.reason ?? "", /^askedAs is unknown/);
    });

    it("keeps no credential in any form that leads back to it", async () => {
      const olds = await read();
      fall();
      const { inputs } = await providerOf().check(olds, news);
      const { outs } = await provider.create(inputs);
      const text = JSON.stringify([olds, inputs, outs]).toLowerCase();
      for (const secret of [SECRET_ID, SECRET_KEY, `${SECRET_ID}:${SECRET_KEY}`, SECRET_ID + SECRET_KEY])
        for (const form of formsOf(secret))
          assert.equal(text.includes(form.toLowerCase().slice(0, 12)), false, form);
    });

    it("gives them at refresh too, and says so with the reason where the user sees it", async () => {
      const { outs } = await provider.create(await read());
      fall();
      const said: string[] = [];
      const { error } = console;
      console.error = (text: string) => said.push(text);
      try {
        const { props } = await providerOf().read("x", outs);
        assert.equal((props["purchaseState"] as { stale: boolean }).stale, true);
      } finally {
        console.error = error;
      }
      assert.equal(said.length, 1);
      assert.match(
        said[0] ?? "",
        /^TCSS could not be asked: these are the last known values, of 2024-10-01T12:34:56Z \(onUnavailable: lastKnown\)\. The reason: .*503.*\.$/,
      );
    });
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

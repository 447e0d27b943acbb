import assert from "node:assert/strict";
import Module from "node:module";
import { parsePurchaseState } from "../../../../core/model/parse";
import { UNKNOWN } from "../../../../core/pulumiFormat";
import { type ConfigureRequest, provider } from "../../../../provider/dynamic/provider";
import { SHELL_TEXT } from "../../../../provider/dynamic/shellText.generated";
import { type ApiServer, startApiServer } from "../../support/apiServer";
import { EXAMPLE } from "../../support/replies";

function requestOf(values: Record<string, string>): ConfigureRequest {
  return { config: { get: (key) => values[key] } };
}

const SHELL = { __provider: "exports.handler = …" };
const KEY = { "tencentcloud:secretId": "AKIDfromconfig", "tencentcloud:secretKey": "key-from-config" };

describe("the provider that the shell calls", () => {
  let server: ApiServer;
  beforeEach(async () => {
    server = await startApiServer();
  });
  afterEach(() => server.close());

  it("has the methods that states of older versions call for ever", () => {
    assert.deepEqual(Object.keys(provider).sort(), ["change", "check", "create", "read"]);
  });

  it("works with the stack's configuration, its methods called on nothing", async () => {
    const { check, change, create, read } = provider;
    const request = requestOf({ "tcss:endpoint": server.endpoint, ...KEY });
    const { inputs, failures } = await check(request, [{}, { account: "prod" }]);
    assert.deepEqual(failures, []);
    assert.equal(inputs["account"], "prod");
    const { observedAt: _, ...values } = inputs["purchaseState"] as { observedAt: string };
    assert.deepEqual(values, parsePurchaseState(EXAMPLE));
    const { id, outs } = await create(request, [inputs]);
    assert.equal(id, "prod");
    assert.deepEqual(await change(request, [id, outs, inputs]), { changes: false, outs });
    const { props } = await read(request, [id, outs]);
    assert.deepEqual(props, outs);
    assert.equal(server.requests.length, 1);
  });

  it("keeps the configurations of two stacks in one process apart, and one reading for each", async () => {
    const [one, other] = [KEY, { ...KEY, "tencentcloud:secretId": "AKIDofanother" }].map((key) =>
      requestOf({ "tcss:endpoint": server.endpoint, ...key }),
    );
    for (const request of [one, other, one, other]) await provider.check(request, [{}, {}]);
    const keys = server.requests.map(
      ({ headers }) => /Credential=([^/]+)/.exec(headers.authorization ?? "")?.[1],
    );
    assert.deepEqual(keys, ["AKIDfromconfig", "AKIDofanother"]);
  });

  for (const release of ["@pulumi/pulumi", "pulumi-lowest", "pulumi-highest"])
    it(`refuses a key that is not known, as ${release} hands the configuration over`, async () => {
      const { Config } = require(`${release}/cmd/dynamic-provider/config`) as {
        Config: new (values: object, project: string) => ConfigureRequest["config"];
      };
      const values = { "tcss:endpoint": server.endpoint, "tcss:allowedAccountId": "100000000001", ...KEY };
      const { failures } = await provider.check({ config: new Config(values, "shop") }, [{}, {}]);
      assert.match(
        failures[0]?.reason ?? "",
        /^tcss:allowedAccountId .*Did you mean tcss:allowedAccountIds\?/,
      );
      assert.equal(server.requests.length, 0);
      const right = { "tcss:endpoint": server.endpoint, "shop:allowedAccountId": "1", ...KEY };
      const answer = await provider.check({ config: new Config(right, "shop") }, [{}, {}]);
      assert.deepEqual(answer.failures, []);
    });

  it("says at a refresh that it uses the configuration of the last update, and nowhere else", async () => {
    server.answer({ Error: { Code: "AuthFailure.SecretIdNotFound", Message: "no" }, RequestId: "r" });
    const advice = /A refresh uses the stack's configuration of the last update/;
    const request = requestOf({ "tcss:endpoint": server.endpoint, ...KEY });
    await assert.rejects(provider.read(request, ["x", {}]), { message: advice });
    const { failures } = await provider.check(request, [{}, {}]);
    assert.match(failures[0]?.reason ?? "", /SecretIdNotFound/);
    assert.doesNotMatch(failures[0]?.reason ?? "", advice);
  });

  const published = { stack: "acme/security/prod", maxAgeHours: 24 };
  const unknowns: [what: string, args: Record<string, unknown>][] = [
    ["the account's label", { account: UNKNOWN }],
    ["the profile", { profile: UNKNOWN }],
    ["a part of the role", { assumeRole: { roleArn: UNKNOWN } }],
    ["the other stack", { fromStack: { ...published, stack: UNKNOWN, values: { state: 3 } } }],
    ["all values of the other stack", { fromStack: { ...published, values: UNKNOWN } }],
    ["a value of the other stack", { fromStack: { ...published, values: { state: UNKNOWN } } }],
  ];
  for (const [what, args] of unknowns)
    it(`has unknown values, and asks nobody, while this is unknown: ${what}`, async () => {
      const request = requestOf({ "tcss:endpoint": server.endpoint, ...KEY });
      const { inputs, failures } = await provider.check(request, [{}, { ...SHELL, ...args, site: null }]);
      assert.deepEqual(failures, []);
      assert.deepEqual(inputs, { ...args, purchaseState: UNKNOWN });
      const state = { ...SHELL, purchaseState: { state: 3 } };
      assert.deepEqual(await provider.change(request, ["x", state, { ...SHELL, ...inputs }]), {
        changes: true,
        outs: inputs,
      });
      assert.equal(server.requests.length, 0);
    });

  it("keeps the shell's text out of what it answers, but sees a move to or from the plugin as a change", async () => {
    const purchaseState = { state: 3 };
    const moves: [olds: object, news: object, changes: boolean][] = [
      [SHELL, SHELL, false],
      [SHELL, { __provider: "another" }, false],
      [SHELL, {}, true],
      [{}, SHELL, true],
    ];
    for (const [olds, news, changes] of moves)
      assert.deepEqual(
        await provider.change(undefined, ["x", { ...olds, purchaseState }, { ...news, purchaseState }]),
        { changes, outs: { purchaseState } },
      );
    const { inputs } = await provider.check(requestOf({ "tcss:endpoint": server.endpoint, ...KEY }), [
      SHELL,
      SHELL,
    ]);
    assert.deepEqual(Object.keys(inputs), ["purchaseState"]);
  });

  const ids: [inputs: Record<string, unknown>, id: string][] = [
    [{}, "default"],
    [{ profile: "p" }, "p"],
    [{ profile: "p", account: "prod" }, "prod"],
  ];
  for (const [inputs, id] of ids)
    it(`names the resource ${id} for ${JSON.stringify(inputs)}, and keeps the inputs`, async () => {
      const outs = { ...inputs, purchaseState: { state: 3 } };
      assert.deepEqual(await provider.create(undefined, [{ ...SHELL, ...outs }]), { id, outs });
    });

  it("fails at a refresh with a message and without a stack", async () => {
    server.answer({ Error: { Code: "AuthFailure.SignatureFailure", Message: "no" }, RequestId: "r-refused" });
    const request = requestOf({ "tcss:endpoint": server.endpoint, ...KEY });
    await assert.rejects(provider.read(request, ["prod", {}]), (error) => {
      assert.ok(error instanceof Error);
      assert.match(error.message, /^Tencent Cloud answered AuthFailure\.SignatureFailure: .*r-refused/);
      // the engine's provider process prints `${error}: ${error.stack}`
      assert.equal(`${error}: ${error.stack}`, `TcssError: ${error.message}`);
      return true;
    });
  });

  it("says at a refresh, on standard error, that it keeps last known values", async () => {
    const request = (): ConfigureRequest =>
      requestOf({ "tcss:endpoint": server.endpoint, "tcss:maxRetries": "0", ...KEY });
    const args = { onUnavailable: "lastKnown" };
    const { inputs } = await provider.check(request(), [{}, args]);
    server.answerStatus(503, "down");
    const said: string[] = [];
    const { error } = console;
    console.error = (text: string) => said.push(text);
    try {
      await provider.read(request(), ["x", inputs]);
    } finally {
      console.error = error;
    }
    assert.equal(said.length, 1);
    assert.match(
      said[0] ?? "",
      /^TCSS could not be asked: these are the last known values, of 20.*Z \(onUnavailable: lastKnown\)\. The reason: .*503.*\.$/,
    );
  });

  it("takes the environment alone where the engine gave no configuration", async () => {
    const { failures } = await provider.check(undefined, [{}, { site: "moon" }]);
    assert.match(failures[0]?.reason ?? "", /^site must be one of/);
  });
});

describe("the text that stands in every state", () => {
  type Methods = Record<string, (...args: unknown[]) => unknown>;
  const REQUEST = { config: {} };
  const MISSING = "Cannot find module 'pulumi-tcss/provider'\nRequire stack:\n- /program/noop.js";
  const SENTENCE =
    "Cannot find module 'pulumi-tcss/provider': run npm install pulumi-tcss in the program's folder";

  /** The provider of the text, as the engine's provider process makes it: the text is a module of its own. */
  function evaluated(load: (name: string) => unknown): Methods {
    const module = { exports: {} as { handler: () => Methods } };
    const wrapped = new Function("exports", "require", "module", SHELL_TEXT);
    wrapped(module.exports, load, module);
    return module.exports.handler();
  }

  const calls: [method: string, args: unknown[], called: string][] = [
    ["check", ["olds", "news"], "check"],
    ["diff", ["id", "olds", "news"], "change"],
    ["create", ["inputs"], "create"],
    ["read", ["id", "state"], "read"],
    ["update", ["id", "olds", "news"], "change"],
  ];

  it("has the engine's methods, and none to delete", () => {
    const methods = ["check", "configure", "create", "diff", "read", "update"];
    assert.deepEqual(Object.keys(evaluated(() => assert.fail())).sort(), methods);
  });

  it("loads nothing to be configured: deletion does no more", () => {
    const text = evaluated(() => assert.fail("loads the package"));
    assert.equal(text["configure"]?.(REQUEST), undefined);
  });

  for (const [method, args, called] of calls) {
    it(`hands ${method} to the installed package's ${called}, with the configuration, and its answer back`, () => {
      const text = evaluated((name) => {
        assert.equal(name, "pulumi-tcss/provider");
        return { provider: { [called]: (...given: unknown[]) => ({ given }) } };
      });
      text["configure"]?.(REQUEST);
      // later versions of the engine may hand over more
      assert.deepEqual(text[method]?.(...args, "more"), { given: [REQUEST, args] });
      assert.deepEqual(evaluated(() => ({ provider: { [called]: () => 1 } }))[method]?.(...args), 1);
    });

    const troubles: [what: string, load: () => unknown, reason: string][] = [
      [
        "is missing",
        () => {
          throw Object.assign(new Error(MISSING), { code: "MODULE_NOT_FOUND" });
        },
        SENTENCE,
      ],
      [
        "is of a version without the method",
        () => ({ provider: {} }),
        "require(...).provider[method] is not a function: run npm install pulumi-tcss in the program's folder",
      ],
    ];
    for (const [what, load, reason] of troubles)
      it(`says in one sentence, without a stack, that the package ${what}: ${method}`, () => {
        const text = evaluated(load);
        text["configure"]?.(REQUEST);
        if (method === "check") {
          assert.deepEqual(text[method]?.(...args), { failures: [{ property: "", reason }] });
          return;
        }
        assert.throws(
          () => text[method]?.(...args),
          (error) => {
            assert.ok(error instanceof Error);
            assert.equal(error.message, reason);
            // the engine's provider process prints `${error}: ${error.stack}`
            assert.equal(`${error}: ${error.stack}`, `${reason}: `);
            return true;
          },
        );
      });
  }

  it("finds this version of the package and works with it", async () => {
    const text = evaluated(Module.createRequire(__filename));
    text["configure"]?.(requestOf({}));
    const answer = (await text["check"]?.({}, { site: "moon" })) as
      | { failures: { reason: string }[] }
      | undefined;
    assert.match(answer?.failures[0]?.reason ?? "", /^site must be one of/);
  });
});

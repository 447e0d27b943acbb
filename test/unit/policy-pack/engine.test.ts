import assert from "node:assert/strict";
import { createRequire } from "node:module";
import {
  AnalyzerStackConfigureRequest,
  ConfigureAnalyzerRequest,
  EnforcementLevel,
  PolicyConfig,
} from "@pulumi/pulumi/proto/analyzer_pb";
import { TcssError } from "pulumi-tcss/internal";
import {
  type EngineListener,
  listenToEngine,
  type PolicySettings,
  type StackUnderGate,
} from "../../../policy-pack/src/engine";

const { Server } = createRequire(require.resolve("@pulumi/policy"))("@grpc/grpc-js");
const { Struct } = createRequire(require.resolve("@pulumi/pulumi"))(
  "google-protobuf/google/protobuf/struct_pb",
);

type Implementation = Record<string, (call: { request: unknown }, callback: unknown) => void>;

const DEAF: EngineListener = { stack: () => {}, policies: () => new Map() };

describe("listenToEngine", () => {
  const { addService } = Server.prototype;
  let added: Implementation[];
  /** What @pulumi/policy's own handlers were called with. */
  let handled: { handler: string; call: unknown; callback: unknown }[];
  beforeEach(() => {
    added = [];
    handled = [];
    Server.prototype.addService = (_service: unknown, implementation: Implementation) => {
      added.push(implementation);
    };
  });
  afterEach(() => {
    Server.prototype.addService = addService;
  });

  function handlerOf(handler: string): Implementation[string] {
    return (call, callback) => handled.push({ handler, call, callback });
  }

  const analyzer = (): Implementation => ({
    analyze: handlerOf("analyze"),
    configure: handlerOf("configure"),
    configureStack: handlerOf("configureStack"),
  });

  /** Lets the engine call one of the handlers, after `listener` has been put before them. */
  function called(handler: string, request: unknown, listener: Partial<EngineListener>): unknown[] {
    listenToEngine({ ...DEAF, ...listener });
    new Server().addService({}, analyzer());
    const answers: unknown[] = [];
    const call = { request };
    const callback = (...answer: unknown[]): number => answers.push(answer);
    added[0]?.[handler]?.(call, callback);
    for (const each of handled) assert.deepEqual(each, { handler, call, callback });
    return answers;
  }

  describe("when a phase begins", () => {
    function announced(dryRun: boolean, config: Record<string, string> = {}): AnalyzerStackConfigureRequest {
      const request = new AnalyzerStackConfigureRequest();
      request.setOrganization("acme");
      request.setProject("shop");
      request.setStack("dev");
      request.setDryRun(dryRun);
      for (const [key, value] of Object.entries(config)) request.getConfigMap().set(key, value);
      return request;
    }

    for (const preview of [true, false])
      it(`tells of the stack, of its configuration and that this is ${preview ? "a" : "no"} preview`, () => {
        const stacks: StackUnderGate[] = [];
        const request = announced(preview, { "tcss:site": "mainland" });
        const answers = called("configureStack", request, { stack: (stack) => stacks.push(stack) });
        assert.deepEqual(
          stacks.map(({ config, ...rest }) => ({
            ...rest,
            config: [config("tcss:site"), config("tcss:other")],
          })),
          [{ name: "acme/shop/dev", preview, config: ["mainland", undefined] }],
        );
        assert.equal(handled.length, 1);
        assert.deepEqual(answers, []);
      });

    it("lists the keys of the configuration", () => {
      const stacks: StackUnderGate[] = [];
      const request = announced(true, { "tcss:site": "mainland", "shop:x": "1" });
      called("configureStack", request, { stack: (stack) => stacks.push(stack) });
      assert.deepEqual([...(stacks[0]?.config.keys?.() ?? [])].sort(), ["shop:x", "tcss:site"]);
    });

    it("is heard before @pulumi/policy is, each time", () => {
      const heard: number[] = [];
      called("configureStack", announced(true), { stack: () => heard.push(handled.length) });
      added[0]?.["configureStack"]?.({ request: announced(false) }, () => {});
      assert.deepEqual(heard, [0, 1]);
      assert.equal(handled.length, 2);
    });
  });

  describe("when levels and settings are put together", () => {
    type Given = [level: keyof typeof EnforcementLevel, settings: Record<string, unknown>];

    /** As it arrives: read from bytes. */
    function configured(policies: Record<string, Given>): ConfigureAnalyzerRequest {
      const request = new ConfigureAnalyzerRequest();
      for (const [name, [level, settings]] of Object.entries(policies)) {
        const config = new PolicyConfig();
        config.setEnforcementlevel(EnforcementLevel[level]);
        config.setProperties(Struct.fromJavaScript(settings));
        request.getPolicyconfigMap().set(name, config);
      }
      return ConfigureAnalyzerRequest.deserializeBinary(request.serializeBinary());
    }

    /** As @pulumi/policy reads it. */
    function contentOf(
      request: ConfigureAnalyzerRequest,
    ): Record<string, [level: number, settings: unknown]> {
      // what does not survive the wire would not be there
      const read = ConfigureAnalyzerRequest.deserializeBinary(request.serializeBinary());
      return Object.fromEntries(
        [...read.getPolicyconfigMap().entries()].map(([name, config]) => [
          name,
          [config.getEnforcementlevel(), config.getProperties()?.toJavaScript()],
        ]),
      );
    }

    it("tells every policy's level and settings, and leaves the request as it is", () => {
      const policies: Record<string, Given> = {
        a: ["ADVISORY", { maxUndefendedCores: 8 }],
        b: ["MANDATORY", {}],
        c: ["DISABLED", { list: ["x"], on: true }],
        d: ["REMEDIATE", {}],
      };
      const request = configured(policies);
      let told: ReadonlyMap<string, PolicySettings> | undefined;
      const listen: EngineListener["policies"] = (given) => {
        told = given;
        return new Map();
      };
      assert.deepEqual(called("configure", request, { policies: listen }), []);
      assert.deepEqual(Object.fromEntries(told ?? []), {
        a: { enforcementLevel: "advisory", settings: { maxUndefendedCores: 8 } },
        b: { enforcementLevel: "mandatory", settings: {} },
        c: { enforcementLevel: "disabled", settings: { list: ["x"], on: true } },
        d: { enforcementLevel: "remediate", settings: {} },
      });
      assert.deepEqual(contentOf(request), contentOf(configured(policies)));
      assert.equal(handled.length, 1);
    });

    it("writes what is returned into the request, and lets the other policies be", () => {
      const request = configured({
        fixed: ["DISABLED", { maxUndefendedCores: 100 }],
        other: ["ADVISORY", { days: 14 }],
      });
      called("configure", request, {
        policies: () =>
          new Map([
            [
              "fixed",
              { enforcementLevel: "mandatory", settings: { maxUndefendedCores: 8, nested: { on: true } } },
            ],
            ["unheard-of", { enforcementLevel: "mandatory", settings: {} }],
          ]),
      });
      assert.deepEqual(contentOf(request), {
        fixed: [EnforcementLevel.MANDATORY, { maxUndefendedCores: 8, nested: { on: true } }],
        other: [EnforcementLevel.ADVISORY, { days: 14 }],
      });
      assert.equal(handled.length, 1);
    });

    for (const [number, level] of ["advisory", "mandatory", "disabled", "remediate"].entries())
      it(`writes the level ${level} as ${number}`, () => {
        const request = configured({ policy: ["MANDATORY", {}] });
        called("configure", request, {
          policies: () => new Map([["policy", { enforcementLevel: level, settings: {} }]]),
        });
        assert.deepEqual(contentOf(request), { policy: [number, {}] });
      });
  });

  describe("when the listener throws", () => {
    const thrown: [what: string, error: Error, details: string][] = [
      [
        "an error of ours",
        new TcssError("source must be one of live, resources", {
          kind: "configuration",
          nextStep: "Correct it.",
        }),
        "source must be one of live, resources. Correct it.",
      ],
      ["an error that nobody has thought of", new RangeError("odd"), "unexpected failure: odd."],
    ];
    const handlers: [handler: string, request: () => unknown][] = [
      ["configureStack", () => new AnalyzerStackConfigureRequest()],
      ["configure", () => new ConfigureAnalyzerRequest()],
    ];
    for (const [what, error, details] of thrown)
      for (const [handler, request] of handlers)
        it(`${handler} answers with ${what} and goes no further`, () => {
          const fail = (): never => {
            throw error;
          };
          const answers = called(handler, request(), { stack: fail, policies: fail });
          assert.deepEqual(answers, [[{ code: 9, details }]]);
          assert.deepEqual(handled, []);
        });
  });

  it("leaves other services alone, and the server's class as it was once it has what it wants", () => {
    const original = Server.prototype.addService;
    listenToEngine(DEAF);
    const others: Implementation[] = [{ diff: handlerOf("diff") }, { configure: handlerOf("a provider's") }];
    for (const other of others) new Server().addService({}, other);
    assert.deepEqual(added, others);
    assert.notEqual(Server.prototype.addService, original);
    const wanted = analyzer();
    new Server().addService({}, wanted);
    assert.equal(Server.prototype.addService, original);
    assert.equal(added[2]?.["analyze"], wanted["analyze"]);
  });
});

import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { onStack, type StackUnderGate } from "../../../policy-pack/sr./engine";

const { Server } = createRequire(require.resolve("@pulumi/policy"))("@grpc/grpc-js");
const { AnalyzerStackConfigureRequest } = require("@pulumi/pulumi/proto/analyzer_pb");

type Implementation = Record<string, (call: unknown, callback: unknown) => void>;

describe("onStack", () => {
  const { addService } = Server.prototype;
  let added: Implementation[];
  beforeEach(() => {
    added = [];
    Server.prototype.addService = (_service: unknown, implementation: Implementation) => {
      added.push(implementation);
    };
  });
  afterEach(() => {
    Server.prototype.addService = addService;
  });

  function announced(config: Record<string, string>, dryRun: boolean): { request: unknown } {
    const request = new AnalyzerStackConfigureRequest();
    request.setDryRun(dryRun);
    for (const [key, value] of Object.entries(config)) request.getConfigMap().set(key, value);
    return { request };
  }

  it("tells of each stack with its configuration, then lets @pulumi/policy hear of it", () => {
    const heard: string[] = [];
    const stacks: StackUnderGate[] = [];
    onStack((stack) => {
      heard.push("listener");
      stacks.push(stack);
    });
    const call = announced({ "tcss:site": "mainland" }, true);
    const callback = (): void => {};
    new Server().addService(
      {},
      {
        configureStack: (...given: unknown[]) => {
          heard.push("policy");
          assert.deepEqual(given, [call, callback]);
        },
      },
    );
    added[0]?.["configureStack"]?.(call, callback);
    added[0]?.["configureStack"]?.(call, callback);
    assert.deepEqual(heard, ["listener", "policy", "listener", "policy"]);
    assert.deepEqual(
      stacks.map((stack) => [stack.preview, stack.config("tcss:site"), stack.config("tcss:other")]),
      [
        [true, "mainland", undefined],
        [true, "mainland", undefined],
      ],
    );
  });

  it("tells an update from a preview", () => {
    let preview: boolean | undefined;
    onStack((stack) => {
      preview = stack.preview;
    });
    new Server().addService({}, { configureStack: () => {} });
    added[0]?.["configureStack"]?.(announced({}, false), () => {});
    assert.equal(preview, false);
  });

  it("leaves other services alone, and the server's class as it was once it has what it wants", () => {
    const original = Server.prototype.addService;
    onStack(() => assert.fail("no stack is announced"));
    const other: Implementation = { diff: () => {} };
    new Server().addService({}, other);
    assert.deepEqual(added, [other]);
    assert.notEqual(Server.prototype.addService, original);
    new Server().addService({}, { configureStack: () => {}, analyze: other["diff"] });
    assert.equal(Server.prototype.addService, original);
    assert.equal(added[1]?.["analyze"], other["diff"]);
  });
});

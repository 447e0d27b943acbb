import assert from "node:assert/strict";
import { parsePurchaseState } from "../../../core/purchaseState";
import { provider } from "../../../provider";
import { shell } from "../../../provider/shell";
import { type ApiServer, startApiServer } from "../support/apiServer";
import { EXAMPLE } from "../support/replies";

describe("the provider that the shell calls", () => {
  let server: ApiServer;
  beforeEach(async () => {
    server = await startApiServer();
  });
  afterEach(() => server.close());

  it("has every method of the shell, which states of older versions call for ever, and one to delete", () => {
    const methods = ["check", "configure", "create", "diff", "read", "update"];
    assert.deepEqual(Object.keys(shell).sort(), methods);
    assert.deepEqual(Object.keys(provider).sort(), [...methods, "delete"].sort());
  });

  it("works with the stack's configuration, its methods called on nothing", async () => {
    const { configure, check, diff, create, read, update, delete: remove } = provider;
    const config = new Map([
      ["tcss:endpoint", server.endpoint],
      ["tencentcloud:secretId", "AKIDfromconfig"],
      ["tencentcloud:secretKey", "key-from-config"],
    ]);
    assert.equal(configure({ config: { get: (key) => config.get(key) } }), undefined);
    const { inputs, failures } = await check({}, { account: "prod" });
    assert.deepEqual(failures, []);
    assert.deepEqual(inputs, { account: "prod", purchaseState: parsePurchaseState(EXAMPLE) });
    assert.deepEqual(await create(inputs), { id: "prod", outs: inputs });
    assert.deepEqual(await diff("prod", inputs, inputs), { changes: false });
    assert.deepEqual(await read("prod", inputs), { id: "prod", props: inputs, inputs });
    assert.deepEqual(await update("prod", inputs, inputs), { outs: inputs });
    assert.equal(await remove(), undefined);
    assert.equal(server.requests.length, 1);
  });
});

describe("the shell that stands in every state", () => {
  type Methods = Record<string, (...args: unknown[]) => unknown>;
  const installed = (require("pulumi-tcss/provider") as { provider: Methods }).provider;
  const methods = shell as unknown as Methods;
  const calls: [method: string, args: unknown[]][] = [
    ["configure", ["request"]],
    ["check", ["olds", "news"]],
    ["diff", ["id", "olds", "news"]],
    ["create", ["inputs"]],
    ["read", ["id", "state"]],
    ["update", ["id", "olds", "news"]],
  ];
  for (const [method, args] of calls)
    it(`hands ${method} with its arguments to the installed package, and its answer back`, () => {
      const original = installed[method];
      assert.ok(original !== undefined);
      installed[method] = (...given) => ({ given });
      try {
        assert.deepEqual(methods[method]?.(...args), { given: args });
      } finally {
        installed[method] = original;
      }
    });
});

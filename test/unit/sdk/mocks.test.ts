import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import {
  getCoverage,
  getCoverageOutput,
  getPurchaseState,
  getPurchaseStateOutput,
  PurchaseState,
  PurchaseStateError,
} from "../../../sdk";
import { isMockMonitor } from "../../../sdk/provided";
import { type ApiServer, startApiServer } from "../support/apiServer";
import { resolved } from "../support/outputs";

const TOKEN = "tcss:index:getPurchaseState";
const COVERAGE_TOKEN = "tcss:index:getCoverage";

/** What a mock gives for the function `getCoverage`. */
const COVERAGE = { assets: [{ kind: "cluster", id: "cls-a", status: "undefended", access: "ok" }] };

interface Call {
  readonly token: string;
  readonly inputs: object;
  readonly provider?: string | undefined;
}

describe("a program under pulumi.runtime.setMocks", () => {
  let server: ApiServer;
  let calls: Call[];
  let saved: NodeJS.ProcessEnv;
  beforeEach(async () => {
    saved = process.env;
    server = await startApiServer();
    process.env = {
      ...saved,
      TENCENTCLOUD_SECRET_ID: "AKIDfromenv",
      TENCENTCLOUD_SECRET_KEY: "key-from-env",
      TENCENTCLOUD_TCSS_ENDPOINT: server.endpoint,
    };
    calls = [];
    await mock(false);
  });
  afterEach(async () => {
    process.env = saved;
    assert.equal(server.requests.length, 0, "an account was asked");
    await server.close();
  });

  function mock(preview: boolean): Promise<void> {
    return pulumi.runtime.setMocks(
      {
        newResource: ({ name, inputs }) => ({ id: `${name}-id`, state: inputs }),
        call: ({ token, inputs, provider }) => {
          calls.push({ token, inputs, provider });
          if (inputs.account === "broken") throw new Error("the mock fails");
          return token === COVERAGE_TOKEN ? COVERAGE : { state: 3, undefendCoresCnt: 7 };
        },
      },
      undefined,
      undefined,
      preview,
    );
  }

  it("calls the mock for getPurchaseState, with its arguments", async () => {
    assert.deepEqual(await getPurchaseState(), { state: 3, undefendCoresCnt: 7 });
    const assumeRole = { roleArn: "qcs::cam::uin/1:roleName/r" };
    await getPurchaseState({ account: "prod", assumeRole });
    assert.deepEqual(
      calls.map(({ token, inputs }) => [token, inputs]),
      [
        [TOKEN, {}],
        [TOKEN, { account: "prod", assumeRole }],
      ],
    );
  });

  it("calls the mock for getPurchaseStateOutput, with what its arguments come to", async () => {
    const account = pulumi.output(Promise.resolve("prod"));
    assert.equal((await resolved(getPurchaseStateOutput({ account }))).undefendCoresCnt, 7);
    assert.deepEqual(calls[0]?.inputs, { account: "prod" });
    const hidden = getPurchaseStateOutput({ account: pulumi.secret("prod") });
    assert.equal(await pulumi.isSecret(hidden), true);
  });

  it("calls the mock for getCoverage and getCoverageOutput, with their arguments", async () => {
    assert.deepEqual(await getCoverage(), COVERAGE);
    assert.deepEqual(await getCoverage({ account: "prod", exempt: ["cls-b"] }), COVERAGE);
    const account = pulumi.output(Promise.resolve("prod"));
    const output = getCoverageOutput({ account, exempt: [account] });
    assert.equal(await resolved(output.assets.apply(([asset]) => asset?.id)), "cls-a");
    assert.deepEqual(
      calls.map(({ token, inputs }) => [token, inputs]),
      [
        [COVERAGE_TOKEN, {}],
        [COVERAGE_TOKEN, { account: "prod", exempt: ["cls-b"] }],
        [COVERAGE_TOKEN, { account: "prod", exempt: ["prod"] }],
      ],
    );
  });

  it("calls it not while an argument is unknown", async () => {
    await mock(true);
    const account = pulumi.output(pulumi.unknown) as unknown as pulumi.Output<string>;
    for (const output of [getPurchaseStateOutput({ account }), getCoverageOutput({ exempt: [account] })])
      assert.equal(await (output as unknown as { isKnown: Promise<boolean> }).isKnown, false);
    assert.deepEqual(calls, []);
  });

  it("fails where the mock does", async () => {
    for (const [call, output] of [
      [getPurchaseState, getPurchaseStateOutput],
      [getCoverage, getCoverageOutput],
    ] as const) {
      await assert.rejects(call({ account: "broken" }));
      await assert.rejects(resolved<unknown>(output({ account: "broken" })));
    }
  });

  it("waits for the resources that an output depends on", async () => {
    const resource = new pulumi.ComponentResource("test:index:Component", "waited-for");
    assert.equal((await resolved(getPurchaseStateOutput({}, { dependsOn: resource }))).state, 3);
  });
});

describe("the options of the functions", () => {
  class Provider extends pulumi.ProviderResource {
    constructor(pkg: string, name: string) {
      super(pkg, name, {});
    }
  }
  let calls: Call[];
  beforeEach(async () => {
    calls = [];
    await pulumi.runtime.setMocks({
      newResource: ({ name, inputs }) => ({ id: `${name}-id`, state: inputs }),
      call: ({ token, inputs, provider }) => {
        calls.push({ token, inputs, provider });
        return { state: 3 };
      },
    });
  });

  it("hand an explicit provider to the engine, their own or a parent's", async () => {
    const provider = new Provider("tcss", "audit");
    await getPurchaseState({}, { provider });
    const parent = new pulumi.ComponentResource(
      "test:index:Component",
      "c",
      {},
      { providers: { tcss: provider } },
    );
    await getPurchaseState({}, { parent });
    await resolved(getPurchaseStateOutput({}, { provider }));
    await getCoverage({}, { provider });
    await getCoverage({}, { parent });
    await resolved(getCoverageOutput({}, { provider }));
    assert.equal(calls.length, 6);
    for (const call of calls) assert.match(call.provider ?? "", /pulumi:providers:tcss::audit::audit-id$/);
  });

  it("refuse a provider of another package", async () => {
    // outside of mocks, where the account itself would be asked
    const provider = new Provider("aws", "east");
    pulumi.runtime.resetOptions("project", "stack", -1, "", "", false, "");
    const refused = (error: unknown): boolean =>
      error instanceof PurchaseStateError &&
      /must be a provider of the package tcss.* of aws/.test(error.message);
    await assert.rejects(getPurchaseState({}, { provider }), refused);
    await assert.rejects(resolved(getPurchaseStateOutput({}, { provider })), refused);
    await assert.rejects(getCoverage({}, { provider }), refused);
    await assert.rejects(resolved(getCoverageOutput({}, { provider })), refused);
  });

  it("of the resource refuse a provider of the plugin, its own or a parent's, which would not be asked", () => {
    const provider = new Provider("tcss", "audit");
    const parent = new pulumi.ComponentResource(
      "test:index:Component",
      "c",
      {},
      { providers: { tcss: provider } },
    );
    for (const opts of [{ provider }, { parent }])
      assert.throws(
        () => new PurchaseState("tcss", {}, opts),
        (error) => {
          assert.ok(pulumi.RunError.isInstance(error));
          assert.match((error as Error).message, /takes no provider of the package tcss/);
          return true;
        },
      );
    const other = new Provider("aws", "east");
    new PurchaseState(
      "tcss",
      {},
      { parent: new pulumi.ComponentResource("t:i:C", "d", {}, { providers: { aws: other } }) },
    );
  });
});

describe("isMockMonitor", () => {
  for (const release of ["pulumi-lowest", "@pulumi/pulumi", "pulumi-highest"])
    it(`tells mocks from the engine with ${release}`, async () => {
      const { runtime } = require(release) as typeof pulumi;
      await runtime.setMocks({ newResource: () => assert.fail(), call: () => ({}) });
      assert.equal(isMockMonitor(runtime.getMonitor()), true);
      runtime.resetOptions("project", "stack", -1, "", "127.0.0.1:9", false, "");
      assert.equal(isMockMonitor(runtime.getMonitor()), false);
      runtime.resetOptions("project", "stack", -1, "", "", false, "");
      assert.equal(isMockMonitor(runtime.getMonitor()), false);
    });
});

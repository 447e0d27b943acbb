import assert from "node:assert/strict";
import { inspect } from "node:util";
import * as pulumi from "@pulumi/pulumi";
import { parsePurchaseState } from "../../../core/model/parse";
import { getPurchaseState, getPurchaseStateOutput, PurchaseStateError, TcssError } from "../../../sdk";
import { type ApiServer, startApiServer } from "../support/apiServer";
import { resolved } from "../support/outputs";
import { EXAMPLE } from "../support/replies";
import { programEnvironment, withoutMocks } from "./support";

/** An error of the API that is not worth another try. */
const REFUSED = { Error: { Code: "AuthFailure.SignatureFailure", Message: "no" }, RequestId: "r-1" };

describe("getPurchaseState", () => {
  const example = parsePurchaseState(EXAMPLE);
  let server: ApiServer;
  let saved: NodeJS.ProcessEnv;
  beforeEach(async () => {
    saved = process.env;
    process.env = programEnvironment(saved);
    server = await startApiServer();
    withoutMocks();
  });
  afterEach(async () => {
    process.env = saved;
    pulumi.runtime.setAllConfig({});
    await server.close();
  });

  it("gives the account's purchase state with the environment's credentials", async () => {
    assert.deepEqual(await getPurchaseState({ endpoint: server.endpoint }), example);
    assert.match(String(server.requests[0]?.headers.authorization), /Credential=AKIDfromenv\//);
  });

  it("gives what this version does not know as additionalFields", async () => {
    server.answer({ ...EXAMPLE, New: 1 });
    const { additionalFields } = await getPurchaseState({ endpoint: server.endpoint });
    assert.deepEqual(additionalFields, { New: 1 });
  });

  it("prefers the stack's configuration to the environment", async () => {
    process.env["TENCENTCLOUD_TCSS_ENDPOINT"] = "http://127.0.0.1:9";
    pulumi.runtime.setAllConfig({
      "tcss:endpoint": server.endpoint,
      "tencentcloud:secretId": "AKIDfromconfig",
      "tencentcloud:secretKey": "key-from-config",
    });
    assert.deepEqual(await getPurchaseState(), example);
    assert.match(String(server.requests[0]?.headers.authorization), /Credential=AKIDfromconfig\//);
  });

  it("refuses a key of the stack's configuration that is not known, and asks nobody", async () => {
    pulumi.runtime.setAllConfig({
      "tcss:endpoint": server.endpoint,
      "tcss:profil": "prod",
      "shop:profil": "x",
    });
    await assert.rejects(getPurchaseState(), /tcss:profil .*Did you mean tcss:profile\?/);
    assert.equal(server.requests.length, 0);
  });

  it("takes an argument that is undefined for none", async () => {
    process.env["TENCENTCLOUD_TCSS_ENDPOINT"] = server.endpoint;
    const args = { endpoint: undefined, account: undefined } as object;
    assert.deepEqual(await getPurchaseState(args), example);
  });

  it("makes one request for calls at the same time, and a new one later", async () => {
    const args = { endpoint: server.endpoint };
    await Promise.all([getPurchaseState(args), getPurchaseState(args)]);
    assert.equal(server.requests.length, 1);
    await getPurchaseState(args);
    assert.equal(server.requests.length, 2);
  });

  it("fails with an error whose stack has no frame of a library, which printing may not survive", async () => {
    const error = await failure({ site: "moon" });
    for (const { stack = "" } of [error, error.reason]) {
      assert.doesNotMatch(stack, /node_modules/);
      assert.match(stack, /\n +at .*getPurchaseState/);
    }
    // once, and not again as a property
    assert.equal(inspect(error, { colors: true }).split("moon").length, error.message.split("moon").length);
  });

  async function failure(args: object): Promise<PurchaseStateError> {
    const error: unknown = await getPurchaseState(args).catch((thrown) => thrown);
    assert.ok(error instanceof PurchaseStateError);
    return error;
  }

  it("fails with an error that Pulumi prints without a stack, and that programs can read", async () => {
    server.answer(REFUSED);
    await assert.rejects(getPurchaseState({ endpoint: server.endpoint, account: "prod" }), (error) => {
      assert.ok(error instanceof PurchaseStateError);
      assert.ok(pulumi.RunError.isInstance(error));
      assert.ok(error.reason instanceof TcssError);
      assert.equal(error.message, error.reason.message);
      const { kind, code, requestId, account } = error.reason;
      assert.deepEqual(
        { kind, code, requestId, account },
        { kind: "api", code: "AuthFailure.SignatureFailure", requestId: "r-1", account: "prod" },
      );
      return true;
    });
  });

  it("refuses a wrong argument by its name, and a secret without repeating it", async () => {
    await assert.rejects(
      getPurchaseState({ site: "moon" as "mainland" }),
      /^PurchaseStateError|site must be/,
    );
    await assert.rejects(getPurchaseState({ secretKey: "hunter2hunter2" } as object), (error) => {
      assert.ok(error instanceof PurchaseStateError);
      assert.equal(error.reason.property, "secretKey");
      assert.doesNotMatch(error.message, /hunter2/);
      return true;
    });
    assert.equal(server.requests.length, 0);
  });

  for (const args of [{ onUnavailable: "lastKnown" }, { recordObservedAt: true }])
    it(`refuses ${Object.keys(args)}, which only a resource takes, and asks nobody`, async () => {
      const name = Object.keys(args)[0] ?? "";
      await assert.rejects(getPurchaseState(args as object), ({ message }: Error) =>
        message.startsWith(`${name} is unknown. Valid names: account,`),
      );
      assert.equal(server.requests.length, 0);
    });

  describe("getPurchaseStateOutput", () => {
    it("waits for arguments that are outputs", async () => {
      const endpoint = pulumi.output(Promise.resolve(server.endpoint));
      assert.deepEqual(await resolved(getPurchaseStateOutput({ endpoint })), example);
    });

    it("needs no argument", async () => {
      process.env["TENCENTCLOUD_TCSS_ENDPOINT"] = server.endpoint;
      assert.deepEqual(await resolved(getPurchaseStateOutput()), example);
    });

    it("waits for the resources that it depends on, one or many", async () => {
      for (const many of [false, true]) {
        let created = false;
        const urn = new Promise<string>((resolve) =>
          setImmediate(() => {
            created = true;
            assert.equal(server.requests.length, many ? 1 : 0);
            resolve("urn:pulumi:stack::project::a:b:C::waited-for");
          }),
        );
        const resource = { urn: pulumi.output(urn) } as pulumi.Resource;
        const dependsOn = many ? [resource] : resource;
        await resolved(getPurchaseStateOutput({ endpoint: server.endpoint }, { dependsOn }));
        assert.ok(created);
      }
    });

    it("is secret when an argument is", async () => {
      const output = getPurchaseStateOutput({ endpoint: pulumi.secret(server.endpoint) });
      assert.equal(await pulumi.isSecret(output), true);
      assert.deepEqual(await resolved(output), example);
    });

    it("asks nobody while an argument is unknown", async () => {
      const unknown = pulumi.output(pulumi.unknown) as unknown as pulumi.Output<string>;
      const output = getPurchaseStateOutput({ endpoint: server.endpoint, account: unknown });
      assert.equal(await (output as unknown as { isKnown: Promise<boolean> }).isKnown, false);
      assert.equal(server.requests.length, 0);
    });

    it("fails as getPurchaseState does", async () => {
      server.answer(REFUSED);
      await assert.rejects(
        resolved(getPurchaseStateOutput({ endpoint: server.endpoint })),
        (error) => error instanceof PurchaseStateError && error.reason.requestId === "r-1",
      );
    });
  });
});

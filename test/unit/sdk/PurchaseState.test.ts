import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { STORED_FIELDS } from "../../../core/model/fields";
import { parsePurchaseState, withoutAdditionalFields } from "../../../core/model/parse";
import type { StoredPurchaseState } from "../../../core/model/purchaseState";
import {
  AutomaticRenewal,
  ProtectionStatus,
  PurchaseState,
  type PurchaseStateArgs,
  State,
} from "../../../sdk";
import { resolved } from "../support/outputs";
import { FULL } from "../support/replies";

interface Registered {
  readonly type: string;
  readonly name: string;
  readonly inputs: Record<string, unknown>;
}

describe("PurchaseState", () => {
  const full = withoutAdditionalFields(parsePurchaseState(FULL));
  let registered: Registered[];
  let answer: StoredPurchaseState;
  let said: string[];
  const { warn } = console;

  beforeEach(async () => {
    said = [];
    console.warn = (text: string) => said.push(text);
    registered = [];
    answer = full;
    await pulumi.runtime.setMocks({
      newResource: ({ type, name, inputs }) => {
        registered.push({ type, name, inputs });
        return { id: name, state: { ...inputs, purchaseState: answer } };
      },
      call: () => assert.fail("no function is called"),
    });
  });

  afterEach(() => {
    console.warn = warn;
  });

  it("has the type token of the contract, and hands on its arguments", async () => {
    const purchase = new PurchaseState("tcss", { account: pulumi.output("prod"), site: "mainland" });
    await resolved(purchase.urn);
    const [{ type, name, inputs } = assert.fail("not registered"), ...others] = registered;
    assert.deepEqual(others, []);
    assert.equal(type, "pulumi-nodejs:dynamic/tcss:PurchaseState");
    assert.equal(name, "tcss");
    const { __provider, ...args } = inputs;
    assert.deepEqual(args, { account: "prod", site: "mainland" });
    assert.equal(typeof __provider, "string");
  });

  it("needs no argument, and does not take values from outside", async () => {
    const values = { purchaseState: { state: 3 } } as object;
    await resolved(new PurchaseState("a").urn);
    await resolved(new PurchaseState("b", values).urn);
    for (const { inputs } of registered) assert.deepEqual(Object.keys(inputs), ["__provider"]);
  });

  it("hands on Pulumi's options", async () => {
    const parent = new PurchaseState("parent");
    const child = new PurchaseState("child", {}, { parent });
    assert.match(await resolved(child.urn), /PurchaseState\$pulumi-nodejs/);
  });

  it("holds the whole in purchaseState", async () => {
    assert.deepEqual(await resolved(new PurchaseState("tcss").purchaseState), full);
  });

  for (const field of STORED_FIELDS)
    it(`offers ${field} as an output of its own`, async () => {
      const value = full[field] ?? `a value of ${field}`;
      answer = { ...full, [field]: value };
      const output = new PurchaseState("tcss")[field] as pulumi.Output<unknown>;
      assert.ok(pulumi.Output.isInstance(output));
      assert.equal(await resolved(output), value);
    });

  it("gives undefined for the fields that the reply lacks", async () => {
    answer = { state: 3 };
    const purchase = new PurchaseState("tcss");
    for (const field of STORED_FIELDS.filter((name) => name !== "state"))
      assert.equal(await resolved(purchase[field] as pulumi.Output<unknown>), undefined, field);
    assert.equal(await resolved(purchase.state), State.Pro);
  });

  it("warns when the values are the last known ones, and only then", async () => {
    // an accessor's value comes after what the constructor does with the whole
    await resolved(new PurchaseState("fresh").state);
    answer = { ...full, stale: true, observedAt: "2024-09-30T00:00:00Z" };
    await resolved(new PurchaseState("stale").state);
    assert.deepEqual(said, [
      "warning: [runtime] TCSS could not be asked: these are the last known values, of 2024-09-30T00:00:00Z (onUnavailable: lastKnown).",
    ]);
  });

  it("tells the reason for which the account could not be asked", async () => {
    await pulumi.runtime.setMocks({
      newResource: ({ name, inputs }) => ({
        id: name,
        state: { ...inputs, purchaseState: { ...full, stale: true }, staleReason: "the proxy refused" },
      }),
      call: () => assert.fail("no function is called"),
    });
    await resolved(new PurchaseState("stale").state);
    await new Promise(setImmediate);
    assert.match(
      said[0] ?? "",
      /last known values, .*\(onUnavailable: lastKnown\)\. The reason: the proxy refused\.$/,
    );
  });

  describe("hands out the time of the reading", () => {
    const observedAt = "2024-09-30T00:00:00Z";
    afterEach(() => pulumi.runtime.setAllConfig({}));

    it("as the resource's outputs hold it, and never the program's clock", async () => {
      answer = { ...full, observedAt };
      const purchase = new PurchaseState("tcss", { recordObservedAt: true });
      assert.deepEqual(await resolved(purchase.purchaseState), answer);
      assert.equal(await resolved(purchase.observedAt), observedAt);
      answer = full;
      const untimed = new PurchaseState("untimed", { recordObservedAt: true });
      assert.deepEqual(await resolved(untimed.purchaseState), full);
    });

    // the engine shows a preview the inputs, which always hold it
    const previews: [
      what: string,
      args: PurchaseStateArgs,
      config: object,
      isShown: boolean,
      stale?: true,
    ][] = [
      ["where nobody asks for it", {}, {}, false],
      ["by recordObservedAt", { recordObservedAt: true }, {}, true],
      ["by an output", { recordObservedAt: pulumi.output(true) }, {}, true],
      ["by the configuration", {}, { "tcss:recordObservedAt": "true" }, true],
      ["where the argument says no", { recordObservedAt: false }, { "tcss:recordObservedAt": "true" }, false],
      ["by onUnavailable", { onUnavailable: "lastKnown" }, {}, true],
      ["by the configuration's onUnavailable", {}, { "tcss:onUnavailable": "lastKnown" }, true],
      ["for last known values", {}, {}, true, true],
    ];
    for (const [what, args, config, isShown, stale] of previews)
      it(`in a preview as it will be in the outputs: ${isShown ? "" : "not "}${what}`, async () => {
        await pulumi.runtime.setMocks(
          {
            newResource: ({ name, inputs }) => ({ id: name, state: { ...inputs, purchaseState: answer } }),
            call: () => assert.fail("no function is called"),
          },
          undefined,
          undefined,
          true,
        );
        pulumi.runtime.setAllConfig(config as Record<string, string>);
        answer = { ...full, observedAt, ...(stale && { stale }) };
        const purchase = new PurchaseState("tcss", args);
        const { observedAt: shown, ...others } = await resolved(purchase.purchaseState);
        const { observedAt: _, ...expected } = answer;
        assert.deepEqual(others, expected);
        assert.equal(shown, isShown ? observedAt : undefined);
        assert.equal(await resolved(purchase.observedAt), shown);
      });
  });

  describe("fromStack", () => {
    const REFERENCE = "pulumi:pulumi:StackReference";
    const stack = "acme/security/prod";
    const published = { ...full, observedAt: "2024-09-30T00:00:00Z" };
    let exported: Record<string, unknown>;
    beforeEach(async () => {
      await pulumi.runtime.setMocks({
        newResource: ({ type, name, inputs }) => {
          registered.push({ type, name, inputs });
          const state = type === REFERENCE ? { outputs: exported } : { purchaseState: answer };
          return { id: name, state: { ...inputs, ...state } };
        },
        call: () => assert.fail("no function is called"),
      });
    });

    /** What has reached the engine as the resource's inputs. */
    async function inputsOf(purchase: PurchaseState): Promise<Record<string, unknown>> {
      await resolved(purchase.urn);
      const { __provider: _, ...inputs } =
        registered.find(({ type }) => type !== REFERENCE)?.inputs ?? assert.fail("not registered");
      return inputs;
    }

    const ways: [what: string, outputs: Record<string, unknown>, values: object][] = [
      ["fields, each under its own name", published, published],
      ["the whole as purchaseState", { purchaseState: published }, published],
      ["both: the whole counts", { state: 0, coresCnt: 1, purchaseState: published }, published],
      ["some of the fields", { state: 3 }, { state: 3 }],
      ["nothing of a purchase state", {}, {}],
    ];
    for (const [what, outputs, values] of ways)
      it(`takes what the stack exports, and nothing else of it: ${what}`, async () => {
        exported = { ...outputs, kubeconfig: "secret", account: "other", endpoint: "http://127.0.0.1:9" };
        assert.deepEqual(await inputsOf(PurchaseState.fromStack("tcss", { stack })), {
          fromStack: { stack, maxAgeHours: 24, values },
        });
      });

    it("hands on its arguments, outputs among them", async () => {
      exported = { state: 3 };
      const args = {
        stack: pulumi.output(stack),
        maxAgeHours: pulumi.output(2),
        account: pulumi.output("prod"),
        timeZone: "UTC",
      };
      assert.deepEqual(await inputsOf(PurchaseState.fromStack("tcss", args)), {
        account: "prod",
        timeZone: "UTC",
        fromStack: { stack, maxAgeHours: 2, values: { state: 3 } },
      });
    });

    it("reads the stack by a reference of its own, under the same parent", async () => {
      exported = published;
      const parent = new pulumi.ComponentResource("test:index:Component", "parent");
      await resolved(PurchaseState.fromStack("tcss", { stack }, { parent }).urn);
      const reference = registered.find(({ type }) => type === REFERENCE);
      assert.equal(reference?.name, "tcss-published-by");
      assert.equal(reference?.inputs["name"], stack);
    });

    it("hands out the values and their time as they were published", async () => {
      exported = published;
      answer = published;
      pulumi.runtime.setAllConfig({ "tcss:recordObservedAt": "true" });
      const purchase = PurchaseState.fromStack("tcss", { stack });
      assert.deepEqual(await resolved(purchase.purchaseState), published);
      assert.equal(await resolved(purchase.observedAt), published.observedAt);
      pulumi.runtime.setAllConfig({});
    });
  });

  it("has no accessor that would hide one of Pulumi's own properties", () => {
    for (const field of STORED_FIELDS) assert.equal(field in pulumi.dynamic.Resource.prototype, false, field);
  });
});

describe("the enumerations", () => {
  it("hold the values that the API documents", () => {
    assert.deepEqual(Object.values(State), [0, 1, 2, 3, 4]);
    assert.deepEqual(Object.values(AutomaticRenewal), [0, 1, 2]);
    assert.deepEqual(Object.values(ProtectionStatus), [
      "active",
      "trial",
      "notPurchased",
      "trialOver",
      "expired",
      "isolated",
      "destroyed",
      "unknown",
    ]);
  });
});

import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import {
  parsePurchaseState,
  STORED_FIELDS,
  type StoredPurchaseState,
  withoutAdditionalFields,
} from "../../../core/purchaseState";
import { AutomaticRenewal, ProtectionStatus, PurchaseState, State } from "../../../sdk";
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

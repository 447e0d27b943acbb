import assert from "node:assert/strict";
import {
  type GateSettingsArgs,
  parsePurchaseState,
  type Rule,
  rules,
  withoutAdditionalFields,
} from "pulumi-tcss/internal";
import { Gate } from "../../../../policy-pack/src/gate";
import type { StackResource } from "../../../../policy-pack/src/plan";
import { type ApiServer, startApiServer } from "../../support/apiServer";
import { gateSettings } from "../../support/gateSettings";
import { DURING_LICENCE, EXAMPLE } from "../../support/replies";
import { UnknownValueError } from "./bed";

const RULE = rules.find(({ id }) => id === "TCSS010") as Rule;
const TYPE = "pulumi-nodejs:dynamic/tcss:PurchaseState";
const WAIVER = { rule: "planned-cores-covered" as const, reason: "ticket 4711", expires: "2024-10-31" };

function resource(type: string, name: string, props: object): StackResource {
  const urn = `urn:pulumi:dev::shop::${type}::${name}`;
  return { type, name, urn, props: { ...props }, propertyDependencies: {} };
}

const STACK = resource("pulumi:pulumi:Stack", "shop-dev", {});
const POOL = resource("tencentcloud:Kubernetes/nodePool:NodePool", "web", {
  desiredCapacity: 2,
  autoScalingConfig: { instanceType: "S5.2XLARGE16" },
});
const IDLE = { ...EXAMPLE, UndefendCoresCnt: 0, AllCoresCnt: 68 };

/** A `PurchaseState` that this run has read. */
function purchase(reply: object, name = "tcss"): StackResource {
  const values = withoutAdditionalFields(parsePurchaseState(reply as Record<string, unknown>));
  return resource(TYPE, name, { purchaseState: { ...values, observedAt: DURING_LICENCE.toISOString() } });
}

describe("the gate and what a deployment adds", () => {
  let server: ApiServer;
  let notes: string[];
  beforeEach(async () => {
    server = await startApiServer();
    notes = [];
  });
  afterEach(() => server.close());

  /** What TCSS010 says of a phase with the pool and these resources, when all other policies have run. */
  async function judged(
    settings: GateSettingsArgs,
    { others = [] as StackResource[], preview = true, levels = {} } = {},
  ): Promise<string[]> {
    const gate = new Gate({
      settings: () => gateSettings(settings),
      env: {
        TENCENTCLOUD_SECRET_ID: "AKIDfromenv",
        TENCENTCLOUD_SECRET_KEY: "key-from-env",
        TENCENTCLOUD_TCSS_ENDPOINT: server.endpoint,
      },
      now: () => DURING_LICENCE,
      note: (text) => notes.push(text),
      skipsPreview: () => false,
    });
    gate.begin({ preview, name: "acme/shop/dev", config: () => undefined });
    gate.configure(levels);
    const all = [STACK, POOL, ...others];
    for (const each of all) {
      gate.plan.see(RULE, each);
      await gate.evaluateResource(rules[0] as Rule, {}, each);
    }
    await gate.plan.evaluateAll(all);
    gate.evaluateStack(all);
    return gate.plan.evaluate(RULE, all);
  }

  it("judges it against the account, which is asked once", async () => {
    const [message = "", ...more] = await judged({});
    assert.deepEqual(more, []);
    assert.match(
      message,
      /^This deployment adds 16 cores of container hosts \(node pool web: 2 × S5\.2XLARGE16\)/,
    );
    assert.equal(server.requests.length, 1);
  });

  it("takes the rule's own settings, and those of the gate", async () => {
    assert.deepEqual(await judged({}, { levels: { [RULE.name]: { maxUncoveredCores: 16 } } }), []);
    assert.deepEqual(await judged({ forecast: { countElastic: true } }), []);
  });

  it("judges it against each of several accounts, by name", async () => {
    const accounts = [{ account: "one" }, { account: "two" }];
    const messages = await judged({ accounts });
    assert.deepEqual(
      messages.map((message) => message.slice(0, 30)),
      ["Account one: This deployment a", "Account two: This deployment a"],
    );
    assert.ok(notes.some((note) => /it is unknown which account/.test(note)));
  });

  it("judges it against the program's resources where no account is asked", async () => {
    const settings = { source: "resources" as const };
    const [message = ""] = await judged(settings, { others: [purchase(EXAMPLE)] });
    assert.match(message, /^PurchaseState tcss: This deployment adds 16 cores/);
    assert.deepEqual(await judged(settings, { others: [purchase(IDLE)] }), []);
    const both = [purchase(IDLE, "a"), purchase(EXAMPLE, "b")];
    assert.equal((await judged(settings, { others: both })).length, 1);
    assert.equal(server.requests.length, 0);
  });

  it("cannot verify it by a PurchaseState that is not known yet", async () => {
    const later = resource(TYPE, "later", {});
    Object.defineProperty(later.props, "purchaseState", {
      get: () => {
        throw new UnknownValueError();
      },
      enumerable: true,
    });
    const [message = ""] = await judged({ source: "resources" }, { others: [later] });
    assert.match(message, /^PurchaseState later is not yet known in this preview\. .*cannot be verified/);
  });

  it("keeps it waived, and calls the waiver unused in no update", async () => {
    assert.deepEqual(await judged({ waivers: [WAIVER] }), []);
    assert.ok(notes.some((note) => /^TCSS010 planned-cores-covered is waived until 2024-10-31/.test(note)));
    notes = [];
    assert.deepEqual(await judged({ waivers: [WAIVER] }, { preview: false }), []);
    assert.deepEqual(
      notes.filter((note) => /waive/.test(note)),
      [],
    );
  });

  it("calls a waiver unused in a preview that adds nothing, or where the rule is disabled", async () => {
    const disabled = { levels: { [RULE.name]: { enforcementLevel: "disabled" } } };
    await judged({ waivers: [WAIVER] }, disabled as object);
    assert.ok(notes.some((note) => /The waiver of TCSS010 .* matches nothing here/.test(note)));
  });
});

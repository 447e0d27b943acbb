import assert from "node:assert/strict";
import {
  type AssessSettings,
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
const DISABLED: AssessSettings = { [RULE.name]: { enforcementLevel: "disabled" } };
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
    {
      others = [] as StackResource[],
      preview = true,
      levels = {} as AssessSettings,
      region = undefined as string | undefined,
    } = {},
  ): Promise<string[]> {
    const gate = new Gate({
      settings: () => gateSettings(settings),
      env: {
        TENCENTCLOUD_SECRET_ID: "AKIDfromenv",
        TENCENTCLOUD_SECRET_KEY: "key-from-env",
        TENCENTCLOUD_TCSS_ENDPOINT: server.endpoint,
        TENCENTCLOUD_CVM_ENDPOINT: server.endpoint,
      },
      now: () => DURING_LICENCE,
      note: (text) => notes.push(text),
      skipsPreview: () => false,
    });
    const config = (key: string) => (key === "tencentcloud:region" ? region : undefined);
    gate.begin({ preview, name: "acme/shop/dev", config });
    gate.configure(levels);
    const all = [STACK, POOL, ...others];
    for (const each of all) {
      gate.plan.see(RULE, each);
      await gate.evaluateResource(rules[0] as Rule, {}, each);
    }
    await gate.plan.evaluateAll(all);
    gate.evaluateStack(all);
    // the engine calls no policy that is disabled
    const isDisabled = levels[RULE.name]?.enforcementLevel === "disabled";
    return isDisabled ? [] : gate.plan.evaluate(RULE, all);
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

  describe("with forecast.lookup and a type that nothing else tells", () => {
    const LOOKUP = { forecast: { lookup: true } };
    const ACTION = "DescribeZoneInstanceConfigInfos";
    const ODD = resource("tencentcloud:Kubernetes/nodePool:NodePool", "odd", {
      desiredCapacity: 3,
      autoScalingConfig: { instanceType: "X9.HUGE96" },
    });
    const FOUND = { InstanceTypeQuotaSet: [{ InstanceType: "X9.HUGE96", Cpu: 24 }], RequestId: "r" };
    const regionsAsked = () =>
      server.requests
        .filter(({ headers }) => headers["x-tc-action"] === ACTION)
        .map(({ headers }) => headers["x-tc-region"]);

    it("asks CVM once, in the region of the stack's configuration", async () => {
      server.answerTo(ACTION, FOUND);
      const [message = ""] = await judged(LOOKUP, { others: [ODD], region: "ap-guangzhou" });
      assert.match(
        message,
        /adds 88 cores of container hosts \(node pool odd: 3 × X9\.HUGE96; node pool web/,
      );
      assert.deepEqual([regionsAsked(), notes], [["ap-guangzhou"], []]);
    });

    it("takes the region that the program gives the provider, and no two", async () => {
      server.answerTo(ACTION, FOUND);
      const provider = resource("pulumi:providers:tencentcloud", "cn", { region: "ap-beijing" });
      await judged(LOOKUP, { others: [ODD, provider] });
      assert.deepEqual(regionsAsked(), ["ap-beijing"]);
      const [message = ""] = await judged(LOOKUP, { others: [ODD, provider], region: "ap-guangzhou" });
      assert.match(message, /at least 16 cores/);
      assert.match(
        notes.join("\n"),
        /^TCSS010: X9\.HUGE96 could not be looked up: the region is not the same .*\. Set tencentcloud:region/m,
      );
      assert.equal(regionsAsked().length, 1);
    });

    it("asks once in vain, says why, and passes nothing", async () => {
      server.answerTo(ACTION, { Error: { Code: "UnauthorizedOperation", Message: "no" }, RequestId: "r-1" });
      const levels = { [RULE.name]: { maxUncoveredCores: 16 } };
      const [message = ""] = await judged(LOOKUP, { others: [ODD], levels, region: "ap-guangzhou" });
      assert.match(message, /cannot be verified: node pool odd \(cores of X9\.HUGE96 unknown\)/);
      assert.match(notes.join("\n"), /TCSS010: X9\.HUGE96 could not be looked up: .*r-1/);
      assert.equal(server.count(ACTION), 1);
    });

    it("asks nobody where the rule is disabled, the settings do not want it, or the stack is exempt", async () => {
      const region = "ap-guangzhou";
      await judged(LOOKUP, { others: [ODD], levels: DISABLED, region });
      await judged({}, { others: [ODD], region });
      const protects = [{ stack: "acme/shop/dev", live: false as const, reason: "a test" }];
      await judged({ ...LOOKUP, protects }, { others: [ODD], region });
      assert.equal(server.count(ACTION), 0);
    });
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
    await judged({ waivers: [WAIVER] }, { levels: DISABLED });
    assert.ok(notes.some((note) => /The waiver of TCSS010 .* matches nothing here/.test(note)));
  });
});

import assert from "node:assert/strict";
import {
  type Forecast,
  type PlacedReading,
  parsePurchaseState,
  type Rule,
  TcssError,
  type TypeLookup,
} from "pulumi-tcss/internal";
import { Plan, type PlanOptions, type StackResource } from "../../../policy-pack/src/plan";
import { gateSettings } from "../support/gateSettings";
import { EXAMPLE } from "../support/replies";

const RULE = { id: "TCSS010", name: "planned-cores-covered", needs: "forecast" } as Rule;
const POOL = "tencentcloud:Kubernetes/nodePool:NodePool";
const INSTANCE = "tencentcloud:Instance/instance:Instance";

class UnknownValueError extends Error {}

/** Two nodes of 8 cores, whose computed outputs are not known yet. */
function pool(name: string, type = POOL, instanceType = "S5.2XLARGE16"): StackResource {
  const inputs = { desiredCapacity: 2, autoScalingConfig: { instanceType } };
  const props = Object.defineProperty({ ...inputs }, "nodeCount", {
    enumerable: true,
    get: () => {
      throw new UnknownValueError();
    },
  });
  return { type, name, urn: `urn:pulumi:dev::shop::${type}::${name}`, props, propertyDependencies: {} };
}

const OTHERS = [
  { ...pool("stack"), type: "pulumi:pulumi:Stack" },
  { ...pool("bucket"), type: "aws:s3/bucket:Bucket" },
];

describe("what a deployment adds", () => {
  let notes: string[];
  let asked: number;
  beforeEach(() => {
    notes = [];
    asked = 0;
  });

  interface Judged extends PlacedReading {
    readonly who: string;
  }

  function planOf(options: Partial<PlanOptions<Judged>> & { who?: string[] } = {}): Plan<Judged> {
    const { who = ["the account"], ...others } = options;
    return new Plan<Judged>({
      settings: () => gateSettings(),
      readings: async () => {
        asked++;
        return who.map((name) => ({ who: name, reading: new TcssError("x", { kind: "api" }), place: {} }));
      },
      lookUp: async () => assert.fail("asks for instance types"),
      isDisabled: () => false,
      evaluate: (rule, { who: name, forecast }) =>
        `${rule.id} ${name}: ${(forecast as Forecast).added.certain}`,
      note: (text) => {
        if (!notes.includes(text)) notes.push(text);
      },
      skipsPreview: () => true,
      ...others,
    });
  }

  it("is judged at the end of a preview, once", async () => {
    const plan = planOf();
    plan.begin(true);
    for (const resource of [pool("web"), pool("jobs"), ...OTHERS]) plan.see(RULE, resource);
    const resources = [pool("web"), pool("jobs"), ...OTHERS];
    assert.deepEqual(await plan.evaluate(RULE, resources), ["TCSS010 the account: 32"]);
    assert.deepEqual(await plan.evaluate(RULE, resources), ["TCSS010 the account: 32"]);
    assert.deepEqual([asked, notes], [1, []]);
  });

  describe("with forecast.lookup", () => {
    const [known, odd] = [pool("web"), pool("odd", POOL, "X9.HUGE96")];
    const lookups: string[][] = [];
    beforeEach(() => lookups.splice(0));

    function asking(
      answer: TypeLookup,
      { isOn = true, reading = parsePurchaseState(EXAMPLE) as PlacedReading["reading"] } = {},
    ): Plan<Judged> {
      const forecast = { ...gateSettings().forecast, lookup: isOn };
      return planOf({
        settings: () => ({ ...gateSettings(), forecast }),
        readings: async () => [{ who: "the account", reading, place: {} }],
        lookUp: async (types) => {
          lookups.push([...types]);
          return answer;
        },
      });
    }

    it("asks once for a type that nothing else tells, whatever rules need it", async () => {
      const plan = asking({ cores: { "X9.HUGE96": 24 } });
      plan.begin(true);
      assert.deepEqual(await plan.evaluate(RULE, [known, odd]), ["TCSS010 the account: 64"]);
      await plan.evaluate({ ...RULE, id: "X" }, [known, odd]);
      assert.deepEqual([lookups, notes], [[["X9.HUGE96"]], []]);
      plan.begin(true);
      await plan.evaluate(RULE, [known, odd]);
      assert.equal(lookups.length, 2);
    });

    it("tells why a type is unknown still, and counts it as nothing known", async () => {
      const plan = asking({ cores: {}, notice: "X9.HUGE96 could not be looked up: x" });
      plan.begin(true);
      assert.deepEqual(await plan.evaluate(RULE, [known, odd]), ["TCSS010 the account: 16"]);
      assert.deepEqual(notes, ["TCSS010: X9.HUGE96 could not be looked up: x"]);
    });

    it("asks nobody without need", async () => {
      const answer = { cores: { "X9.HUGE96": 24 } };
      const vm = { ...pool("vm", INSTANCE), props: { instanceType: "X9.HUGE96" } };
      const unread = new TcssError("x", { kind: "network" });
      for (const [plan, resources, isPreview = true] of [
        [asking(answer, { isOn: false }), [odd]],
        [asking(answer), [known]],
        [asking(answer), [vm]],
        [asking(answer), [odd], false],
        [asking(answer, { reading: unread }), [odd]],
      ] as const) {
        plan.begin(isPreview);
        await plan.evaluate(RULE, resources);
      }
      assert.deepEqual(lookups, []);
    });
  });

  it("is judged again in the next preview", async () => {
    const plan = planOf();
    plan.begin(true);
    await plan.evaluate(RULE, [pool("web")]);
    plan.begin(true);
    assert.deepEqual(await plan.evaluate(RULE, [pool("web"), pool("jobs")]), ["TCSS010 the account: 32"]);
  });

  it("takes no reading where a program creates no container hosts", async () => {
    const plan = planOf();
    plan.begin(true);
    for (const resource of OTHERS) plan.see(RULE, resource);
    assert.deepEqual(await plan.evaluate(RULE, OTHERS), []);
    const vpc = { ...pool("net", "tencentcloud:Vpc/instance:Instance"), props: { cidrBlock: "10.0.0.0/8" } };
    assert.deepEqual(await plan.evaluate({ ...RULE, id: "X" }, [vpc]), []);
    assert.deepEqual([asked, notes], [0, []]);
  });

  it("is not judged in an update, nor without a phase", async () => {
    const plan = planOf();
    assert.deepEqual(await plan.evaluate(RULE, [pool("web")]), []);
    plan.begin(false);
    assert.deepEqual(await plan.evaluate(RULE, [pool("web")]), []);
    assert.equal(asked, 0);
  });

  it("must find room in each of several accounts, and says why", async () => {
    const plan = planOf({ who: ["a", "b"] });
    plan.begin(true);
    assert.deepEqual(await plan.evaluate(RULE, [pool("web")]), ["TCSS010 a: 16", "TCSS010 b: 16"]);
    assert.deepEqual(notes, [
      "TCSS010: it is unknown which account the planned container hosts belong to, so each account must have room for all of them.",
    ]);
  });

  it("takes the cores of a type from the settings", async () => {
    const instanceTypes = { "S5.2XLARGE16": 100 };
    const plan = planOf({ settings: () => gateSettings({ forecast: { instanceTypes } }) });
    plan.begin(true);
    assert.deepEqual(await plan.evaluate(RULE, [pool("web")]), ["TCSS010 the account: 200"]);
  });

  it("is not judged by settings that cannot be understood: the stack is blocked for them already", async () => {
    const plan = planOf({ settings: () => new TcssError("x", { kind: "configuration" }) });
    plan.begin(true);
    plan.see(RULE, pool("web"));
    assert.deepEqual(await plan.evaluate(RULE, [pool("web")]), []);
  });

  describe("in an update", () => {
    /** What is said of updates of these resources. */
    function noted(isWithout: boolean | undefined, types: string[], instances?: "possible"): string[] {
      const settings = gateSettings({ forecast: instances && { instances } });
      const plan = planOf({ skipsPreview: () => isWithout, settings: () => settings });
      plan.begin(false);
      for (const type of types) plan.see(RULE, pool("web", type));
      return notes;
    }

    it("that has no preview is said not to be judged, once", () => {
      assert.deepEqual(noted(true, [POOL, POOL, OTHERS[0]?.type ?? ""]), [
        "TCSS010 planned-cores-covered has not judged the container hosts that this deployment adds: it judges a preview, and this run has none (--skip-preview). Run pulumi preview with the same policy pack first.",
      ]);
    });

    it("that has had a preview nothing is said", () => {
      assert.deepEqual(noted(false, [POOL]), []);
    });

    it("of which it is unknown whether it had a preview, both are said", () => {
      assert.match(noted(undefined, [POOL])[0] ?? "", /judges a preview\. If this run has none/);
    });

    it("nothing is said of resources that are no container hosts, or only may be some", () => {
      assert.deepEqual(noted(true, ["aws:s3/bucket:Bucket", "tencentcloud:Vpc/instance:Instance"]), []);
      assert.deepEqual(noted(true, [INSTANCE]), []);
      assert.equal(noted(true, [INSTANCE], "possible").length, 1);
    });
  });
});

import assert from "node:assert/strict";
import type { PolicyResource } from "../../../../policy-pack/src/resource";
import { example, judged, resource, TYPES, throwingAt, UnknownValueError, useGate, values } from "./bed";

describe("Gate", () => {
  const bed = useGate();

  for (const type of TYPES)
    describe(`on a resource of type ${type}`, () => {
      it("judges its own values without asking, whatever the source", async () => {
        for (const source of ["live", "resources"] as const) {
          const verdicts = await judged(bed.gate({ source }), resource({ purchaseState: example }, type));
          assert.deepEqual(Object.keys(verdicts), ["TCSS002"]);
        }
        assert.equal(bed.server.requests.length, 0);
      });

      it("derives again what is derived", async () => {
        const purchaseState = { ...example, idleCoresCnt: 5000 };
        const verdicts = await judged(bed.gate(), resource({ purchaseState }, type));
        assert.match(verdicts["TCSS002"] ?? "", /Up to 79 bought cores are idle/);
      });

      it("reads its times in its own zone", async () => {
        // 13:01:18 in New York is 18:01:18 in UTC
        const now = (): Date => new Date("2024-12-24T18:01:17Z");
        const purchaseState = { ...example, observedAt: "2024-12-24T18:01:17Z" };
        const props = { purchaseState, timeZone: "America/New_York" };
        assert.deepEqual(Object.keys(await judged(bed.gate({ now }), resource(props, type))), ["TCSS002"]);
        assert.deepEqual(Object.keys(await judged(bed.gate({ now }), resource({ purchaseState }, type))), [
          "TCSS001",
          "TCSS002",
        ]);
      });

      it("blocks when it holds no values", async () => {
        assert.deepEqual(await judged(bed.gate(), resource({}, type)), {
          TCSS000:
            "Protection cannot be verified: PurchaseState tcss holds no values: its account could not be read, or it is not a --target of this run. The resource's own error gives the reason; if it has none, run without --target.",
        });
      });

      it("blocks when its values are not there", async () => {
        const { observedAt } = example;
        const verdicts = await judged(bed.gate(), resource({ purchaseState: { observedAt } }, type));
        assert.deepEqual(Object.keys(verdicts), ["TCSS001", "TCSS002"]);
      });
    });

  describe("on a resource with last known values", () => {
    const stale = (observedAt?: string): PolicyResource =>
      resource({ purchaseState: { ...values, stale: true, ...(observedAt && { observedAt }) } });

    it("judges them while they are fresh enough", async () => {
      const verdicts = await judged(bed.gate(), stale("2024-09-30T00:00:00Z"));
      assert.deepEqual(Object.keys(verdicts), ["TCSS002"]);
    });

    it("blocks when they are too old", async () => {
      assert.deepEqual(await judged(bed.gate(), stale("2024-09-29T23:59:59Z")), {
        TCSS000:
          "Protection cannot be verified: PurchaseState tcss holds last known values of 2024-09-29T23:59:59Z, longer ago than the gate accepts (maxStaleHours: 24). Deploy again when the account can be asked.",
      });
    });

    it("blocks when nobody knows how old they are", async () => {
      for (const observedAt of [undefined, "soon"]) {
        const verdicts = await judged(bed.gate(), stale(observedAt));
        assert.match(verdicts["TCSS000"] ?? "", /holds last known values of unknown age\. Deploy again/);
      }
    });
  });

  describe("on values that are not known in this preview", () => {
    const unknown = new UnknownValueError("unknown");
    const cases: [what: string, props: Record<string, unknown>][] = [
      ["the whole", throwingAt("purchaseState", unknown)],
      ["one of the values", { purchaseState: throwingAt("undefendCoresCnt", unknown, example) }],
      ["the time zone", throwingAt("timeZone", unknown, { purchaseState: example })],
    ];
    for (const [what, props] of cases)
      it(`neither throws nor finds fault, and says so once: ${what}`, async () => {
        const one = bed.gate();
        assert.deepEqual(await judged(one, resource(props)), {});
        assert.deepEqual(await judged(one, resource(props)), {});
        assert.deepEqual(bed.notes, [
          "PurchaseState tcss is not yet known in this preview: which account it reads depends on another resource. It is evaluated again during the update, before anything that depends on it.",
        ]);
      });

    it("says it again in the next phase, and for each resource", async () => {
      const one = bed.gate();
      const [, props] = cases[0] as (typeof cases)[0];
      await judged(one, resource(props));
      await judged(one, { ...resource(props), name: "other" });
      assert.equal(bed.notes.length, 2);
      one.begin({ preview: true, name: "acme/shop/dev", config: () => undefined });
      await judged(one, resource(props));
      assert.equal(bed.notes.length, 3);
    });

    it("hands on any other error", async () => {
      const props = throwingAt("purchaseState", new TypeError("broken"));
      await assert.rejects(judged(bed.gate(), resource(props)), /broken/);
      assert.deepEqual(bed.notes, []);
    });
  });

  describe("on values that another stack has published", () => {
    const published = (observedAt?: string, maxAgeHours = 24): PolicyResource =>
      resource({
        purchaseState: { ...values, ...(observedAt && { observedAt }) },
        fromStack: { stack: "acme/security/prod", maxAgeHours },
      });
    const unusable = (problem: string): Record<string, string> => ({
      TCSS000: `Protection cannot be verified: PurchaseState tcss holds values of stack acme/security/prod ${problem}`,
    });

    it("judges them while they are young enough", async () => {
      const verdicts = await judged(bed.begun({}), published("2024-09-30T00:00:00Z"));
      assert.deepEqual(Object.keys(verdicts), ["TCSS002"]);
    });

    for (const [maxAgeHours, maxStaleHours] of [
      [12, 24],
      [24, 12],
    ] as const)
      it(`blocks when they are too old by the stricter of maxAgeHours ${maxAgeHours} and maxStaleHours ${maxStaleHours}`, async () => {
        const one = bed.begun({ maxStaleHours });
        assert.deepEqual(
          await judged(one, published("2024-09-30T11:59:59Z", maxAgeHours)),
          unusable(
            "of 2024-09-30T11:59:59Z, longer ago than the gate accepts (accepted: 12 hours). Update that stack.",
          ),
        );
      });

    for (const [what, observedAt] of [
      ["nobody knows how old they are", undefined],
      ["they are of a time to come", "2024-10-01T00:06:00Z"],
    ] as const)
      it(`blocks when ${what}`, async () => {
        const { TCSS000 = "", ...others } = await judged(bed.begun({}), published(observedAt));
        assert.deepEqual(others, {});
        assert.ok(TCSS000.startsWith(unusable("of unknown age. ")["TCSS000"] ?? ""), TCSS000);
      });
  });

  it("ignores resources of other types", async () => {
    for (const type of ["aws:s3/bucket:Bucket", "pulumi-nodejs:dynamic:Resource", "tcss:index:Other"])
      assert.deepEqual(await judged(bed.gate(), resource({ purchaseState: {} }, type)), {});
    assert.equal(bed.server.requests.length, 0);
  });
});

import assert from "node:assert/strict";
import { type Forecast, forecast, type ResourceChange } from "../../../../core/forecast";
import { UNKNOWN } from "../../../../core/forecast/properties";
import { parsePurchaseState } from "../../../../core/model/parse";
import { LIST_PRICES } from "../../../../core/model/prices";
import type { RuleEvidence } from "../../../../core/rules/evidence";
import { plannedCoresCovered } from "../../../../core/rules/plannedCoresCovered";
import { sentencesOf, textOf } from "../../../../core/words";
import { DURING_LICENCE, EXAMPLE } from "../../support/replies";
import { READER } from "../../support/said";

/** A reply of `bought` cores, `cores` of which protect something, while `undefended` others are undefended. */
function reply(bought: number, cores: number, undefended = 0, more: object = {}) {
  return {
    ...EXAMPLE,
    AuthorizedCoresCnt: bought,
    CoresCnt: cores,
    UndefendCoresCnt: undefended,
    FlexibleCoresLimit: 5000,
    CurrentFlexibleCoresCnt: 0,
    ...more,
  };
}

const pool = (name: string, count: unknown, more: Partial<ResourceChange> = {}): ResourceChange => ({
  type: "tencentcloud:Kubernetes/nodePool:NodePool",
  name,
  action: "create",
  after: {
    desiredCapacity: count,
    minSize: 0,
    maxSize: 6,
    autoScalingConfig: { instanceType: "S5.2XLARGE16" },
  },
  ...more,
});

const WEB: readonly ResourceChange[] = [pool("web", 2)];

interface Case {
  readonly settings?: Partial<NonNullable<RuleEvidence["forecastSettings"]>>;
  readonly maxUncoveredCores?: number;
  readonly prices?: RuleEvidence["prices"];
}

function said(
  answer: Readonly<Record<string, unknown>>,
  planned: Forecast | readonly ResourceChange[] | undefined,
  { settings = {}, maxUncoveredCores = 0, prices }: Case = {},
): string | undefined {
  const result = plannedCoresCovered.evaluate(
    {
      reading: parsePurchaseState(answer),
      forecast: Array.isArray(planned) ? forecast(planned) : (planned as Forecast | undefined),
      forecastSettings: {
        instances: "certain",
        instanceTypes: {},
        countElastic: false,
        useMaximum: false,
        lookup: false,
        ...settings,
      },
      prices,
    },
    { maxUncoveredCores },
    DURING_LICENCE,
  );
  return (
    result &&
    `${result.outcome}: ${textOf(sentencesOf({ policyName: plannedCoresCovered.name, ...result }, READER))}`
  );
}

const BUY = "Buy the missing cores before the deployment, or reduce what it adds.";

describe("TCSS010 planned-cores-covered", () => {
  it("is advisory, needs a forecast, and is skipped when protection is not active", () => {
    const { id, name, defaultLevel, needs, skippedWhenInactive } = plannedCoresCovered;
    assert.deepEqual(
      { id, name, defaultLevel, needs, skippedWhenInactive },
      {
        id: "TCSS010",
        name: "planned-cores-covered",
        defaultLevel: "advisory",
        needs: "forecast",
        skippedWhenInactive: true,
      },
    );
  });

  it("counts for nothing where no plan is judged", () => {
    assert.equal(plannedCoresCovered.isInUse?.({ isPlanJudged: false }), false);
    assert.equal(plannedCoresCovered.isInUse?.({}), true);
    assert.equal(said(reply(0, 0), undefined), undefined);
  });

  it("names the resources, their count and type, and what the cores cost", () =>
    assert.equal(
      said(reply(68, 68), WEB),
      `violated: This deployment adds 16 cores of container hosts (node pool web: 2 × S5.2XLARGE16). No bought core is idle: 16 cores would be undefended, or billed elastically at about 4.00 USD a day. ${BUY}`,
    ));

  it("gives prices of the account's site", () =>
    assert.match(said(reply(68, 68), WEB, { prices: LIST_PRICES.mainland }) ?? "", /about 16\.00 CNY a day/));

  it("does not fire where idle cores cover it, nor where nothing is added", () => {
    assert.equal(said(reply(84, 68), WEB), undefined);
    assert.equal(said(reply(68, 68), []), undefined);
    // without a need for cores, the reply may lack everything
    assert.equal(said({ State: 3 }, []), undefined);
  });

  it("keeps idle cores for those that are undefended already", () => {
    assert.match(
      said(reply(78, 68, 4), WEB) ?? "",
      /Up to 10 bought cores are idle and 4 other cores wait for protection, which leaves 6: the other 10 would be undefended/,
    );
    assert.match(
      said(reply(70, 68, 40), WEB) ?? "",
      /Up to 2 bought cores are idle, but 40 other cores wait for protection: 16 cores would be/,
    );
  });

  it("accepts what maxUncoveredCores accepts", () => {
    assert.equal(said(reply(68, 68), WEB, { maxUncoveredCores: 16 }), undefined);
    assert.match(said(reply(68, 68), WEB, { maxUncoveredCores: 15 }) ?? "", /\(15 are accepted\)/);
  });

  it("counts room of elastic billing only where the settings say so", () => {
    assert.equal(said(reply(68, 68), WEB, { settings: { countElastic: true } }), undefined);
    assert.match(
      said(reply(68, 68, 0, { FlexibleCoresLimit: 10 }), WEB, { settings: { countElastic: true } }) ?? "",
      /No bought core is idle and elastic billing has room for 10: the other 6 would be undefended \(elastic billing has no room left\)/,
    );
    assert.match(
      said(reply(68, 68, 0, { FlexibleCoresLimit: undefined }), WEB, { settings: { countElastic: true } }) ??
        "",
      /^unverifiable: .*FlexibleCoresLimit/,
    );
  });

  it("promises no elastic billing that has no limit or no room", () => {
    assert.match(
      said(reply(68, 68, 0, { FlexibleCoresLimit: 0 }), WEB) ?? "",
      /would be undefended \(elastic billing has no limit set, so it covers none\)/,
    );
    assert.match(
      said(reply(68, 68, 0, { FlexibleCoresLimit: 10, CurrentFlexibleCoresCnt: 4 }), WEB) ?? "",
      /would be undefended, or for up to 6 of them billed elastically/,
    );
  });

  it("cannot be verified by the maximum where the plan does not tell it", () => {
    const after = { ...WEB[0]?.after, maxSize: UNKNOWN };
    const planned = [pool("web", 2, { after })];
    assert.equal(said(reply(500, 68), planned), undefined);
    assert.match(said(reply(500, 68), planned, { settings: { useMaximum: true } }) ?? "", /web.*number/);
  });

  it("counts at most where the settings say so", () =>
    assert.match(
      said(reply(68, 68), WEB, { settings: { useMaximum: true } }) ?? "",
      /adds up to 48 cores of container hosts .* 48 cores would be/,
    ));

  it("leaves machines out that may run no container, unless the settings count them", () => {
    const machine: ResourceChange = {
      type: "tencentcloud_instance",
      name: "tencentcloud_instance.vm",
      action: "create",
      after: { instance_type: "S5.LARGE8" },
    };
    assert.equal(said(reply(68, 68), [machine]), undefined);
    assert.match(
      said(reply(68, 68), [machine], { settings: { instances: "possible" } }) ?? "",
      /adds 4 cores of machines that may run containers \(instance vm: 1 × S5\.LARGE8\)/,
    );
  });

  it("counts removed cores where the plan has them, and says so where it has not", () => {
    const gone = pool("old", 1, { action: "delete", before: pool("old", 1).after, after: undefined });
    assert.match(
      said(reply(68, 68), [...WEB, gone]) ?? "",
      /\(node pool web: 2 × S5\.2XLARGE16\) and removes 8: 8 more in all\. No bought core is idle: 8 cores/,
    );
    assert.match(
      said(reply(68, 68), [...WEB, gone]) ?? "",
      /machines of node pool old stay after its deletion/,
    );
    assert.match(
      said(reply(68, 68), forecast(WEB, {}, { seesRemovals: false })) ?? "",
      /Cores that the deployment removes are not counted/,
    );
    assert.doesNotMatch(said(reply(68, 68), WEB) ?? "", /not counted/);
  });

  it("counts the growth of what exists", () => {
    const grown = pool("web", 5, { action: "update", before: pool("web", 3).after });
    assert.match(
      said(reply(68, 68), [grown]) ?? "",
      /adds 16 cores of container hosts \(node pool web: 2 × S5/,
    );
  });

  describe("of what counts as new because its size before is unknown", () => {
    const assumed = pool("web", 2, { isAssumedNew: true });

    it("cannot verify that cores lack, and says so", () =>
      assert.match(
        said(reply(68, 68), [assumed]) ?? "",
        /cannot be verified: node pool web \(size before the deployment unknown\)\. .*tcss check --plan -\. node pool web may exist already, .*counts as new/,
      ));

    it("does not fire where idle cores cover all of it", () =>
      assert.equal(said(reply(68, 40), [assumed]), undefined));

    it("is violated where what is new for certain is too much", () =>
      assert.match(
        said(reply(68, 68), [assumed, pool("jobs", 1)]) ?? "",
        /adds 24 cores .*web may exist already/s,
      ));
  });

  it("does not call cores undefended whose cluster the plan switches on", () => {
    const inside = { ...pool("web", 2).after, clusterId: "cls-1" };
    const access: ResourceChange = {
      type: "tencentcloud:Tcss/clusterAccess:ClusterAccess",
      name: "access",
      action: "create",
      after: { clusterId: "cls-1", switchOn: true },
    };
    assert.match(
      said(reply(68, 68), [pool("web", 2, { after: inside }), access]) ?? "",
      /16 cores would be billed elastically at about 4\.00 USD a day, because the plan switches protection on/,
    );
  });

  describe("cannot be verified", () => {
    const cases: [what: string, changes: readonly ResourceChange[], message: RegExp][] = [
      ["with an unknown count", [pool("web", UNKNOWN)], /node pool web \(number of machines unknown\)/],
      [
        "with a type that nobody knows",
        [
          {
            type: "tencentcloud_kubernetes_scale_worker",
            name: 'module.a[0].tencentcloud_kubernetes_scale_worker.w["x"]',
            action: "create",
            after: { worker_config: [{ count: 1, instance_type: "X.ODD" }] },
          },
        ],
        /scale worker module\.a\[0\]\.w\["x"\] \(cores of X\.ODD unknown\)\. Give the cores of the type under forecast\.instanceTypes/,
      ],
      ["with a deferred resource", [pool("web", 2, { isDeferred: true })], /left for a later run/],
    ];
    for (const [what, changes, message] of cases)
      it(what, () => {
        const text = said(reply(680, 68), changes) ?? "";
        assert.match(text, /^unverifiable: .* cannot be verified: /);
        assert.match(text, message);
      });

    it("with an incomplete plan", () =>
      assert.match(
        said(reply(680, 68), forecast([], {}, { incompletePlan: "plan.json" })) ?? "",
        /^unverifiable: .*plan\.json \(the plan is not complete/,
      ));

    it("without a count of the reply that is needed", () =>
      assert.match(
        said({ ...reply(68, 68), UndefendCoresCnt: undefined }, WEB) ?? "",
        /^unverifiable: .*UndefendCoresCnt/,
      ));

    it("but is violated where the known part is too much already, which names the rest", () =>
      assert.match(
        said(reply(68, 68), [...WEB, pool("jobs", UNKNOWN)]) ?? "",
        /^violated: .*More is unknown and not counted: node pool jobs/,
      ));

    it("not because of what is deleted", () =>
      assert.equal(
        said(reply(68, 68), [
          pool("old", 1, {
            action: "delete",
            before: { desiredCapacity: 1, autoScalingConfig: { instanceType: "X.ODD" } },
            after: undefined,
          }),
        ]),
        undefined,
      ));
  });

  it("names five resources and counts the others", () => {
    const many = Array.from({ length: 8 }, (_, index) => pool(`p${index}`, index + 1));
    assert.match(said(reply(0, 0), many) ?? "", /node pool p3: 4 × S5\.2XLARGE16; and 3 more\)/);
  });
});

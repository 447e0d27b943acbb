import assert from "node:assert/strict";
import { forecast, type ResourceChange } from "../../../../core/forecast";
import { UNKNOWN } from "../../../../core/forecast/properties";
import { parsePurchaseState } from "../../../../core/model/parse";
import type { RuleEvidence } from "../../../../core/rules/evidence";
import {
  type PlannedCoresCoveredFacts,
  plannedCoresCovered,
} from "../../../../core/rules/plannedCoresCovered";
import { DURING_LICENCE, EXAMPLE } from "../../support/replies";

type Facts = PlannedCoresCoveredFacts["uncovered"];

const NOTHING_FREE = {
  ...EXAMPLE,
  AuthorizedCoresCnt: 68,
  CoresCnt: 68,
  UndefendCoresCnt: 0,
  CurrentFlexibleCoresCnt: 0,
};

function judged(
  changes: readonly ResourceChange[],
  forecastSettings: RuleEvidence["forecastSettings"] | Partial<RuleEvidence["forecastSettings"]> = {},
  reply: object = {},
) {
  return plannedCoresCovered.evaluate(
    {
      reading: parsePurchaseState({ ...NOTHING_FREE, ...reply }),
      forecast: forecast(changes),
      forecastSettings: forecastSettings as RuleEvidence["forecastSettings"],
    },
    { maxUncoveredCores: 0 },
    DURING_LICENCE,
  );
}

function factsOf(...given: Parameters<typeof judged>): Facts {
  const result = judged(...given);
  assert.equal(result?.key, "uncovered");
  return result?.facts as Facts;
}

const hosts = (count: unknown, instanceType = "S5.2XLARGE16") => ({
  desiredCapacity: count,
  minSize: 0,
  maxSize: 50,
  autoScalingConfig: { instanceType },
});

const pool = (name: string, count: unknown, more: Partial<ResourceChange> = {}): ResourceChange => ({
  type: "tencentcloud:Kubernetes/nodePool:NodePool",
  name,
  action: "create",
  after: hosts(count),
  ...more,
});

const machine = (name: string, instanceType: unknown = "S5.LARGE8"): ResourceChange => ({
  type: "tencentcloud_instance",
  name,
  action: "create",
  after: { instance_type: instanceType },
});

const names = (each: readonly { readonly name: string }[]): string[] => each.map(({ name }) => name);
const seven = <Item>(of: (index: number) => Item): Item[] =>
  Array.from({ length: 7 }, (_, index) => of(index));

describe("the facts of TCSS010 planned-cores-covered", () => {
  it("are those of certain hosts at their planned number, without elastic billing, where the settings say nothing", () => {
    const { plannedCores, addedCores, instances, useMaximum, elasticRoomCores } = factsOf([
      pool("web", 2),
      machine("vm"),
    ]);
    assert.deepEqual(
      { plannedCores, addedCores, instances, useMaximum, elasticRoomCores },
      {
        plannedCores: 16,
        addedCores: 16,
        instances: "certain",
        useMaximum: false,
        elasticRoomCores: undefined,
      },
    );
  });

  it("name bought cores, or those of a trial", () => {
    assert.equal(factsOf([pool("web", 2)]).idleKind, "bought");
    assert.equal(
      factsOf([pool("web", 2)], {}, { AuthorizedCoresCnt: 0, TrialCoresCnt: 68, State: 2 }).idleKind,
      "trial",
    );
  });

  it("leave out what may run no container, known or not, unless the settings count it", () => {
    const changes = [pool("web", 2), machine("vm"), machine("odd", UNKNOWN)];
    const certain = factsOf(changes);
    assert.deepEqual([names(certain.resources), names(certain.unknown)], [["web"], []]);
    const possible = factsOf(changes, { instances: "possible" });
    assert.deepEqual([names(possible.resources), names(possible.unknown)], [["web", "vm"], ["odd"]]);
    assert.equal(possible.plannedCores, 20);
  });

  it("hold nothing unknown where all is known", () => {
    const { unknown, moreUnknown, assumedNew, keptInstances, moreResources } = factsOf([pool("web", 2)]);
    assert.deepEqual(
      { unknown, moreUnknown, assumedNew, keptInstances, moreResources },
      {
        unknown: [],
        moreUnknown: 0,
        assumedNew: [],
        keptInstances: [],
        moreResources: 0,
      },
    );
  });

  it("name five of each kind, and count the others of what adds and of what is unknown", () => {
    const { resources, moreResources, unknown, moreUnknown, assumedNew, keptInstances } = factsOf([
      ...seven((index) => pool(`new${index}`, 10 + index, { isAssumedNew: true })),
      // what is new for certain, beyond what is removed
      pool("sure", 8),
      ...seven((index) => pool(`unknown${index}`, UNKNOWN)),
      ...seven((index) => pool(`old${index}`, 1, { action: "delete", before: hosts(1), after: undefined })),
    ]);
    assert.deepEqual(names(resources), ["new6", "new5", "new4", "new3", "new2"]);
    assert.deepEqual(names(assumedNew), names(resources));
    assert.deepEqual(names(unknown), ["unknown0", "unknown1", "unknown2", "unknown3", "unknown4"]);
    assert.deepEqual(names(keptInstances), ["old0", "old1", "old2", "old3", "old4"]);
    assert.deepEqual([moreResources, moreUnknown], [3, 2]);
  });

  describe("count the machines that an update adds", () => {
    const update = (name: string, after: object, before: object): ResourceChange =>
      pool(name, 0, {
        action: "update",
        after: after as ResourceChange["after"],
        before: before as ResourceChange["before"],
      });
    const cases: [what: string, change: ResourceChange, count: number | undefined, cores: number][] = [
      ["of one type", update("a", hosts(5), hosts(3)), 2, 16],
      ["not where the type grows as well", update("a", hosts(5, "S5.4XLARGE32"), hosts(3)), undefined, 56],
      ["not where the type alone grows", update("a", hosts(3, "S5.4XLARGE32"), hosts(3)), undefined, 24],
      [
        "not where there are fewer of a larger type",
        update("a", hosts(2, "S5.4XLARGE32"), hosts(3)),
        undefined,
        8,
      ],
      ["and all of a resource that is new", pool("a", 3), 3, 24],
      ["and all of one that is replaced", pool("a", 3, { action: "replace", before: hosts(2) }), 3, 24],
    ];
    for (const [what, change, count, cores] of cases)
      it(what, () => {
        const [found] = factsOf([change]).resources;
        assert.deepEqual([found?.count, found?.cores], [count, cores]);
      });
  });

  it("take used elastic cores from the room of elastic billing", () => {
    const elastic = { FlexibleCoresLimit: 30, CurrentFlexibleCoresCnt: 20 };
    const facts = factsOf([pool("web", 2)], { countElastic: true }, { ...elastic, CoresCnt: 88 });
    assert.deepEqual([facts.elasticRoomCores, facts.uncoveredCores], [10, 6]);
  });

  it("say how many cores join clusters that the plan switches on, of those that count", () => {
    const access: ResourceChange = {
      type: "tencentcloud_tcss_cluster_access",
      name: "access",
      action: "create",
      after: { cluster_id: "cls-1", switch_on: true },
    };
    const inside = { ...hosts(2), clusterId: "cls-1" };
    const { switchedOnCores } = factsOf([pool("in", 2, { after: inside }), pool("out", 3), access]);
    assert.equal(switchedOnCores, 16);
  });

  const missing: [what: string, settings: object, reply: object, problem: object][] = [
    [
      "idle cores that nothing tells",
      {},
      { AuthorizedCoresCnt: null },
      { problem: "missing", field: "authorizedCoresCnt" },
    ],
    [
      "elastic cores in use that are no count",
      { countElastic: true },
      { State: 4, CurrentFlexibleCoresCnt: -1 },
      { problem: "negative", field: "currentFlexibleCoresCnt", count: -1 },
    ],
  ];
  for (const [what, settings, reply, problem] of missing)
    it(`name ${what}`, () => {
      const result = judged([pool("web", 2)], settings, reply);
      assert.equal(result?.outcome, "unverifiable");
      assert.deepEqual(result?.facts, { problem });
    });
});

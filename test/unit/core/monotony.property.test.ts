import assert from "node:assert/strict";
import fc from "fast-check";
import type { AssessSettings } from "../../../core/assess";
import { TcssError } from "../../../core/base/errors";
import { type Forecast, forecast } from "../../../core/forecast";
import { assessReading, type Waiver } from "../../../core/gate";
import { parsePurchaseState } from "../../../core/model/parse";
import type { PurchaseState } from "../../../core/model/purchaseState";
import { rules } from "../../../core/rules";
import type { AssetSettings } from "../../../core/rules/evidence";
import { coverageWith } from "../support/coverages";
import { DURING_LICENCE, EXAMPLE } from "../support/replies";
import { replies } from "../support/replyArbitraries";

/** What the gate is asked: a reading, the settings and waivers that count, and when. */
interface Gate {
  readonly reading: PurchaseState | TcssError;
  readonly settings: AssessSettings;
  readonly waivers: readonly Waiver[];
  readonly now: Date;
  /** Container hosts of 8 cores that the deployment adds; none, where no plan is judged. */
  readonly addedHosts: number;
  readonly assets: AssetSettings;
  /** How the lists of assets were read. */
  readonly listed: "read" | "refused" | "not asked";
}

function stops({ reading, settings, waivers, now, addedHosts, assets, listed }: Gate): boolean {
  const criteria = { settings, waivers, timeZone: "Asia/Shanghai", now, assets };
  const coverage = {
    read: coverageWith(undefined, { exempt: assets.exempt }),
    refused: new TcssError("refused", { kind: "api" }),
    "not asked": undefined,
  }[listed];
  const placed = { reading, place: {}, coverage, forecast: planOf(addedHosts) };
  return assessReading(placed, criteria).verdict !== "pass";
}

function planOf(hosts: number): Forecast | undefined {
  if (hosts === 0) return undefined;
  const workerConfig = [{ count: hosts, instance_type: "S5.2XLARGE16" }];
  const type = "tencentcloud_kubernetes_scale_worker";
  return forecast([{ type, name: "workers", action: "create", after: { worker_config: workerConfig } }]);
}

const LEVELS = ["disabled", "advisory", "mandatory"] as const;
const level = fc.constantFrom(...LEVELS);
/** Few rules have their say, so that the one in question often decides. */
const mostlyDisabled = fc.constantFrom(...LEVELS, "disabled", "disabled", "disabled", "disabled", "disabled");

/** Each threshold that a rule has: values that it may have, and which way is stricter. */
const THRESHOLDS = {
  maxUndefendedCores: { rule: "no-undefended-cores", values: fc.nat(200), stricter: "lower" },
  maxUnlicensedImages: { rule: "images-licensed", values: fc.nat(5000), stricter: "lower" },
  minDaysLeft: { rule: "expiring-soon", values: fc.nat(400), stricter: "higher" },
  maxElasticUse: {
    rule: "elastic-headroom",
    values: fc.nat(100).map((percent) => percent / 100),
    stricter: "lower",
  },
  maxUncoveredCores: { rule: "planned-cores-covered", values: fc.nat(100), stricter: "lower" },
} as const;

const settingsOfRules = fc
  .tuple(
    fc.record(Object.fromEntries(rules.map(({ name }) => [name, mostlyDisabled]))),
    fc.record(Object.fromEntries(Object.entries(THRESHOLDS).map(([key, { values }]) => [key, values]))),
  )
  .map(([levels, thresholds]): AssessSettings => {
    const settings = Object.entries(THRESHOLDS).map(([key, { rule }]) => [rule, { [key]: thresholds[key] }]);
    const own: Record<string, object> = Object.fromEntries(settings);
    return Object.fromEntries(
      Object.entries(levels).map(([name, enforcementLevel]) => [name, { ...own[name], enforcementLevel }]),
    );
  });

/** A little wrong with the example, or nothing: next to the thresholds, one step decides. */
const nearHealthy = fc
  .record({
    State: fc.constantFrom(2, 3),
    UndefendCoresCnt: fc.nat(200),
    AuthorizedCoresCnt: fc.integer({ min: 60, max: 160 }),
    AuthorizedImageCnt: fc.integer({ min: EXAMPLE.ImageCnt - 5000, max: EXAMPLE.ImageCnt }),
    CurrentFlexibleCoresCnt: fc.nat(5000),
    AutomaticRenewal: fc.nat(2),
  })
  .map((changes) => ({ ...EXAMPLE, AllCoresCnt: EXAMPLE.CoresCnt + changes.UndefendCoresCnt, ...changes }));

const anyTime = fc.date({
  min: new Date("1990-01-01"),
  max: new Date("2110-01-01"),
  noInvalidDate: true,
});
const readings = fc.oneof(
  { weight: 4, arbitrary: nearHealthy.map((reply) => parsePurchaseState(reply)) },
  { weight: 4, arbitrary: replies.map((reply) => parsePurchaseState(reply)) },
  { weight: 1, arbitrary: fc.constant(new TcssError("no answer came", { kind: "network" })) },
);

const waiver: fc.Arbitrary<Waiver> = fc.record({
  rule: fc.constantFrom(...rules.flatMap(({ id, name }) => [id, name] as Waiver["rule"][])),
  reason: fc.constant("for now"),
  expires: fc.constantFrom("2024-09-30", "2024-10-01", "2030-01-01"),
});

const gates: fc.Arbitrary<Gate> = fc.record({
  reading: readings,
  settings: settingsOfRules,
  waivers: fc.array(waiver, { maxLength: 6 }),
  now: fc.oneof(fc.constant(DURING_LICENCE), anyTime),
  addedHosts: fc.nat(10),
  assets: fc.record({
    exempt: fc.subarray(["shop", "cls-data", "tag:env=test", "web-9"]),
    mustBeDefended: fc.oneof(fc.constant([]), fc.subarray(["web-1", "data", "gone"])),
  }),
  listed: fc.constantFrom("read", "read", "refused", "not asked"),
});

/** `gate` with other settings of one rule. */
function withSettings(gate: Gate, rule: string, changes: object): Gate {
  return { ...gate, settings: { ...gate.settings, [rule]: { ...gate.settings[rule], ...changes } } };
}

interface Tightening {
  readonly what: string;
  /** A gate and the same one after it was made stricter. */
  readonly pairs: fc.Arbitrary<readonly [mild: Gate, strict: Gate]>;
}

const tightenings: Tightening[] = [
  ...rules.map(({ name }) => ({
    what: `raising the level of ${name}`,
    pairs: fc.tuple(gates, fc.uniqueArray(level, { minLength: 2, maxLength: 2 })).map(([gate, two]) => {
      const [mild, strict] = LEVELS.filter((one) => two.includes(one));
      return [
        withSettings(gate, name, { enforcementLevel: mild }),
        withSettings(gate, name, { enforcementLevel: strict }),
      ] as const;
    }),
  })),
  ...Object.entries(THRESHOLDS).map(([key, { rule, values, stricter }]) => ({
    what: `setting a ${stricter} ${key}`,
    pairs: fc.tuple(gates, values, values).map(([gate, one, other]) => {
      const [low, high] = [Math.min(one, other), Math.max(one, other)];
      const [mild, strict] = stricter === "lower" ? [high, low] : [low, high];
      return [
        withSettings(gate, rule, { [key]: mild, enforcementLevel: "mandatory" }),
        withSettings(gate, rule, { [key]: strict, enforcementLevel: "mandatory" }),
      ] as const;
    }),
  })),
  {
    what: "naming more that must be defended",
    pairs: gates.map((gate) => {
      const { mustBeDefended } = gate.assets;
      const strict = { ...gate.assets, mustBeDefended: [...mustBeDefended, "host:web-2"] };
      return [gate, { ...gate, assets: strict }] as const;
    }),
  },
  {
    what: "exempting nothing, where the assets are read",
    pairs: fc
      .tuple(gates, fc.subarray(["shop", "cls-data", "tag:env=test"], { minLength: 2 }))
      .map(([gate, exempt]) => {
        const { assets } = gate;
        const reading = parsePurchaseState(EXAMPLE);
        const judged = withSettings(gate, "no-undefended-cores", { enforcementLevel: "mandatory" });
        const one: Gate = { ...judged, reading, listed: "read", assets: { ...assets, exempt } };
        return [one, { ...one, assets: { ...assets, exempt: [] } }] as const;
      }),
  },
  {
    what: "removing a waiver",
    pairs: fc.tuple(gates, waiver, fc.nat()).map(([gate, extra, at]) => {
      const waivers = gate.waivers.toSpliced(at % (gate.waivers.length + 1), 0, extra);
      return [{ ...gate, waivers }, gate] as const;
    }),
  },
];

describe("a stricter gate never lets pass what a milder one stops (property):", () => {
  for (const { what, pairs } of tightenings)
    it(what, () => {
      const seen = { bothPass: 0, onlyStrictStops: 0, bothStop: 0 };
      fc.assert(
        fc.property(pairs, ([mild, strict]) => {
          const [before, after] = [stops(mild), stops(strict)];
          assert.ok(after || !before, "the stricter gate lets it pass");
          seen[before ? "bothStop" : after ? "onlyStrictStops" : "bothPass"]++;
        }),
        { numRuns: 500 },
      );
      for (const [outcome, times] of Object.entries(seen)) assert.ok(times > 0, `${outcome} never happened`);
    });
});

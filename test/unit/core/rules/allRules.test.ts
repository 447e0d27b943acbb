import assert from "node:assert/strict";
import { assess, blocks } from "../../../../core/assess";
import { TcssError } from "../../../../core/base/errors";
import { forecast } from "../../../../core/forecast";
import {
  type Finding,
  inSentences,
  levelsAndSettings,
  messageOf,
  type Waiver,
  waivedNote,
  withWaiver,
} from "../../../../core/gate";
import { parsePurchaseState } from "../../../../core/model/parse";
import type { PurchaseState } from "../../../../core/model/purchaseState";
import { rules } from "../../../../core/rules";
import type { RuleEvidence } from "../../../../core/rules/evidence";
import type { EnforcementLevel, Rule } from "../../../../core/rules/rule";
import type { RulesConfig } from "../../../../core/rules/rulesConfig";
import { textOf } from "../../../../core/words";
import { coverageWith } from "../../support/coverages";
import { DURING_LICENCE, EXAMPLE } from "../../support/replies";

/** The example without anything that a rule finds wrong. */
const HEALTHY = {
  ...EXAMPLE,
  AllCoresCnt: 68,
  AuthorizedCoresCnt: 68,
  UndefendCoresCnt: 0,
  AutomaticRenewal: 1,
  ImageCnt: 287756,
};

const changed = (changes: object): PurchaseState => parsePurchaseState({ ...HEALTHY, ...changes });

const forecastOfPool = forecast([
  {
    type: "tencentcloud_kubernetes_node_pool",
    name: "tencentcloud_kubernetes_node_pool.web",
    action: "create",
    after: {
      desired_capacity: 2,
      min_size: 1,
      max_size: 6,
      auto_scaling_config: [{ instance_type: "S5.2XLARGE16" }],
    },
  },
]);

/** For each rule something that makes it fire, and what it then says first. */
const SAMPLES: Readonly<
  Record<
    string,
    readonly [
      reading: PurchaseState | TcssError,
      message: string,
      evidence?: Pick<RuleEvidence, "coverage" | "assets" | "forecast">,
    ]
  >
> = {
  TCSS000: [
    new TcssError("no answer came", { kind: "network" }),
    "Protection cannot be verified: no answer came.",
  ],
  TCSS001: [
    changed({ State: 4, ExpirationTime: "2024-09-01 00:00:00" }),
    "The TCSS Pro Edition has expired on 2024-09-01 00:00:00 Beijing time (State 4).",
  ],
  TCSS002: [changed({ AllCoresCnt: 154, UndefendCoresCnt: 86 }), "86 of 154 cores are undefended."],
  TCSS003: [
    changed({ ExpirationTime: "2024-10-08 08:00:00" }),
    "The TCSS license is due for automatic renewal on 2024-10-08 08:00:00 Beijing time, in 7 days.",
  ],
  TCSS004: [
    changed({ AutomaticRenewal: 2 }),
    "Someone has switched automatic renewal off (AutomaticRenewal 2).",
  ],
  TCSS005: [
    changed({ State: 2 }),
    "Protection of 68 cores rests on a trial until 2024-12-24 13:01:18 Beijing time.",
  ],
  TCSS006: [changed({ ImageCnt: 291209 }), "3,453 of 291,209 images lack a license."],
  TCSS007: [
    changed({ CurrentFlexibleCoresCnt: 4000 }),
    "4,000 of 5,000 elastic cores are in use (80%, and the rule fires at 80%).",
  ],
  TCSS008: [
    changed({ AllCoresCnt: 69, UndefendCoresCnt: 1, AuthorizedCoresCnt: 70 }),
    "Up to 2 of 70 paid or given cores may protect nothing, while 1 core waits for protection.",
  ],
  TCSS009: [
    changed({ AllCoresCnt: 69 }),
    "The reply contradicts itself or its documentation: AllCoresCnt is 69, but CoresCnt 68 + UndefendCoresCnt 0 = 68.",
  ],
  TCSS010: [
    changed({}),
    "This deployment adds 16 cores of container hosts (node pool web: 2 × S5.2XLARGE16). No bought core is idle: 16 cores would be undefended, or billed elastically at about 4.00 USD a day.",
    { forecast: forecastOfPool },
  ],
  TCSS011: [
    changed({}),
    "1 of 1 asset that must be defended is not fully protected: cluster data (cls-data, undefended, 30 cores undefended).",
    { coverage: coverageWith(), assets: { exempt: [], mustBeDefended: ["data"] } },
  ],
};

const LEVELS = ["disabled", "advisory", "mandatory"] as const;
const PLACE = { stack: "acme/shop/prod" };
const ZONE = "Asia/Shanghai";

describe("the samples of the rules", () => {
  it("hold one for every rule", () =>
    assert.deepEqual(
      Object.keys(SAMPLES),
      rules.map(({ id }) => id),
    ));

  it("differ from a reply in which every rule finds nothing", () =>
    assert.deepEqual(
      assess(
        { reading: parsePurchaseState(HEALTHY) },
        levelsAndSettings({ all: "mandatory" }),
        DURING_LICENCE,
      ),
      [],
    ));
});

for (const rule of rules) {
  const [reading, message, evidence = {}] = SAMPLES[rule.id] ?? assert.fail(`${rule.id} has no sample`);

  /** What this rule alone finds in its sample, and how those waivers bear on it. */
  const found = (config: RulesConfig, waivers: readonly Waiver[] = []): Finding[] =>
    assess({ ...evidence, reading }, levelsAndSettings(config), DURING_LICENCE)
      .filter(({ ruleId }) => ruleId === rule.id)
      .map((finding) => inSentences(finding, { timeZone: ZONE }))
      .map((finding) => withWaiver(finding, waivers, PLACE, ZONE, DURING_LICENCE));

  const alone = (level: EnforcementLevel): RulesConfig => ({ all: "disabled", [rule.name]: level });

  describe(`${rule.id} ${rule.name}`, () => {
    it("fires on its sample, at its own level", () => {
      const [finding, ...others] = found({});
      assert.deepEqual(others, []);
      assert.equal(finding?.enforcementLevel, rule.defaultLevel);
      assert.ok(finding.message.startsWith(message), finding.message);
      assert.deepEqual(
        [finding.policyName, finding.title, finding.severity],
        [rule.name, rule.title, rule.severity],
      );
    });

    const configs: [how: string, config: (level: EnforcementLevel) => RulesConfig][] = [
      ["alone", alone],
      ["by its name", (level) => ({ [rule.name]: level })],
      ["with settings", (level) => ({ [rule.name]: { ...defaultsOf(rule), enforcementLevel: level } })],
      ["by all", (level) => ({ all: level })],
      ["by its name rather than by all", (level) => ({ all: otherThan(level), [rule.name]: level })],
    ];
    for (const [how, config] of configs)
      for (const level of LEVELS)
        it(`is ${level} when it is set ${how}`, () => {
          const findings = found(config(level));
          assert.deepEqual(
            findings.map(({ enforcementLevel }) => enforcementLevel),
            level === "disabled" ? [] : [level],
          );
          assert.equal(blocks(findings), level === "mandatory");
        });

    for (const named of [rule.id, rule.name])
      it(`does not block while a waiver of ${named} is in effect, and says so`, () => {
        const waiver: Waiver = {
          rule: named as Waiver["rule"],
          reason: "ticket 4711",
          expires: "2024-10-03",
        };
        const findings = found(alone("mandatory"), [waiver]);
        assert.equal(blocks(findings), false);
        const [finding] = findings as [Finding];
        assert.equal(
          waivedNote(finding),
          `${rule.id} ${rule.name} is waived until 2024-10-03 (2 days left): ticket 4711. Waived finding: ${textOf(finding)}`,
        );
        assert.equal(messageOf(finding), textOf(finding));
      });

    it("blocks again once its waiver has expired, and names that", () => {
      const waiver: Waiver = {
        rule: rule.id as Waiver["rule"],
        reason: "ticket 4711",
        expires: "2024-09-30",
      };
      const findings = found(alone("mandatory"), [waiver]);
      assert.equal(blocks(findings), true);
      const [finding] = findings as [Finding];
      assert.equal(
        messageOf(finding),
        `${textOf(finding)} A waiver of it expired on 2024-09-30, 1 day ago (ticket 4711).`,
      );
    });

    it("blocks whatever waivers other rules have", () => {
      const waivers = rules
        .filter((other) => other !== rule)
        .flatMap(({ id, name }) => [id, name])
        .map(
          (other): Waiver => ({
            rule: other as Waiver["rule"],
            reason: "not this one",
            expires: "2030-01-01",
          }),
        );
      const findings = found(alone("mandatory"), waivers);
      assert.equal(blocks(findings), true);
      assert.deepEqual(findings, found(alone("mandatory")));
    });
  });
}

function defaultsOf({ settings }: Rule): object {
  const schemas = Object.entries<{ readonly default: unknown }>({ ...settings });
  return Object.fromEntries(schemas.map(([key, schema]) => [key, schema.default]));
}

function otherThan(level: EnforcementLevel): EnforcementLevel {
  return level === "mandatory" ? "disabled" : "mandatory";
}

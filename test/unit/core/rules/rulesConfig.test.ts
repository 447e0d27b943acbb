import assert from "node:assert/strict";
import fc from "fast-check";
import { assess, blocks, unavailableNotice } from "../../../../core/assess";
import { TcssError } from "../../../../core/base/errors";
import { assessSettingsOf, levelsAndSettings, type RuleLayers, weighRules } from "../../../../core/gate";
import { parsePurchaseState } from "../../../../core/model/parse";
import { rules } from "../../../../core/rules";
import type { EnforcementLevel } from "../../../../core/rules/rule";
import {
  problemsOfRuleSettings,
  problemsOfRulesConfig,
  type RulesConfig,
} from "../../../../core/rules/rulesConfig";
import { DURING_LICENCE, EXAMPLE } from "../../support/replies";

const LEVELS = "must be one of disabled, advisory, mandatory";
const NAMES = rules.map(({ name }) => name).join(", ");
const DEFAULTS = Object.fromEntries(
  rules.map(({ name, defaultLevel }) => [name, { enforcementLevel: defaultLevel }]),
);

describe("problemsOfRulesConfig finds nothing wrong with", () => {
  const right: unknown[] = [
    {},
    { all: "mandatory" },
    { all: undefined },
    { "no-trial": "disabled" },
    { "no-trial": {} },
    { "no-trial": { enforcementLevel: "advisory" } },
    { "no-undefended-cores": { maxUndefendedCores: 0 } },
    { "no-undefended-cores": { enforcementLevel: "mandatory", maxUndefendedCores: 86 } },
    { "elastic-headroom": { maxElasticUse: 0 } },
    { "elastic-headroom": { maxElasticUse: 1 } },
    Object.fromEntries(rules.map(({ name }) => [name, "mandatory"])),
    ...rules.map(({ name, settings }) => ({
      [name]: Object.fromEntries(
        Object.entries<{ readonly default: unknown }>({ ...settings }).map(([key, schema]) => [
          key,
          schema.default,
        ]),
      ),
    })),
  ];
  for (const config of right)
    it(JSON.stringify(config), () => assert.deepEqual(problemsOfRulesConfig(config), []));
});

describe("problemsOfRulesConfig refuses", () => {
  const OBJECT = "must be an object of policy names";
  const unknown = `is not a policy. Valid policies: all, ${NAMES}`;
  const wrong: [config: unknown, property: string, problem: string][] = [
    [undefined, "", OBJECT],
    [null, "", OBJECT],
    ["mandatory", "", OBJECT],
    [[], "", OBJECT],
    [{ all: "strict" }, "all", LEVELS],
    [{ all: { enforcementLevel: "mandatory" } }, "all", "must be a string, not an object"],
    [{ "no-trail": "mandatory" }, "no-trail", `${unknown}. Did you mean no-trial?`],
    [{ TCSS005: "mandatory" }, "TCSS005", `${unknown}. Did you mean no-trial?`],
    [{ ALL: "mandatory" }, "ALL", `${unknown}. Did you mean all?`],
    [{ constructor: "mandatory" }, "constructor", unknown],
    [JSON.parse('{"__proto__": "mandatory"}'), "__proto__", unknown],
    [{ "no-trial": "Mandatory" }, "no-trial.enforcementLevel", `${LEVELS}. Did you mean mandatory?`],
    [{ "no-trial": "" }, "no-trial.enforcementLevel", `${LEVELS}`],
    [{ "no-trial": { enforcementLevel: "remediate" } }, "no-trial.enforcementLevel", `${LEVELS}`],
    [{ "no-trial": { enforcementLevel: null } }, "no-trial.enforcementLevel", "must be a string, not null"],
    [{ "no-trial": true }, "no-trial", "must be an object, not a boolean"],
    [{ "no-trial": null }, "no-trial", "must be an object, not null"],
    [{ "no-trial": ["mandatory"] }, "no-trial", "must be an object, not a list"],
    [{ "no-trial": { maxDays: 1 } }, "no-trial.maxDays", "is unknown. Valid names: enforcementLevel"],
    [
      { "expiring-soon": { maxUndefendedCores: 1 } },
      "expiring-soon.maxUndefendedCores",
      "is unknown. Valid names: enforcementLevel, minDaysLeft",
    ],
    [{ "expiring-soon": { minDaysLeft: -1 } }, "expiring-soon.minDaysLeft", "must be >= 0"],
    [
      { "expiring-soon": { minDaysLeft: 1.5 } },
      "expiring-soon.minDaysLeft",
      "must be a whole number, not a fraction",
    ],
    [
      { "expiring-soon": { minDaysLeft: "14" } },
      "expiring-soon.minDaysLeft",
      "must be a whole number, not a string",
    ],
    [
      { "no-undefended-cores": { maxUndefendedCores: -1 } },
      "no-undefended-cores.maxUndefendedCores",
      "must be >= 0",
    ],
    [
      { "images-licensed": { maxUnlicensedImages: -1 } },
      "images-licensed.maxUnlicensedImages",
      "must be >= 0",
    ],
    [{ "elastic-headroom": { maxElasticUse: 1.01 } }, "elastic-headroom.maxElasticUse", "must be <= 1"],
    [{ "elastic-headroom": { maxElasticUse: -0.1 } }, "elastic-headroom.maxElasticUse", "must be >= 0"],
    [
      { "elastic-headroom": { maxElasticUse: Number.NaN } },
      "elastic-headroom.maxElasticUse",
      "must be a number, not NaN",
    ],
  ];
  for (const [config, property, problem] of wrong)
    it(`${JSON.stringify(config)}, naming ${property || "the whole"}`, () =>
      assert.deepEqual(problemsOfRulesConfig(config)[0], { property, problem }));

  it("everything that is wrong, in the order of the configuration", () =>
    assert.deepEqual(
      problemsOfRulesConfig({
        "no-trial": "off",
        nonsense: {},
        all: "on",
        "elastic-headroom": { enforcementLevel: "on", maxElasticUse: 2 },
      }).map(({ property }) => property),
      [
        "no-trial.enforcementLevel",
        "nonsense",
        "all",
        "elastic-headroom.enforcementLevel",
        "elastic-headroom.maxElasticUse",
      ],
    ));
});

describe("problemsOfRuleSettings", () => {
  for (const { name } of rules)
    it(`judges level and settings of ${name}`, () => {
      assert.deepEqual(problemsOfRuleSettings({ name }, { enforcementLevel: "mandatory" }), []);
      assert.deepEqual(problemsOfRuleSettings({ name }, { enforcementLevel: "on" }), [
        { property: `${name}.enforcementLevel`, problem: LEVELS },
      ]);
      const [problem] = problemsOfRuleSettings({ name }, { nonsense: 1 });
      assert.equal(problem?.property, `${name}.nonsense`);
      assert.deepEqual(problemsOfRuleSettings({ name }, "mandatory"), [
        { property: name, problem: "must be an object, not a string" },
      ]);
    });

  it("has nothing to say of a policy that is none of ours", () =>
    assert.deepEqual(problemsOfRuleSettings({ name: "someone-elses" }, { nonsense: 1 }), []));
});

describe("levelsAndSettings", () => {
  const everyRule = (enforcementLevel: EnforcementLevel) =>
    Object.fromEntries(rules.map(({ name }) => [name, { enforcementLevel }]));
  const cases: [config: RulesConfig, expected: Record<string, object>][] = [
    [{}, DEFAULTS],
    [{ all: undefined }, DEFAULTS],
    [{ "no-trial": undefined }, DEFAULTS],
    [{ "no-trial": {} }, DEFAULTS],
    [{ "no-trial": { enforcementLevel: undefined } }, DEFAULTS],
    [{ all: "disabled" }, everyRule("disabled")],
    [{ all: "mandatory" }, everyRule("mandatory")],
    [{ "no-trial": "mandatory" }, { ...DEFAULTS, "no-trial": { enforcementLevel: "mandatory" } }],
    [
      { "no-trial": { enforcementLevel: "mandatory" } },
      { ...DEFAULTS, "no-trial": { enforcementLevel: "mandatory" } },
    ],
    [
      { all: "advisory", "no-trial": "disabled" },
      { ...everyRule("advisory"), "no-trial": { enforcementLevel: "disabled" } },
    ],
    [
      { all: "advisory", "no-trial": { enforcementLevel: "mandatory" } },
      {
        ...everyRule("advisory"),
        "no-trial": { enforcementLevel: "mandatory" },
        "purchase-state-available": { enforcementLevel: "mandatory" },
      },
    ],
    [
      { "expiring-soon": { minDaysLeft: 30 } },
      { ...DEFAULTS, "expiring-soon": { minDaysLeft: 30, enforcementLevel: "advisory" } },
    ],
    [
      { all: "mandatory", "expiring-soon": { minDaysLeft: 30 } },
      { ...everyRule("mandatory"), "expiring-soon": { minDaysLeft: 30, enforcementLevel: "mandatory" } },
    ],
    [
      { "expiring-soon": { minDaysLeft: 30, enforcementLevel: "disabled" } },
      { ...DEFAULTS, "expiring-soon": { minDaysLeft: 30, enforcementLevel: "disabled" } },
    ],
  ];
  for (const [config, expected] of cases)
    it(`of ${JSON.stringify(config)} are complete`, () =>
      assert.deepEqual(levelsAndSettings(config), expected));
});

describe("levelsAndSettings, given to assess,", () => {
  const example = parsePurchaseState(EXAMPLE);
  const judge = (config: RulesConfig) =>
    assess({ reading: example }, levelsAndSettings(config), DURING_LICENCE);

  it("judge as assess does by itself where nothing is configured", () =>
    assert.deepEqual(judge({}), assess({ reading: example }, {}, DURING_LICENCE)));

  const undefinedSettings: RulesConfig[] = [
    { "no-undefended-cores": { maxUndefendedCores: undefined } },
    { "expiring-soon": { minDaysLeft: undefined } },
    { "images-licensed": { maxUnlicensedImages: undefined } },
    { "elastic-headroom": { maxElasticUse: undefined } },
  ];
  for (const config of undefinedSettings)
    it(`leave ${Object.keys(config)} its default for a setting that is undefined`, () =>
      assert.deepEqual(judge(config), judge({})));
});

describe("the level at which TCSS000 speaks for the rules that could not be evaluated", () => {
  const AVAILABLE = "purchase-state-available";
  const cases: [config: RulesConfig, merged: EnforcementLevel, named: EnforcementLevel][] = [
    // the highest of theirs
    [{ all: "advisory", "protection-active": "mandatory" }, "mandatory", "mandatory"],
    [{ all: "disabled", "expiring-soon": "mandatory" }, "mandatory", "mandatory"],
    [{ all: "disabled", "expiring-soon": { enforcementLevel: "mandatory" } }, "mandatory", "mandatory"],
    [{ all: "disabled", "no-trial": "advisory" }, "advisory", "advisory"],
    [{ all: "advisory" }, "advisory", "advisory"],
    [{ all: "advisory", "protection-active": "disabled" }, "advisory", "advisory"],
    [{ all: "disabled" }, "disabled", "disabled"],
    [{ all: "mandatory" }, "mandatory", "mandatory"],
    // its own, where that is higher
    [{ all: "advisory", [AVAILABLE]: "mandatory" }, "mandatory", "mandatory"],
    [{ "protection-active": "advisory", "no-undefended-cores": "advisory" }, "mandatory", "mandatory"],
    // its own, where it can be told from the level for all
    [{ [AVAILABLE]: "advisory" }, "advisory", "advisory"],
    [{ [AVAILABLE]: "disabled" }, "disabled", "disabled"],
    [{ all: "mandatory", [AVAILABLE]: "advisory" }, "advisory", "advisory"],
    [{ all: "advisory", [AVAILABLE]: "disabled", "no-trial": "mandatory" }, "disabled", "disabled"],
    // the same as the level for all: joined with it, nobody knows who meant it
    [{ all: "advisory", [AVAILABLE]: "advisory", "no-trial": "mandatory" }, "mandatory", "advisory"],
    [{ all: "disabled", [AVAILABLE]: "disabled", "no-trial": "mandatory" }, "mandatory", "disabled"],
  ];
  for (const [config, merged, named] of cases)
    it(`is ${[...new Set([merged, named])].join(", or where it is named ")} with ${JSON.stringify(config)}`, () => {
      assert.equal(levelsAndSettings(config)[AVAILABLE]?.enforcementLevel, merged);
      assert.equal(levelsAndSettings(config, { merged: false })[AVAILABLE]?.enforcementLevel, named);
    });

  it("is told wherever it is lower than theirs, with the rules that do not stop then", () => {
    assert.equal(
      unavailableNotice(levelsAndSettings({ [AVAILABLE]: "advisory" })),
      "TCSS000 purchase-state-available is advisory, as the settings name it: where the purchase state cannot be read, protection-active, no-undefended-cores (mandatory) do not stop the deployment.",
    );
    assert.match(
      String(
        unavailableNotice(
          levelsAndSettings(
            { all: "disabled", [AVAILABLE]: "disabled", "no-trial": "advisory" },
            { merged: false },
          ),
        ),
      ),
      /is disabled, .* no-trial \(advisory\) does not stop/,
    );
    for (const config of [{}, { all: "advisory" }, { all: "disabled" }] as RulesConfig[])
      assert.equal(unavailableNotice(levelsAndSettings(config)), undefined);
  });

  for (const [mustBeDefended, expected] of [
    [[], "advisory"],
    [["prod"], "mandatory"],
  ] as const)
    it(`is ${expected} where TCSS011 alone is mandatory and ${mustBeDefended.length || "no"} asset must be defended`, () => {
      const layers: RuleLayers = {
        code: { all: "advisory", "critical-assets-defended": "mandatory" },
        files: [],
        scope: { assets: { exempt: [], mustBeDefended } },
      };
      const settings = assessSettingsOf(weighRules(layers));
      assert.equal(settings[AVAILABLE]?.enforcementLevel, expected);
      assert.equal(unavailableNotice(settings, layers.scope), undefined);
    });

  it("blocks whatever rule is mandatory, and whatever the others are (property)", () => {
    const level = fc.constantFrom(...(["disabled", "advisory", "mandatory"] as const));
    // what has nothing to judge counts for nothing
    const judging = rules.filter(({ name, isInUse }) => name !== AVAILABLE && (isInUse?.({}) ?? true));
    const others = judging.map(({ name }) => name);
    const configs = fc.record(
      { all: level, ...Object.fromEntries(others.map((name) => [name, level])) },
      { requiredKeys: [] },
    );
    const notRead = new TcssError("no answer came", { kind: "network" });
    fc.assert(
      fc.property(configs, fc.boolean(), (config, merged) => {
        const settings = levelsAndSettings(config, { merged });
        const isMandatory = others.some((name) => settings[name]?.enforcementLevel === "mandatory");
        const stops = blocks(assess({ reading: notRead }, settings, DURING_LICENCE));
        assert.ok(stops || !isMandatory);
      }),
    );
  });
});

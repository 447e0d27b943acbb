import assert from "node:assert/strict";
import {
  type RuleLayers,
  type WeighedRule,
  type WeighedRules,
  weighedByEngine,
  weighRules,
} from "../../../../core/gate";
import { isStricter } from "../../../../core/gate/ruleLayers";
import { rules } from "../../../../core/rules";
import type { RulesConfig } from "../../../../core/rules/rulesConfig";

const NAME = "no-undefended-cores";
const PACK = "/pack/tcss.gate.yaml";
const PROGRAM = "/program/tcss.gate.yaml";

interface Said {
  readonly code?: RulesConfig;
  readonly engine?: RulesConfig;
  readonly pack?: RulesConfig;
  readonly program?: RulesConfig;
  readonly stricter?: RulesConfig;
}

function weighed({ code = {}, engine, pack, program, stricter }: Said): WeighedRules {
  const layers: RuleLayers = {
    code,
    files: [
      ...(pack === undefined ? [] : [{ file: PACK, rules: pack }]),
      ...(program === undefined ? [] : [{ file: PROGRAM, rules: program }]),
    ],
    stricter: stricter === undefined ? undefined : { file: PROGRAM, rules: stricter },
  };
  return engine === undefined ? weighRules(layers) : weighedByEngine(layers, engine);
}

const ruleOf = (said: Said): WeighedRule => weighed(said).rules[NAME] as WeighedRule;

describe("weighRules", () => {
  const cores = (maxUndefendedCores: number): RulesConfig => ({ [NAME]: { maxUndefendedCores } });
  const own = (enforcementLevel: "disabled" | "advisory" | "mandatory"): RulesConfig => ({
    [NAME]: { enforcementLevel },
  });

  const levels: [said: Said, level: string, by: WeighedRule["levelBy"], isNamed: boolean][] = [
    [{}, "mandatory", "default", false],
    [{ program: own("advisory") }, "advisory", { file: PROGRAM }, true],
    [{ program: { all: "advisory" } }, "advisory", { file: PROGRAM }, false],
    [{ pack: own("disabled"), program: own("advisory") }, "disabled", { file: PACK }, true],
    [{ pack: cores(8), program: own("advisory") }, "advisory", { file: PROGRAM }, true],
    [{ pack: { all: "advisory" }, program: own("disabled") }, "advisory", { file: PACK }, false],
    [{ engine: own("disabled"), pack: own("advisory") }, "disabled", "engine", true],
    [{ engine: { all: "disabled" }, pack: own("advisory") }, "disabled", "engine", false],
    [{ engine: { all: "disabled", ...own("advisory") } }, "advisory", "engine", true],
    [{ engine: {}, pack: own("advisory") }, "advisory", { file: PACK }, true],
    [{ code: own("advisory"), engine: own("disabled") }, "advisory", "code", true],
    [{ code: { all: "advisory" }, engine: own("disabled") }, "advisory", "code", false],
    [{ code: own("advisory"), pack: own("disabled") }, "advisory", "code", true],
    [{ stricter: own("advisory") }, "mandatory", "default", false],
    [{ pack: own("disabled"), stricter: own("advisory") }, "advisory", { file: PROGRAM }, true],
    [{ code: own("disabled"), stricter: { all: "mandatory" } }, "mandatory", { file: PROGRAM }, true],
    [{ engine: own("disabled"), stricter: own("mandatory") }, "mandatory", { file: PROGRAM }, true],
  ];
  for (const [said, level, by, isNamed] of levels)
    it(`makes the level ${level} of ${JSON.stringify(said)}`, () => {
      const { enforcementLevel, levelBy, levelIsNamed } = ruleOf(said);
      assert.deepEqual(
        { enforcementLevel, levelBy, levelIsNamed },
        {
          enforcementLevel: level,
          levelBy: by,
          levelIsNamed: isNamed,
        },
      );
    });

  const settings: [said: Said, cores: number | undefined][] = [
    [{}, undefined],
    [{ program: cores(8) }, 8],
    [{ pack: cores(0), program: cores(8) }, 0],
    [{ pack: own("advisory"), program: cores(8) }, 8],
    [{ engine: cores(4), pack: cores(0), program: cores(8) }, 4],
    [{ engine: cores(0), program: cores(8) }, 0],
    [{ engine: own("advisory"), program: cores(8) }, 8],
    [{ code: cores(1), engine: cores(4), program: cores(8) }, 1],
    [{ stricter: cores(8) }, undefined],
    [{ pack: cores(8), stricter: cores(4) }, 4],
    [{ pack: cores(8), stricter: cores(9) }, 8],
    [{ code: cores(8), engine: cores(9), stricter: cores(0) }, 0],
  ];
  for (const [said, counts] of settings)
    it(`accepts ${counts ?? "the default of"} cores with ${JSON.stringify(said)}`, () =>
      assert.equal(ruleOf(said).settings["maxUndefendedCores"], counts));

  it("tells what the code overrules", () =>
    assert.deepEqual(
      weighed({
        code: { [NAME]: { enforcementLevel: "mandatory", maxUndefendedCores: 8 } },
        engine: { [NAME]: { enforcementLevel: "disabled", maxUndefendedCores: 99 } },
      }).notices,
      [
        `${NAME}.maxUndefendedCores is 8: the policy pack's code sets it, and the engine's configuration cannot override the code.`,
        `${NAME}.enforcementLevel is mandatory: the policy pack's code sets it, and the engine's configuration cannot override the code.`,
      ],
    ));

  it("tells what is less strict and does not count", () =>
    assert.deepEqual(
      weighed({
        stricter: { all: "disabled", [NAME]: { enforcementLevel: "advisory", maxUndefendedCores: 8 } },
      }).notices,
      [`${NAME}.enforcementLevel`, `${NAME}.maxUndefendedCores`, "all"].map(
        (key) =>
          `rules.${key} in ${PROGRAM} is not used: it is less strict than what counts without it (programSettings: stricter).`,
      ),
    ));

  it("says nothing of what is the same", () =>
    assert.deepEqual(
      weighed({
        pack: cores(8),
        stricter: { [NAME]: { enforcementLevel: "mandatory", maxUndefendedCores: 8 } },
      }).notices,
      [],
    ));
});

describe("isStricter", () => {
  it("has an order for every setting of every rule", () => {
    for (const { settings } of rules)
      for (const [key, schema] of Object.entries(settings as Record<string, { default: unknown }>)) {
        assert.match(key, /^(max|min|accepted)[A-Z]/);
        assert.equal(isStricter(key, schema.default, schema.default), false);
      }
  });

  const cases: [key: string, value: unknown, other: unknown, stricter: boolean][] = [
    ["maxUndefendedCores", 0, 8, true],
    ["maxUndefendedCores", 9, 8, false],
    ["minDaysLeft", 30, 14, true],
    ["minDaysLeft", 7, 14, false],
    ["acceptedSubStates", "NORMAL", "NORMAL,RENEWING", true],
    ["acceptedSubStates", " normal ", "NORMAL, x", true],
    ["acceptedSubStates", "NORMAL,X", "NORMAL", false],
    ["acceptedSubStates", "X", "NORMAL", false],
    ["somethingElse", 1, 2, false],
    ["maxUndefendedCores", "0", 8, false],
  ];
  for (const [key, value, other, stricter] of cases)
    it(`${key}: ${value} is ${stricter ? "" : "not "}stricter than ${other}`, () =>
      assert.equal(isStricter(key, value, other), stricter));
});

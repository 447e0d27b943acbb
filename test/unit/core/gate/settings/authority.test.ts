import assert from "node:assert/strict";
import { rmSync, writeFileSync } from "node:fs";
import { GATE_SCHEMA, type LoadedGateSettings, loadGateSettings } from "../../../../../core/gate";
import { type Given, inFolder, load, PACK, PROGRAM, SCOPE, useSettingsFolder, WAIVER } from "./support";

describe("loadGateSettings without a file", () => {
  useSettingsFolder();

  it("has the schema's defaults", () => {
    const { notices, files, ruleLayers, ...settings } = load({});
    const { rules: ofRules, ...others } = GATE_SCHEMA.properties;
    const defaults = Object.entries(others).map(([key, schema]) => [key, schema.default]);
    assert.deepEqual(settings, Object.fromEntries(defaults));
    assert.deepEqual([notices, files], [[], []]);
    assert.deepEqual(ruleLayers, { code: ofRules.default, files: [], stricter: undefined, scope: SCOPE });
  });

  it("has them where the program is not known", () =>
    assert.deepEqual(load({}, { program: false }), load({})));

  it("has them where the file says in so many words that it sets nothing", () => {
    const { files, ...settings } = load({ [PACK]: "{}\n", [PROGRAM]: "{}\n" });
    assert.deepEqual(files, [inFolder(PACK), inFolder(PROGRAM)]);
    rmSync(inFolder(PACK));
    rmSync(inFolder(PROGRAM));
    assert.deepEqual({ ...settings, files: [] }, load({}));
  });

  it("has them where code leaves settings undefined", () =>
    assert.deepEqual(load({}, { code: { source: undefined, waivers: undefined } }), load({})));
});

describe("loadGateSettings reads", () => {
  useSettingsFolder();

  it("every setting", () => {
    const settings = {
      rules: { all: "advisory", "no-undefended-cores": { maxUndefendedCores: 8 } },
      source: "resources",
      accounts: [{ account: "production", profile: "prod", site: "mainland" }],
      protects: [
        { stack: "dev-*", live: false, reason: "no hosts" },
        { stack: "*", live: true },
      ],
      evidence: { accounts: ["100000000001"], stacks: ["acme/security/prod"] },
      waivers: [{ ...WAIVER, scope: { account: "production", stack: "shop/prod", resource: "tcss-*" } }],
      maxStaleHours: 0.5,
      timeZone: "UTC",
      assets: { exempt: ["dev-*", "tag:env=test"], mustBeDefended: ["cluster:cls-prod"] },
      forecast: {
        instances: "possible",
        instanceTypes: { "X1.LARGE8": 8 },
        countElastic: true,
        useMaximum: true,
        lookup: true,
      },
      programSettings: false,
    } as const;
    assert.deepEqual(Object.keys(settings), Object.keys(GATE_SCHEMA.properties));
    const { rules: ofRules, ...others } = settings;
    const file = inFolder(PACK);
    assert.deepEqual(load({ [PACK]: JSON.stringify(settings) }), {
      ...others,
      ruleLayers: {
        code: {},
        files: [{ file, rules: ofRules }],
        stricter: undefined,
        scope: { assets: others.assets, forecastSettings: others.forecast },
      },
      notices: [],
      files: [file],
    });
  });

  it("a day that YAML could take for a time as it is written", () =>
    assert.deepEqual(
      load({ [PACK]: "waivers:\n  - {rule: TCSS002, reason: new nodes, expires: 2024-10-05}\n" }).waivers,
      [WAIVER],
    ));
});

describe("loadGateSettings, for each key, prefers", () => {
  useSettingsFolder();

  const STRICT = "source: live";
  const MILD = "source: resources";
  const cases: [what: string, files: Record<string, string>, given: Given, source: string][] = [
    ["the file beside the pack to the default", { [PACK]: MILD }, {}, "resources"],
    ["the program's file to the default", { [PROGRAM]: MILD }, {}, "resources"],
    ["the pack's file to the program's", { [PACK]: STRICT, [PROGRAM]: MILD }, {}, "live"],
    ["the file of TCSS_GATE_CONFIG to the pack's", { [PACK]: MILD, own: STRICT }, { env: "own" }, "live"],
    [
      "the file of TCSS_GATE_CONFIG to the program's",
      { [PROGRAM]: MILD, own: STRICT },
      { env: "own" },
      "live",
    ],
    ["code to the pack's file", { [PACK]: MILD }, { code: { source: "live" } }, "live"],
    ["code to the file of TCSS_GATE_CONFIG", { own: MILD }, { env: "own", code: { source: "live" } }, "live"],
    ["code to the program's file", { [PROGRAM]: MILD }, { code: { source: "live" } }, "live"],
    ["a file to what code leaves undefined", { [PACK]: MILD }, { code: { source: undefined } }, "resources"],
    [
      "the default to the file of a program that is not known",
      { [PROGRAM]: MILD },
      { program: false },
      "live",
    ],
  ];
  for (const [what, files, given, source] of cases)
    it(what, () => assert.equal(load(files, given).source, source));

  it("the first place that has it, whatever the others have", () => {
    const { source, maxStaleHours, timeZone } = load(
      {
        [PACK]: "maxStaleHours: 2\ntimeZone: UTC\n",
        [PROGRAM]: "maxStaleHours: 3\ntimeZone: Europe/Berlin\nsource: resources\n",
      },
      { code: { maxStaleHours: 1 } },
    );
    assert.deepEqual(
      { source, maxStaleHours, timeZone },
      { source: "resources", maxStaleHours: 1, timeZone: "UTC" },
    );
  });

  const whole: [key: "evidence" | "accounts" | "protects", pack: object, program: object][] = [
    ["evidence", { accounts: ["1"] }, { stacks: ["acme/shop/prod"] }],
    ["evidence", {}, { stacks: ["acme/shop/prod"] }],
    ["accounts", [{ account: "a" }], [{ account: "b" }]],
    ["accounts", [], [{ account: "b" }]],
    ["protects", [{ stack: "prod", live: true }], [{ stack: "*", live: false, reason: "none" }]],
  ];
  for (const [key, pack, program] of whole)
    it(`the pack's ${key} ${JSON.stringify(pack)} as a whole`, () => {
      const files = {
        [PACK]: JSON.stringify({ [key]: pack }),
        [PROGRAM]: JSON.stringify({ [key]: program }),
      };
      assert.deepEqual(load(files)[key], pack);
    });
});

describe("loadGateSettings finds the file that", () => {
  useSettingsFolder();

  it("TCSS_GATE_CONFIG names from the program's folder, which is where its user works", () => {
    writeFileSync(inFolder("program/own.yaml"), "source: resources\n");
    const places = { packFolder: inFolder("pack"), programFolder: inFolder("program") };
    const env = { TCSS_GATE_CONFIG: "./own.yaml" };
    assert.equal(loadGateSettings({ ...places, env }).source, "resources");
  });
});

describe("loadGateSettings adds waivers up", () => {
  useSettingsFolder();

  const waivers = (reason: string) => ({ waivers: [{ ...WAIVER, reason }] });
  const fileOf = (reason: string): string => JSON.stringify(waivers(reason));
  const reasons = (settings: LoadedGateSettings): string[] => settings.waivers.map(({ reason }) => reason);

  it("in the order of authority", () => {
    const files = { [PACK]: fileOf("pack"), [PROGRAM]: fileOf("program"), own: fileOf("own") };
    const code = waivers("code");
    assert.deepEqual(reasons(load(files, { code })), ["code", "pack", "program"]);
    assert.deepEqual(reasons(load(files, { code, env: "own" })), ["code", "own", "program"]);
    assert.deepEqual(reasons(load(files, { code, program: false })), ["code", "pack"]);
  });

  it("without those of a program that may have none", () => {
    const files = { [PACK]: fileOf("pack"), [PROGRAM]: fileOf("program") };
    assert.deepEqual(reasons(load(files, { code: { programSettings: false } })), ["pack"]);
  });
});

import assert from "node:assert/strict";
import type { LoadedGateSettings } from "../../../../../core/gate";
import { inFolder, load, PACK, PROGRAM, refusal, SCOPE, useSettingsFolder, WAIVER } from "./support";

describe("loadGateSettings, where programSettings is false,", () => {
  useSettingsFolder();

  const notice = (): string =>
    `${inFolder(PROGRAM)} is not used: the settings that count above it allow none below them (programSettings: false).`;

  it("ignores the program's file, and says so", () => {
    const files = { [PACK]: "programSettings: false", [PROGRAM]: "source: resources\nmaxStaleHours: 1\n" };
    const { source, maxStaleHours, notices } = load(files);
    assert.deepEqual(
      { source, maxStaleHours, notices },
      { source: "live", maxStaleHours: 24, notices: [notice()] },
    );
  });

  it("ignores even that the file sets programSettings", () =>
    assert.deepEqual(load({ [PACK]: "programSettings: false", [PROGRAM]: "programSettings: true" }).notices, [
      notice(),
    ]));

  it("has nothing to say of a file that sets nothing, or is missing", () => {
    assert.deepEqual(load({ [PACK]: "programSettings: false", [PROGRAM]: "{}\n" }).notices, []);
    assert.deepEqual(load({}, { code: { programSettings: false } }).notices, []);
  });

  it("refuses a malformed file all the same: its author believes that it counts", () => {
    const files = { [PACK]: "programSettings: false", [PROGRAM]: "sorce: live" };
    assert.match(refusal(() => load(files)).message, /program\S+ are wrong: sorce is unknown/);
  });

  const authority: [pack: string, code: boolean | undefined, source: string][] = [
    ["programSettings: false", true, "resources"],
    ["programSettings: true", false, "live"],
    ["programSettings: true", undefined, "resources"],
    ["programSettings: false", undefined, "live"],
  ];
  for (const [pack, programSettings, source] of authority)
    it(`follows code's ${programSettings} before the pack file's ${pack}`, () => {
      const files = { [PACK]: pack, [PROGRAM]: "source: resources" };
      assert.equal(load(files, { code: { programSettings } }).source, source);
    });

  for (const value of [true, false])
    it(`is not set to ${value} by the program itself`, () => {
      const error = refusal(() => load({ [PROGRAM]: `programSettings: ${value}` }));
      assert.equal(error.property, "programSettings");
      assert.equal(
        error.message,
        `the gate's settings in ${inFolder(PROGRAM)} are wrong: programSettings counts only in settings above these. Remove it; the gate blocks until then.`,
      );
    });
});

describe("loadGateSettings, where programSettings is stricter,", () => {
  useSettingsFolder();

  const PACK_TEXT = "programSettings: stricter\n";
  const told = (keys: string, verb: "is" | "are"): string =>
    `${keys} in ${inFolder(PROGRAM)} ${verb} not used: the settings that count above it let those below them only be stricter (programSettings: stricter).`;
  const loaded = (program: object, pack = ""): LoadedGateSettings =>
    load({ [PACK]: PACK_TEXT + pack, [PROGRAM]: JSON.stringify(program) });

  it("takes no waiver, no exemption, no account, no evidence and no time zone, and says so", () => {
    const settings = loaded({
      waivers: [WAIVER],
      protects: [{ stack: "*", live: false, reason: "none" }],
      accounts: [{ account: "healthy" }],
      evidence: { accounts: ["1"] },
      timeZone: "UTC",
    });
    const { notices, files: _, ...others } = settings;
    const { notices: _none, files: __, ...without } = loaded({});
    assert.deepEqual(others, without);
    assert.deepEqual(notices, [told("waivers, protects, accounts, evidence, timeZone", "are")]);
  });

  const ordered: [
    key: "source" | "maxStaleHours",
    pack: string,
    program: object,
    counts: unknown,
    isTold: boolean,
  ][] = [
    ["source", "", { source: "resources" }, "live", true],
    ["source", "", { source: "live" }, "live", false],
    ["source", "source: resources", { source: "live" }, "live", false],
    ["source", "source: resources", { source: "resources" }, "resources", false],
    ["maxStaleHours", "", { maxStaleHours: 6 }, 6, false],
    ["maxStaleHours", "", { maxStaleHours: 24 }, 24, false],
    ["maxStaleHours", "", { maxStaleHours: 25 }, 24, true],
    ["maxStaleHours", "maxStaleHours: 2", { maxStaleHours: 6 }, 2, true],
    ["maxStaleHours", "maxStaleHours: 6", { maxStaleHours: 2 }, 2, false],
  ];
  for (const [key, pack, program, counts, isTold] of ordered)
    it(`makes ${key} ${counts} of ${pack || "the default"} and the program's ${JSON.stringify(program)}`, () => {
      const settings = loaded(program, pack);
      assert.equal(settings[key], counts);
      assert.deepEqual(settings.notices, isTold ? [told(key, "is")] : []);
    });

  it("keeps what the program says of the rules apart, to raise what the others say", () => {
    const ofProgram = { "no-trial": "mandatory" };
    const { ruleLayers } = loaded({ rules: ofProgram });
    assert.deepEqual(ruleLayers, {
      code: {},
      files: [],
      stricter: { file: inFolder(PROGRAM), rules: ofProgram },
      scope: SCOPE,
    });
  });

  it("refuses programSettings in the program's file, as always", () =>
    assert.match(
      refusal(() => loaded({ programSettings: false })).message,
      /counts only in settings above these/,
    ));
});

import assert from "node:assert/strict";
import { mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { GATE_FILE, type LoadedGateSettings, loadGateSettings } from "../../../../../core/gate";
import { inFolder, load, PROGRAM, refusal, useSettingsFolder, WAIVER } from "./support";

describe("a program's settings are in the folder of its Pulumi.yaml:", () => {
  useSettingsFolder();

  /** Loads for a program that runs in a folder below the program's. */
  function loadFrom(folder: string, files: Record<string, string>): LoadedGateSettings {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(inFolder(name)), { recursive: true });
      writeFileSync(inFolder(name), text);
    }
    mkdirSync(inFolder(folder), { recursive: true });
    return loadGateSettings({ packFolder: inFolder("pack"), programFolder: inFolder(folder), env: {} });
  }
  const MILD = "source: resources\n";

  for (const project of ["Pulumi.yaml", "Pulumi.yml", "Pulumi.json"])
    it(`it is found upwards from where the program runs, by ${project}`, () => {
      const files = { [`program/${project}`]: "{name: shop, main: src/app}", [PROGRAM]: MILD };
      assert.equal(loadFrom("program/src/app", files).source, "resources");
      assert.equal(loadFrom("program", files).source, "resources");
    });

  it("no file above it counts", () => {
    const files = { "program/Pulumi.yaml": "name: shop", [GATE_FILE]: MILD };
    assert.equal(loadFrom("program", files).source, "live");
  });

  it("without one, the folder is the program's in which it runs", () => {
    assert.equal(loadFrom("program/src", { [PROGRAM]: MILD }).source, "live");
    assert.equal(loadFrom("program/src", { "program/src/tcss.gate.yaml": MILD }).source, "resources");
  });

  const mains: [main: string, from: string][] = [
    ["src", "program/src"],
    ["src/", "program"],
    ["./src/index.js", "program"],
    ["src/index.js", "program/src"],
  ];
  for (const [main, from] of mains)
    for (const name of [GATE_FILE, "tcss.gate.yml"])
      it(`a ${name} in the folder of main: ${main} is refused, seen from ${from}`, () => {
        const files = { "program/Pulumi.yaml": `name: shop\nmain: ${main}\n`, [`program/src/${name}`]: MILD };
        const error = refusal(() => loadFrom(from, files));
        assert.equal(
          error.message,
          `${inFolder(`program/src/${name}`)} is not read: the gate's settings of a program are in the folder of its Pulumi.yaml, ${inFolder("program")}. Move them to tcss.gate.yaml there; the gate blocks until then.`,
        );
      });

  it("main may be the folder itself", () =>
    assert.equal(
      loadFrom("program", { "program/Pulumi.yaml": "main: index.js", [PROGRAM]: MILD }).source,
      "resources",
    ));

  it("a Pulumi.yaml that nobody can read is left to Pulumi", () =>
    assert.equal(
      loadFrom("program", { "program/Pulumi.yaml": "main: [", [PROGRAM]: MILD }).source,
      "resources",
    ));

  it("a relative TCSS_GATE_CONFIG is relative to that folder as well; an option from the user's folder", () => {
    const files = {
      "program/Pulumi.yaml": "main: src",
      "program/own.yaml": MILD,
      "program/src/own.yaml": "source: live",
    };
    loadFrom("program/src", files);
    const programFolder = inFolder("program/src");
    assert.equal(
      loadGateSettings({ programFolder, env: { TCSS_GATE_CONFIG: "own.yaml" } }).source,
      "resources",
    );
    const named = { file: "own.yaml", by: "--gate-config" };
    assert.equal(
      loadGateSettings({ programFolder, env: { TCSS_GATE_CONFIG: "own.yaml" }, named }).source,
      "live",
    );
  });

  it("the program's file that TCSS_GATE_CONFIG names counts once, as what that names", () => {
    const text = JSON.stringify({ waivers: [WAIVER], programSettings: false });
    const { waivers, programSettings, notices } = load({ [PROGRAM]: text }, { env: PROGRAM });
    assert.deepEqual(
      { waivers, programSettings, notices },
      { waivers: [WAIVER], programSettings: false, notices: [] },
    );
  });
});

describe("loadGateSettings, where the program's folder is not known,", () => {
  useSettingsFolder();

  const notices = (env: Record<string, string>, packFolder = inFolder("pack")): readonly string[] =>
    loadGateSettings({ packFolder, env }).notices;
  const told = (file: string): string =>
    `${inFolder(file)} is not used: this form of the policy pack does not know the program's folder. Use the executable tcss-gate, or name the file by TCSS_GATE_CONFIG.`;

  beforeEach(() => {
    writeFileSync(inFolder("program/Pulumi.yaml"), "name: shop\n");
    writeFileSync(inFolder(PROGRAM), "source: resources\n");
    mkdirSync(inFolder("program/src"));
    mkdirSync(inFolder("program/pack"));
  });

  it("tells of a file in the program's folder that the shell or npm was in", () => {
    assert.deepEqual(notices({ PWD: inFolder("program") }), [told(PROGRAM)]);
    assert.deepEqual(notices({ PWD: inFolder("program/src"), INIT_CWD: inFolder("program") }), [
      told(PROGRAM),
    ]);
  });

  it("tells of one in the program's folder that the pack is in", () =>
    assert.deepEqual(notices({}, inFolder("program/pack")), [told(PROGRAM)]));

  it("tells of one by another name", () => {
    renameSync(inFolder(PROGRAM), inFolder("program/tcss.gate.yml"));
    assert.deepEqual(notices({ PWD: inFolder("program") }), [told("program/tcss.gate.yml")]);
  });

  it("says nothing of the file that TCSS_GATE_CONFIG names", () =>
    assert.deepEqual(notices({ PWD: inFolder("program"), TCSS_GATE_CONFIG: inFolder(PROGRAM) }), []));

  it("says nothing where no program is, or no file", () => {
    assert.deepEqual(notices({ PWD: inFolder("pack") }), []);
    rmSync(inFolder(PROGRAM));
    assert.deepEqual(notices({ PWD: inFolder("program") }), []);
    assert.deepEqual(notices({ PWD: inFolder("gone") }), []);
  });
});

import assert from "node:assert/strict";
import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { inFolder, load, PACK, refusal, useSettingsFolder } from "./support";

describe("a file that its author must take for the gate's settings is refused:", () => {
  useSettingsFolder();

  const names = [
    "tcss.gate.yml",
    "tcss-gate.yaml",
    "tcss_gate.yaml",
    "tcssgate.yaml",
    ".tcss.gate.yaml",
    ".tcss-gate.yml",
    "tcss.gate.json",
    "tcss.gate.jsonc",
    "tcss.gate.toml",
    "TCSS.gate.yaml",
    "tcss.gate.YAML",
    "tcss.Gate.yaml",
    "tcss.gate.yaml.txt",
    "tcss.gate.yaml.yaml",
    "tcss.gate.config.yaml",
    "tcss.gates.yaml",
    "tcss.gat.yaml",
    "tccs.gate.yaml",
    "tcss gate.yaml",
    "tcss.gate.yaml ",
    "gate.tcss.yaml",
    "tcss.gate",
  ];
  for (const name of names)
    for (const place of ["pack", "program"])
      it(`${name} in the ${place}'s folder`, () => {
        const file = join(place, name);
        assert.equal(
          refusal(() => load({ [file]: "source: resources\n" })).message,
          `${inFolder(file).trim()} is not read: the gate's settings are in a file that is called tcss.gate.yaml. Rename it to tcss.gate.yaml, or remove it; the gate blocks until then.`,
        );
      });

  it("beside the right one as well", () =>
    assert.match(
      refusal(() => load({ [PACK]: "source: live\n", "pack/tcss.gate.yml": "source: resources\n" })).message,
      /tcss\.gate\.yml is not read/,
    ));

  it("a link of such a name as well", () => {
    symlinkSync(inFolder("nothing"), inFolder("program/tcss.gate.yml"));
    assert.match(refusal(() => load({})).message, /tcss\.gate\.yml is not read/);
  });

  it("where programSettings is false as well", () =>
    assert.match(
      refusal(() => load({ "program/tcss.gate.yml": "{}" }, { code: { programSettings: false } })).message,
      /tcss\.gate\.yml is not read/,
    ));

  const others = [
    "tcss-gate",
    "tcss.gate.schema.json",
    "tcss.gate.yaml.bak",
    "tcss.gate.yaml~",
    "._tcss.gate.yaml",
    "tcss.gate.example.yaml",
    "tcss.yaml",
    "gate.yaml",
    "Pulumi.tcss-gate.yaml",
    "tcss.prom",
  ];
  it("and no other is", () => {
    const files = others.flatMap((name) => [`pack/${name}`, `program/${name}`]);
    assert.deepEqual(load(Object.fromEntries(files.map((file) => [file, "what: ever\n"]))), load({}));
  });

  it("and no folder is", () => {
    for (const name of ["tcss.gate", "tcss-gate.yml"]) mkdirSync(inFolder(`program/${name}`));
    assert.equal(load({}).source, "live");
  });

  it("and TCSS_GATE_CONFIG may name a file as it likes", () => {
    const files = { "program/tcss.gate.yml": "source: resources\n" };
    assert.equal(load(files, { env: "program/tcss.gate.yml" }).source, "resources");
  });
});

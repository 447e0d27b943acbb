import assert from "node:assert/strict";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { loadGateSettings } from "../../../../../core/gate";
import { makePipe } from "../../../../support/pipes";
import { type Given, inFolder, load, PACK, PROGRAM, refusal, useSettingsFolder } from "./support";

describe("loadGateSettings refuses a file that", () => {
  useSettingsFolder();

  const unreadable: [why: string, text: string, reason: RegExp][] = [
    [
      "is not YAML",
      "source: [live\n",
      /are not YAML: .+[^:]\. Correct the file; the gate blocks until then\.$/,
    ],
    ["has a key twice", "source: live\nsource: resources\n", /are not YAML: .*unique at line 2, column 1\. /],
    ["has a key twice, once quoted", 'source: live\n"source": resources\n', /are not YAML: .*unique/],
    ["has a key twice within an entry", "evidence: {accounts: ['1'], accounts: ['2']}\n", /unique/],
    ["has a key twice as JSON", '{"source": "live", "source": "resources"}', /unique/],
    ["holds two documents", "source: live\n---\nsource: resources\n", /hold several documents/],
    ["has a key with a special name", "__proto__: {source: live}\n", /are wrong: __proto__ is unknown/],
    ["has a rule with a special name", "rules: {__proto__: advisory}\n", /rules\.__proto__ is not a policy/],
    ["has an anchor", "accounts: &a []\nprotects: []\n", /hold an anchor \(&name\), which is not supported/],
    ["has an alias", "accounts: &a []\nprotects: *a\n", /hold an a\w+ \(/],
    ["repeats itself without end", "accounts: &a [*a, *a]\n", /hold an a\w+ \(/],
    ["merges keys", "<<: {source: resources}\n", /are wrong: << is unknown/],
    ["has a tag", "maxStaleHours: !!int '5'\n", /hold a tag \(!name\), which is not supported/],
    ["has a tag of a time", "timeZone: !!timestamp 2024-10-05\n", /(hold a tag|are not YAML)/],
    ["has a tag that nobody knows", "source: !env SOURCE\n", /(hold a tag|are not YAML)/],
    ["asks for another YAML", "%YAML 1.1\n---\nprogramSettings: no\n", /start with a %YAML directive/],
    [
      "means no, and says the word",
      "protects: [{stack: dev, live: no, reason: none}]\n",
      /must be a boolean, not a string/,
    ],
    ["has an infinite number", "maxStaleHours: .inf\n", /maxStaleHours must be a number, not infinite/],
    [
      "has a number too large to count",
      "maxStaleHours: 1e999\n",
      /maxStaleHours must be a number, not infinite/,
    ],
    ["has no number", "maxStaleHours: .nan\n", /maxStaleHours must be a number, not NaN/],
    ["has a number as text", "maxStaleHours: '5'\n", /maxStaleHours must be a number, not a string/],
    ["has a key without a value", "rules:\n", /rules must be an object, not null/],
    ["is empty", "", /are empty: nothing in the file is a setting/],
    ["is blank", " \n\n", /are empty/],
    ["holds comments alone", "# source: resources\n", /are empty/],
    ["holds an empty document", "---\n", /are empty/],
    ["holds null", "null\n", /are empty/],
    ["holds null in its short form", "~\n", /are empty/],
    ["holds text", "live\n", /are wrong: the file must be an object, not a string/],
    ["is nested without end", `accounts: ${"[".repeat(2000)}`, /are not YAML: /],
  ];
  for (const [why, text, reason] of unreadable)
    for (const place of [PACK, PROGRAM])
      it(`${why}, and names ${place}`, () => {
        const { message } = refusal(() => load({ [place]: text }));
        assert.match(message, reason);
        assert.ok(message.startsWith(`the gate's settings in ${inFolder(place)} `), message);
        assert.doesNotMatch(message, /\n/);
      });

  it("TCSS_GATE_CONFIG names and that is not there", () =>
    assert.equal(
      refusal(() => load({}, { env: "missing.yaml" })).message,
      `the gate's settings: ${inFolder("missing.yaml")}, which TCSS_GATE_CONFIG names, does not exist. Correct TCSS_GATE_CONFIG, or unset it; the gate blocks until then.`,
    ));

  for (const name of [
    "TCSS_GATE_CONFIGS",
    "TCSS_GATE_CONFG",
    "TCSS_GATECONFIG",
    "tcss_gate_config",
    "TCSS_GATE_FILE",
    "TCSS_GATE_SETTINGS",
    "TCSS_GATE_CONFIG_FILE",
    "TCSS_GATE_YAML",
    "TENCENTCLOUD_TCSS_GATE_CONFIG",
  ])
    it(`another variable than TCSS_GATE_CONFIG names: ${name}`, () => {
      const places = { packFolder: inFolder("pack"), env: { [name]: "own.yaml" } };
      assert.equal(
        refusal(() => loadGateSettings(places)).message,
        `the environment variable ${name} is set, but nothing reads it. The gate's settings are named by TCSS_GATE_CONFIG: rename ${name}, or unset it; the gate blocks until then.`,
      );
    });

  it("but takes no offence at variables of other things, nor where the right one is set", () => {
    const others = {
      TCSS_GATE_SERVICE_HOST: "10.0.0.1",
      TCSS_GATE_PORT: "tcp://10.0.0.1:80",
      TCSS_GATE: "1",
    };
    assert.deepEqual(loadGateSettings({ env: others }).files, []);
    writeFileSync(inFolder("own"), "source: resources");
    const env = { TCSS_GATE_CONFIG: inFolder("own"), TCSS_GATE_FILE: "other.yaml" };
    assert.equal(loadGateSettings({ env }).source, "resources");
  });

  for (const blank of ["", " ", "\t\n"]) {
    it(`TCSS_GATE_CONFIG does not name: it is ${JSON.stringify(blank)}`, () => {
      const places = { packFolder: inFolder("pack"), env: { TCSS_GATE_CONFIG: blank } };
      assert.equal(
        refusal(() => loadGateSettings(places)).message,
        "TCSS_GATE_CONFIG is set, but names no file. Give it the path of the gate's settings, or leave TCSS_GATE_CONFIG out.",
      );
    });

    it(`an option does not name: it is ${JSON.stringify(blank)}`, () => {
      const named = { file: blank, by: "--gate-config" };
      assert.match(
        refusal(() => loadGateSettings({ env: {}, named })).message,
        /^--gate-config is set, but names no file\. /,
      );
    });
  }

  for (const place of [PACK, PROGRAM, "named.yaml"]) {
    const given: Given = place === "named.yaml" ? { env: place } : {};

    it(`is a folder, and names ${place}`, () => {
      mkdirSync(inFolder(place));
      const { message } = refusal(() => load({}, given));
      assert.ok(message.includes(`${inFolder(place)} cannot be read (EISDIR): it is a folder`), message);
    });

    it(`is a link to nothing, and names ${place}`, () => {
      symlinkSync(inFolder("nothing"), inFolder(place));
      const { message } = refusal(() => load({}, given));
      assert.ok(message.includes(`${inFolder(place)} is a link to a file that does not exist`), message);
    });

    it(`is a named pipe, and names ${place}`, () => {
      makePipe(inFolder(place));
      const { message } = refusal(() => load({}, given));
      assert.ok(message.includes(`${inFolder(place)} is a named pipe, not a file`), message);
    });

    it(`is larger than anybody writes, and names ${place}`, () => {
      const { message } = refusal(() => load({ [place]: `source: live # ${"x".repeat(1 << 16)}` }, given));
      assert.ok(message.includes(`${inFolder(place)} is larger than 65536 bytes`), message);
    });
  }

  it("is in UTF-16 without saying so; with a byte order mark it is read", () => {
    const text = "source: resources\n";
    writeFileSync(inFolder(PACK), Buffer.from(`\ufeff${text}`, "utf16le"));
    assert.equal(load({}).source, "resources");
    writeFileSync(inFolder(PACK), `\ufeff${text}`);
    assert.equal(load({}).source, "resources");
    writeFileSync(inFolder(PACK), Buffer.from(text, "utf16le"));
    assert.match(refusal(() => load({})).message, /NUL characters/);
  });
});

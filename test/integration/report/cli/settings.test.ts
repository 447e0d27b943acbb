import assert from "node:assert/strict";
import { mkdirSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { type Ended, Place } from "./run";

const WAIVER = { rule: "TCSS002", reason: "known", expires: "2099-12-31" };
const STACK = "acme/shop/dev";

describe("tcss check weighs the gate's settings as the gate does:", function () {
  this.timeout(60_000);

  let place: Place;
  before(async () => {
    place = await Place.create();
  });
  beforeEach(() => place.emulator.clearRequests());
  afterEach(() => {
    for (const name of ["tcss.gate.yaml", "own.yaml", "Pulumi.yaml", "src", "config.json"])
      rmSync(join(place.folder, name), { recursive: true, force: true });
  });
  after(() => place.close());

  const tcss = (...args: string[]) => place.tcss(...args);

  /** Refused in one line, before anybody is asked. */
  function assertRefused({ code, out, err }: Ended, message: RegExp): void {
    assert.match(err, message);
    assert.deepEqual([code, out], [2, ""]);
    assert.equal(place.emulator.requests().length, 0);
  }

  it("programSettings in the program's folder is an error", async () => {
    place.write("tcss.gate.yaml", "programSettings: stricter\n");
    assertRefused(await tcss("check"), /programSettings counts only in settings above these/);
  });

  it("programSettings of a file that is named counts for the program's own", async () => {
    place.write("tcss.gate.yaml", { waivers: [WAIVER] });
    const passes = await tcss("check");
    assert.match(passes.err, /tcss\.gate\.yaml counts as the program's own settings\. .* --gate-config\./);
    assert.equal(passes.code, 0);
    for (const [text, told] of [
      ["programSettings: false", /is not used: the settings that count above it allow none/],
      ["programSettings: stricter", /waivers in \S+ is not used: /],
    ] as const) {
      const ended = await tcss("check", "--gate-config", place.write("own.yaml", text));
      assert.match(ended.err, told);
      assert.equal(ended.code, 1);
    }
  });

  it("rules in the program's file accept 8 cores, or 86", async () => {
    const rules = (cores: number) => ({ rules: { "no-undefended-cores": { maxUndefendedCores: cores } } });
    place.write("tcss.gate.yaml", rules(8));
    assert.match((await tcss("check")).out, /86 of 154 cores are undefended \(8 are accepted\)/);
    place.write("tcss.gate.yaml", rules(86));
    assert.equal((await tcss("check")).code, 0);
  });

  it("the configuration for the engine counts above the files, and those above the defaults", async () => {
    place.write("tcss.gate.yaml", { rules: { "no-undefended-cores": "advisory" } });
    assert.equal((await tcss("check")).code, 0);
    const config = place.write("config.json", { "no-undefended-cores": "mandatory" });
    assert.equal((await tcss("check", "--policy-pack-config", config)).code, 1);
  });

  for (const [what, write] of [
    ["tcss.gate.yml", () => place.write("tcss.gate.yml", "{}")],
    ["TCSS.gate.yaml", () => place.write("TCSS.gate.yaml", "{}")],
    ["src/tcss.gate.json", () => inMain("tcss.gate.json")],
    ["src/tcss.gate.yaml", () => inMain("tcss.gate.yaml")],
  ] as const)
    it(`${what} is refused`, async () => {
      const file = write();
      try {
        assertRefused(await tcss("check"), /is not read: the gate's settings/);
      } finally {
        rmSync(file);
      }
    });

  function inMain(name: string): string {
    mkdirSync(join(place.folder, "src"));
    place.write("Pulumi.yaml", "name: shop\nmain: src/index.js\n");
    return place.write(`src/${name}`, "{}");
  }

  const nothing: [what: string, args: string[], env: Record<string, string>, message: RegExp][] = [
    ["TCSS_GATE_CONFIG", [], { TCSS_GATE_CONFIG: "" }, /TCSS_GATE_CONFIG is set, but names no file/],
    ["TCSS_GATE_CONFIG", [], { TCSS_GATE_CONFIG: " " }, /TCSS_GATE_CONFIG is set, but names no file/],
    ["--gate-config", ["--gate-config", ""], {}, /--gate-config is set, but names no file/],
    [
      "--policy-pack-config",
      ["--policy-pack-config", ""],
      {},
      /--policy-pack-config is set, but names no file/,
    ],
    ["--policy-pack-config", ["--policy-pack-config", "gone.json"], {}, /gone\.json does not exist/],
    ["--policy-pack-config", ["--policy-pack-config", "."], {}, /is a folder/],
    ["--stack-name", ["--stack-name", ""], {}, /Give all three names/],
    ["--stack-name", ["--stack-name", "shop/dev"], {}, /Give all three names/],
  ];
  for (const [what, args, env, message] of nothing)
    it(`${what} that says nothing is refused: ${JSON.stringify([...args, ...Object.values(env)])}`, async () =>
      assertRefused(await place.tcssWith({ env }, "check", ...args), message));

  it("a link to nothing is refused", async () => {
    symlinkSync("gone", join(place.folder, "tcss.gate.yaml"));
    assertRefused(await tcss("check"), /tcss\.gate\.yaml is a link to a file that does not exist/);
  });

  it("a key twice in the configuration for the engine is refused", async () => {
    const config = place.write("config.json", '{"all": "mandatory", "all": "disabled"}');
    assertRefused(await tcss("check", "--policy-pack-config", config), /has the same key twice/);
  });

  describe("where the stack's name decides,", () => {
    const exempt = (stack: string) => ({
      protects: [{ stack, live: false, reason: "runs no containers" }],
    });
    const scoped = (stack: string) => ({ waivers: [{ ...WAIVER, scope: { stack } }] });

    for (const [what, settings] of [
      ["protects", exempt("prod")],
      ["a waiver's scope.stack", scoped("prod")],
    ] as const)
      it(`${what} is refused without --stack-name`, async () => {
        place.write("tcss.gate.yaml", settings);
        assertRefused(
          await tcss("check", "--quiet"),
          new RegExp(
            `^tcss: the settings have ${what}, and the name of the stack is unknown here\\. .*--stack-name`,
          ),
        );
      });

    it("an exempt stack passes, is told, and nobody is asked", async () => {
      place.write("tcss.gate.yaml", exempt("[!p]*"));
      const { code, out, err } = await tcss("check", "--stack-name", STACK);
      assert.match(
        err,
        /The account is not judged for stack acme\/shop\/dev \(protects: \[!p\]\*\): runs no containers/,
      );
      assert.match(out, /Verdict: passes/);
      assert.equal(code, 0);
      assert.equal(place.emulator.requests().length, 0);
      for (const command of ["status", "report"])
        assert.equal((await tcss(command, "--stack-name", STACK)).code, 0, command);
      for (const format of ["json", "jsonl", "markdown", "html", "sarif", "junit", "openmetrics", "csv"])
        assert.doesNotMatch(
          (await tcss("check", "--stack-name", STACK, "--format", format)).err,
          /unexpected/,
          format,
        );
    });

    it("another stack is judged", async () => {
      place.write("tcss.gate.yaml", exempt("[!p]*"));
      assert.equal((await tcss("check", "--stack-name", "acme/shop/prod")).code, 1);
    });

    it("a waiver counts for the stack of its scope alone", async () => {
      place.write("tcss.gate.yaml", scoped("shop/dev"));
      assert.equal((await tcss("check", "--stack-name", STACK)).code, 0);
      assert.equal((await tcss("check", "--stack-name", "acme/shop/prod")).code, 1);
    });

    it("a saved reply also needs the name where a waiver does", async () => {
      const file = place.write("reply.json", { Response: { State: 3 } });
      place.write("tcss.gate.yaml", scoped("dev"));
      assert.match((await tcss("check", "--file", file)).err, /the name of the stack is unknown here/);
      assert.doesNotMatch(
        (await tcss("check", "--file", file, "--stack-name", STACK)).err,
        /name of the stack is unknown/,
      );
      place.write("tcss.gate.yaml", exempt("dev"));
      assert.doesNotMatch((await tcss("check", "--file", file)).err, /name of the stack is unknown/);
    });
  });

  it("source: resources cannot be applied to the account, and is told", async () => {
    place.write("tcss.gate.yaml", "source: resources\n");
    assert.match(
      (await tcss("check", "--live")).err,
      /The settings say source: resources: the gate asks no account/,
    );
  });
});

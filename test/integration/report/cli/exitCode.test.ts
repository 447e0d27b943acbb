import assert from "node:assert/strict";
import { cpSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { Place } from "./run";

const ROLE = {
  TENCENTCLOUD_ASSUME_ROLE_ARN: "qcs::cam::uin/200000000002:roleName/reader",
  TENCENTCLOUD_STS_ENDPOINT: "http://127.0.0.1:9",
};
const LIVE = ["check", "status", "report"] as const;

describe("the exit code is 2 until there is an answer", () => {
  let place: Place;
  beforeEach(async () => {
    place = await Place.create("healthy");
  });
  afterEach(() => place.close());

  /** Something that goes wrong in the process, as Node.js code that is loaded before the command. */
  function preloaded(code: string): NodeJS.ProcessEnv {
    return { NODE_OPTIONS: `--require ${place.write("preloaded.cjs", code)}` };
  }

  function assertOneLine(err: string): void {
    assert.match(err, /^tcss: [^\n]+\n$/);
    assert.doesNotMatch(err, /\n\s+at /);
  }

  for (const command of LIVE)
    for (const flags of [[], ["--verbose"]])
      it(`for ${[command, ...flags].join(" ")} with a role, where STS cannot be reached`, async () => {
        const { code, out, err } = await place.tcssWith({ env: ROLE }, command, ...flags);
        assert.equal(code, 2, out + err);
        assert.match(out, /could not be read|cannot be (told|verified)|not read/i);
        assert.doesNotMatch(err, /\n\s+at /);
        assert.equal(place.emulator.requests().length, 0);
      });

  for (const [what, code] of [
    [
      "an exception that nobody catches",
      'setTimeout(() => { throw new Error("a defect\\nin two lines"); }, 5);',
    ],
    ["a rejection that nobody handles", 'setTimeout(() => Promise.reject(new Error("a defect")), 5);'],
    ["a thrown text", 'setTimeout(() => { throw "a defect"; }, 5);'],
    ["a thrown null", "setTimeout(() => { throw null; }, 5);"],
  ] as const)
    it(`after ${what}`, async () => {
      // the account's answer takes longer than that
      place.emulator.faults.push({ fault: "latency", delayMs: 3000, times: "always" });
      for (const command of LIVE) {
        const ended = await place.tcssWith({ env: preloaded(code) }, command);
        assert.deepEqual([ended.code, ended.out], [2, ""], command);
        assertOneLine(ended.err);
      }
    });

  it("when nothing is left to do and there is no answer", async () => {
    const never = "require('node:http').request = () => ({ on() { return this; }, end() {}, destroy() {} });";
    const noTimers = "const real = setTimeout; globalThis.setTimeout = (...a) => real(...a).unref();";
    const { code, out, err } = await place.tcssWith({ env: preloaded(never + noTimers) }, "check");
    assert.deepEqual([code, out], [2, ""]);
    assertOneLine(err);
  });

  it("when the command is not built", async () => {
    const { report } = copyOfPackage();
    const shell = `"$1" ${report}/bin/tcss check`;
    const { code, out, err } = await place.tcssWith({ shell });
    assert.deepEqual([code, out], [2, ""]);
    assertOneLine(err);
  });

  /** The package's folder with its bin and without what is built. */
  function copyOfPackage(): { report: string } {
    const source = join(__dirname, "../../../../report");
    const report = join(place.folder, "package");
    mkdirSync(report);
    for (const part of ["bin", "package.json"])
      cpSync(join(source, part), join(report, part), { recursive: true });
    return { report };
  }

  for (const args of [
    ["check", "--format", "json"],
    ["report", "--format", "sarif"],
  ])
    it(`when the file of ${args.join(" ")} cannot be written`, async () => {
      const { code, out, err } = await place.tcss(...args, "--output", join(place.folder, "missing", "file"));
      assert.deepEqual([code, out], [2, ""]);
      assertOneLine(err);
    });

  for (const args of [
    ["explain", "TCSS002"],
    ["policy-json"],
    ["completion", "bash"],
    ["--help"],
    ["--version"],
  ])
    it(`for ${args.join(" ")} that nobody reads, and 0 once it has been printed`, async () => {
      assert.equal((await place.tcss(...args)).code, 0);
      const { code, err } = await place.tcssWith({ shell: 'exec 3> >(true); wait $!; "$@" >&3' }, ...args);
      assert.equal(code, 2);
      assertOneLine(err);
    });

  it("is the verdict's when nobody reads standard error", async () => {
    const shell = 'exec 3> >(true); wait $!; "$@" 2>&3';
    const { code, out } = await place.tcssWith({ shell }, "check", "--verbose");
    assert.match(out, /Verdict: passes/);
    assert.equal(code, 0);
  });
});

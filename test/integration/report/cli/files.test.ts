import assert from "node:assert/strict";
import { mkdirSync, utimesSync } from "node:fs";
import { join } from "node:path";
import { parsePurchaseState, withoutAdditionalFields } from "pulumi-tcss/internal";
import { EXAMPLE, STORED } from "../../../unit/report/support";
import { COLOUR, DURING, useCommand } from "./cliBed";
import { assertRefused } from "./run";

describe("tcss", function () {
  this.timeout(60_000);

  const bed = useCommand();
  const { tcss } = bed;

  describe("files", () => {
    it("judges a saved reply as of another time", async () => {
      const reply = bed.place.write("reply.json", { Response: EXAMPLE });
      const during = await tcss("check", "--file", reply, "--at", DURING);
      assert.doesNotMatch(during.out, /TCSS001/);
      assert.match((await tcss("check", "--file", reply)).out, /mandatory TCSS001 .*license ended/);
      assert.deepEqual(bed.place.emulator.requests(), []);
    });

    it("says how old a file is", async () => {
      const reply = bed.place.write("old.json", { Response: EXAMPLE });
      utimesSync(reply, new Date("2024-09-27T00:00:00Z"), new Date("2024-09-27T00:00:00Z"));
      const { out } = await tcss("check", "--file", reply, "--at", DURING);
      assert.match(out, /values at least 4 days old \(2024-09-27 08:00:00 Beijing time, by its date\)/);
    });

    it("reads standard input", async () => {
      const input = JSON.stringify({ purchaseState: STORED });
      const { code, out } = await bed.place.tcssWith({ input }, "check", "--file", "-", "--at", DURING);
      assert.match(out, /^standard input: \d findings, values of unknown age\n/);
      assert.equal(code, 1);
    });

    const wrong: [what: string, content: string, message: RegExp][] = [
      ["is empty", "", /input is empty\. It should be/],
      [
        "is no JSON",
        '{"secret": "s3cr3t-value"',
        /input is not valid JSON \(line 1, column 26\)\. It should be a reply/,
      ],
      ["holds no purchase state", "[]", /input holds no purchase state\. It should be a reply/],
    ];
    for (const [what, input, message] of wrong)
      it(`refuses standard input that ${what}`, async () => {
        const ended = await bed.place.tcssWith({ input }, "report", "--file", "-");
        assertRefused(ended, message);
        assert.doesNotMatch(ended.err, /s3cr3t/);
      });

    it("refuses standard input that is closed", async () => {
      assertRefused(
        await bed.place.tcssWith({ shell: '"$@" <&-' }, "check", "--file", "-"),
        /input is empty/,
      );
    });

    it("names a file that is not there", async () => {
      assertRefused(
        await tcss("status", "--file", "nope.json"),
        /nope\.json cannot be read \(ENOENT\)\. Check the path/,
      );
    });

    it("names a folder that is no file", async () => {
      mkdirSync(join(bed.place.folder, "folder"), { recursive: true });
      assertRefused(
        await tcss("check", "--file", "folder"),
        /--file: folder cannot be read \(EISDIR\): it is a folder\. Name a file that you may read, or pipe it: - is standard input/,
      );
    });

    it("keeps control characters of a file's name from the terminal", async () => {
      const { err } = await tcss("check", "--file", "no\u001b[2Jpe");
      assert.doesNotMatch(err, COLOUR);
      assert.match(err, /^tcss: no\\u001b\[2Jpe cannot be read/);
    });
  });

  describe("what counts by the gate's settings", () => {
    const healthy = { ...EXAMPLE, UndefendCoresCnt: 0, AllCoresCnt: 68 };
    const stored = (changes: object = {}): object =>
      withoutAdditionalFields({ ...parsePurchaseState(healthy), ...changes });
    const at = ["--at", DURING];

    it("cannot tell by a saved reply with an error beside its values", async () => {
      const files = [
        { Response: { ...healthy, Error: "no" } },
        { Response: healthy, Error: { Message: "no" } },
      ];
      for (const content of files) {
        const { code, out } = await tcss("check", "--file", bed.place.write("reply.json", content), ...at);
        assert.deepEqual([code, /an error without a code/.test(out)], [2, true], out);
      }
    });

    it("cannot tell by a saved reply that has a key twice", async () => {
      const text = JSON.stringify({ Response: healthy }).replace('"State":3', '"State":4,"State":3');
      const { code, err } = await tcss("check", "--file", bed.place.write("reply.json", text), ...at);
      assert.equal(code, 2);
      assert.match(err, /has the same key twice/);
    });

    it("blocks by a second state that is nested deeper", async () => {
      const deeper = { a: { b: [{ c: { d: { e: { f: { g: { h: stored({ state: 4 }) } } } } } }] } };
      const file = bed.place.write("outputs.json", { purchaseState: stored(), deeper });
      assert.equal((await tcss("check", "--file", file, ...at)).code, 1);
    });

    it("shows old values, and cannot tell by them", async () => {
      const old = stored({ observedAt: "2024-09-01T00:00:00Z" });
      const file = bed.place.write("outputs.json", { purchaseState: old });
      const { code, out } = await tcss("check", "--file", file, ...at);
      assert.equal(code, 2, out);
      assert.match(out, /mandatory TCSS000 .* of 2024-09-01T00:00:00Z, longer ago than the gate accepts/);
      const gate = bed.place.write("gate.yaml", "maxStaleHours: 1000");
      assert.equal((await tcss("check", "--file", file, "--gate-config", gate, ...at)).code, 0);
      const lapsed = bed.place.write("lapsed.json", { purchaseState: { ...old, state: 4 } });
      assert.equal((await tcss("check", "--file", lapsed, ...at)).code, 1);
    });

    it("leaves out and names what does not count, and cannot tell where nothing else is there", async () => {
      const gate = ["--gate-config", bed.place.write("gate.yaml", 'evidence: {accounts: ["100"]}')];
      const theirs = stored({ accountId: "200" });
      const alone = bed.place.write("theirs.json", { theirs });
      const { code, out } = await tcss("check", "--file", alone, ...gate, ...at);
      assert.equal(code, 2, out);
      assert.match(out, /does not count: it is of account 200/);
      const both = bed.place.write("both.json", { mine: stored({ accountId: "100" }), theirs });
      const other = await tcss("check", "--file", both, ...gate, ...at);
      assert.equal(other.code, 0, other.out);
      assert.match(other.err, /PurchaseState theirs does not count/);
    });

    it("asks no account where resources alone decide, unless it is told to", async () => {
      const gate = ["--gate-config", bed.place.write("gate.yaml", "source: resources")];
      bed.place.emulator.setScenario("healthy");
      const { code, err } = await tcss("check", ...gate);
      assert.equal(code, 2);
      assert.match(err, /PurchaseState resources alone decide \(source: resources\).*--stack/);
      assert.equal(bed.place.emulator.requests().length, 0);
      assert.equal((await tcss("check", "--live", ...gate)).code, 0);
      const file = bed.place.write("outputs.json", { purchaseState: stored() });
      assert.equal((await tcss("check", "--file", file, ...gate, ...at)).code, 0);
    });

    it("cannot tell where a mandatory rule has nothing to judge, whatever the level of all", async () => {
      bed.place.emulator.setScenario("5xx");
      const fast = ["--deadline", "3", "--request-timeout", "1"];
      const levels = (config: object): string[] => [
        "--policy-pack-config",
        bed.place.write("levels.json", config),
      ];
      const all = { all: "advisory", "protection-active": "mandatory" };
      assert.equal((await tcss("check", ...levels(all), ...fast)).code, 2);
      assert.equal((await tcss("check", ...levels({ all: "advisory" }), ...fast)).code, 0);
      assert.equal(
        (await tcss("check", ...levels({ all: "advisory" }), "--fail-on", "advisory", ...fast)).code,
        2,
      );
      const lowered = await tcss("check", ...levels({ "purchase-state-available": "advisory" }), ...fast);
      assert.equal(lowered.code, 0);
      assert.match(lowered.err, /purchase-state-available is advisory, as the settings name it/);
    });

    it("blocks by a mandatory rule that another one would have spoken for", async () => {
      const levels = bed.place.write("levels.json", { all: "disabled", "expiring-soon": "mandatory" });
      const file = bed.place.write("reply.json", {
        Response: { ...healthy, ExpirationTime: "2024-09-30 00:00:00" },
      });
      const { code, out } = await tcss("check", "--file", file, "--policy-pack-config", levels, ...at);
      assert.equal(code, 1, out);
    });
  });
});

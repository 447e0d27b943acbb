import assert from "node:assert/strict";
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { jsonOf, useCommand } from "./cliBed";
import { assertRefused, type Ended } from "./run";

describe("tcss", function () {
  this.timeout(60_000);

  const bed = useCommand();
  const { tcss } = bed;

  describe("settings", () => {
    const waiver = (rule: string, more = {}) => ({ rule, reason: "known", expires: "2099-12-31", ...more });

    it("takes waivers from the gate's file in this folder", async () => {
      bed.place.write("tcss.gate.yaml", { waivers: [waiver("TCSS002"), waiver("TCSS005")] });
      try {
        const { code, out, err } = await tcss("check");
        assert.match(out, /: waived TCSS002 no-undefended-cores is waived until 2099-12-31/);
        assert.match(err, /^tcss: The waiver of TCSS005 no-trial .* matches nothing here/m);
        assert.equal(code, 0);
        assert.equal((await tcss("check", "--quiet")).err, "");
      } finally {
        rmSync(join(bed.place.folder, "tcss.gate.yaml"));
      }
    });

    it("takes them from the file that a flag names, before the one that the environment names", async () => {
      const given = bed.place.write("given.yaml", { waivers: [waiver("no-undefended-cores")] });
      assert.equal((await tcss("check", "--gate-config", given)).code, 0);
      const env = { TCSS_GATE_CONFIG: given };
      assert.equal((await bed.place.tcssWith({ env }, "check")).code, 0);
      const none = bed.place.write("none.yaml", "{}");
      assert.equal((await bed.place.tcssWith({ env }, "check", "--gate-config", none)).code, 1);
    });

    it("knows the account that a waiver is for", async () => {
      const given = bed.place.write("given.yaml", {
        waivers: [waiver("TCSS002", { scope: { account: bed.place.emulator.accountId } })],
      });
      assert.equal((await tcss("check", "--gate-config", given)).code, 0);
    });

    const wrong: [what: string, content: string, message: RegExp][] = [
      ["is no YAML", "waivers: [", /gate's settings in .* are not YAML/],
      ["holds what it may not", "waiver: []", /gate's settings in .* are wrong: waiver/],
    ];
    for (const [what, content, message] of wrong)
      it(`refuses a gate file that ${what}`, async () => {
        assertRefused(await tcss("check", "--gate-config", bed.place.write("wrong.yaml", content)), message);
      });

    it("refuses a gate file that is not there", async () => {
      assertRefused(
        await tcss("check", "--gate-config", "nope.yaml"),
        /nope\.yaml, which --gate-config names, does not exist\. /,
      );
    });

    it("takes levels and settings as pulumi does", async () => {
      const config = bed.place.write("config.json", { "no-undefended-cores": { maxUndefendedCores: 100 } });
      assert.equal((await tcss("check", "--policy-pack-config", config)).code, 0);
      const strict = bed.place.write("strict.json", { all: "mandatory", "no-undefended-cores": "advisory" });
      assert.equal((await tcss("check", "--policy-pack-config", strict)).code, 1);
    });

    for (const [content, message] of [
      ["{", /config\.json is not valid JSON \(line 1, column 2\)\. Give --policy-pack-config a JSON file/],
      ['{"no-such-rule":"advisory"}', /config\.json is wrong: no-such-rule is not a policy. Valid policies:/],
      ['{"expiring-soon":{"minDaysLeft":"x"}}', /config\.json is wrong: expiring-soon\.minDaysLeft/],
    ] as const)
      it(`refuses ${content} as levels and settings`, async () => {
        assertRefused(
          await tcss("check", "--policy-pack-config", bed.place.write("config.json", content)),
          message,
        );
      });

    it("takes prices", async () => {
      const prices = { currency: "EUR", prepaidCoreMonth: 10, elasticCoreDay: 1, source: "contract" };
      const own = await tcss(
        "report",
        "--format",
        "json",
        "--prices",
        bed.place.write("prices.json", prices),
      );
      assert.deepEqual(jsonOf(own).subjects[0].cost.idleMonth, 790);
      const none = await tcss("report", "--format", "json", "--prices", "none");
      assert.equal(jsonOf(none).subjects[0].cost, undefined);
      assertRefused(await tcss("report", "--prices", "nope.json"), /prices in nope\.json cannot be read/);
    });
  });

  describe("accounts of the gate's settings", () => {
    before(() => {
      for (const [name, scenario] of [
        ["prod", "healthy"],
        ["test", "undefended"],
      ] as const) {
        const credential = { secretId: `AKID-${name}`, secretKey: `key-of-${name}` };
        bed.place.emulator.addCredential({ ...credential, accountId: name === "prod" ? "1" : "2", scenario });
        mkdirSync(join(bed.place.folder, ".tccli"), { recursive: true });
        bed.place.write(`.tccli/${name}.credential`, credential);
      }
      const accounts = ["prod", "test"].map((name) => ({ account: name, profile: name }));
      bed.place.write("accounts.yaml", { accounts, waivers: [] });
    });
    const gate = ["--gate-config", "accounts.yaml", "--format", "json"];
    const subjectsOf = (ended: Ended) =>
      jsonOf(ended).subjects.map(({ origin, verdict }: { origin: { name: string }; verdict: string }) => [
        origin.name,
        verdict,
      ]);

    it("are all asked", async () => {
      assert.deepEqual(subjectsOf(await tcss("check", ...gate)), [
        ["prod", "pass"],
        ["test", "block"],
      ]);
    });

    it("can be chosen by name, and are then the ones that are asked", async () => {
      assert.deepEqual(subjectsOf(await tcss("check", ...gate, "--account", "prod")), [["prod", "pass"]]);
    });

    it("are the only ones that a name alone can mean", async () => {
      const ended = await tcss("check", ...gate, "--account", "dev");
      assertRefused(ended, /there is no account dev in tcss\.gate\.yaml\. It has prod, test\./);
    });
  });
});

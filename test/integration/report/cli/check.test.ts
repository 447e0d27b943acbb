import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { jsonOf, NO_CREDENTIALS, useCommand } from "./cliBed";

describe("tcss", function () {
  this.timeout(60_000);

  const bed = useCommand();
  const { tcss } = bed;

  describe("check", () => {
    const verdicts: [scenario: string, code: number, failOnAdvisory: number, last: string][] = [
      ["healthy", 0, 0, "Verdict: passes"],
      ["expiring", 0, 1, "Verdict: passes"],
      ["example", 1, 1, "Verdict: blocks"],
      ["expired-isolated", 1, 1, "Verdict: blocks"],
      ["not-purchased", 1, 1, "Verdict: blocks"],
      ["html", 2, 2, "Verdict: unknown"],
    ];
    for (const [scenario, code, failOnAdvisory, last] of verdicts)
      it(`ends with ${code} for ${scenario}, and ${failOnAdvisory} with --fail-on advisory`, async () => {
        bed.place.emulator.setScenario(scenario);
        const ended = await tcss("check");
        assert.deepEqual([ended.code, ended.err, ended.out.trimEnd().split("\n").at(-1)], [code, "", last]);
        assert.equal((await tcss("check", "--fail-on", "advisory")).code, failOnAdvisory);
      });

    it("says how old the values are, and one line a finding", async () => {
      const { out } = await tcss("check");
      const [first, second] = out.split("\n");
      assert.match(
        first ?? "",
        /: 5 findings, values less than a minute old \(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d Beijing time\)/,
      );
      assert.match(second ?? "", /: mandatory TCSS002 no-undefended-cores: 86 of 154/);
    });

    it("says of a pass whom it has asked, with which credentials, where", async () => {
      bed.place.emulator.setScenario("healthy");
      const { endpoint } = bed.place.emulator;
      const { out } = await tcss("check", "--account", "production");
      assert.match(
        out,
        new RegExp(
          `\nTCSS: asked account production, with credentials from environment, at ${endpoint}\\.\nVerdict: passes\n$`,
        ),
      );
      bed.place.emulator.setScenario("example");
      assert.doesNotMatch((await tcss("check", "--account", "production")).out, /TCSS: asked/);
    });

    it("says nothing with --quiet but its exit code", async () => {
      assert.deepEqual(await tcss("check", "--quiet"), { code: 1, out: "", err: "" });
    });

    it("gives a report on standard output no company", async () => {
      const ended = await tcss("check", "--format", "json");
      assert.deepEqual([jsonOf(ended).verdict, ended.code, ended.err], ["block", 1, ""]);
    });

    it("writes a report into a file beside the lines", async () => {
      const { code, out } = await tcss("check", "--format", "sarif", "--output", "check.sarif");
      assert.match(out, /Verdict: blocks\n$/);
      assert.equal(JSON.parse(readFileSync(join(bed.place.folder, "check.sarif"), "utf8")).version, "2.1.0");
      assert.equal(code, 1);
    });

    for (const [what, fault] of [
      ["refuses", { fault: "error", code: "UnauthorizedOperation", times: "always" }],
      ["resets every connection", { fault: "reset", times: "always" }],
    ] as const)
      it(`ends with 2 where the account ${what}`, async () => {
        bed.place.emulator.faults.push(fault);
        const { code, out, err } = await tcss("check");
        assert.match(out, /: not read\n.*mandatory TCSS000/);
        assert.deepEqual([code, err], [2, ""]);
      });

    it("ends with 2 without credentials", async () => {
      assert.equal((await bed.place.tcssWith({ env: NO_CREDENTIALS }, "check")).code, 2);
    });
  });
});

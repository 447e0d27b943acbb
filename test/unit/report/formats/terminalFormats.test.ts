import assert from "node:assert/strict";
import { parsePurchaseState } from "pulumi-tcss/internal";
import { scenarios } from "../../../../emulator/src";
import { status } from "../../../../report/src/formats/status";
import { table } from "../../../../report/src/formats/table";
import { columnsOf } from "../../../../report/src/terminal";
import { assertNoControl, DURING_LICENCE, observation, reportOn, withoutColors } from "../support";
import { hostile, reports, worst } from "./sampleReports";

for (const [name, format] of Object.entries({ status, table })) {
  describe(`${name}, for every report`, () => {
    for (const [which, report] of Object.entries(reports))
      for (const width of [20, 33, 40, 56, 80, 132])
        it(`keeps ${which} within ${width} columns`, async () => {
          const lines = (await format(report, { color: false, width })).split("\n");
          assert.deepEqual(
            lines.filter((line) => columnsOf(line) > width),
            [],
          );
        });

    it("lets no control character through", async () => {
      assertNoControl(await format(hostile, { color: false, width: 80 }));
    });

    it("colors without changing the text", async () => {
      const colored = await format(worst, { color: true, width: 80 });
      assert.notEqual(colored, withoutColors(colored));
      assert.equal(withoutColors(colored), await format(worst, { color: false, width: 80 }));
    });

    it("shows every scenario of the emulator", async () => {
      for (const { build } of Object.values(scenarios)) {
        const report = reportOn([observation(parsePurchaseState(build(DURING_LICENCE)))]);
        assert.ok((await format(report, { color: false, width: 80 })).length > 0);
      }
    });
  });
}

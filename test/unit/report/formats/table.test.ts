import { table } from "../../../../report/src/formats/table";
import { assertGolden } from "../support";
import { example, history, several, waived } from "./sampleReports";

describe("table", () => {
  for (const [name, report] of Object.entries({ example, waived, several, history: { ...example, history } }))
    for (const width of [80, 40])
      it(`shows ${name} at ${width} columns as it did before`, async () => {
        assertGolden(`table-${name}-${width}.txt`, `${await table(report, { color: false, width })}\n`);
      });
});

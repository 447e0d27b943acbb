import assert from "node:assert/strict";
import { type ReportDocument, verdictAt } from "../../../report/src/document";
import { example, read, unreadable } from "./formats/sampleReports";
import { observation, reportOn } from "./support";

describe("the verdict", () => {
  const unread = observation(unreadable, { observedAt: undefined });
  const advisory = read({ UndefendCoresCnt: 0 });
  const cases: [what: string, report: ReportDocument, mandatory: string, advisory: string][] = [
    ["a mandatory finding", example, "block", "block"],
    ["advisory findings alone", reportOn([advisory]), "pass", "block"],
    ["what cannot be read", reportOn([unread]), "unknown", "unknown"],
    ["what cannot be read beside advisory findings", reportOn([unread, advisory]), "unknown", "block"],
    ["what cannot be read beside a mandatory finding", reportOn([unread, read({})]), "block", "block"],
    [
      "what cannot be read where that is advisory",
      reportOn([unread], { rules: { "purchase-state-available": "advisory" } }),
      "pass",
      "unknown",
    ],
    [
      "findings that are all waived",
      reportOn([advisory], {
        waivers: (["TCSS004", "TCSS006", "TCSS008", "TCSS009"] as const).map((rule) => ({
          rule,
          reason: "r",
          expires: "2024-12-31",
        })),
      }),
      "pass",
      "pass",
    ],
  ];
  for (const [what, report, mandatory, lowest] of cases)
    it(`on ${what} is ${mandatory}, and ${lowest} with --fail-on advisory`, () => {
      assert.deepEqual([verdictAt(report, "mandatory"), verdictAt(report, "advisory")], [mandatory, lowest]);
    });
});

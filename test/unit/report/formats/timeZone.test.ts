import assert from "node:assert/strict";
import { parsePurchaseState } from "pulumi-tcss/internal";
import type { ReportDocument } from "../../../../report/src/document";
import { linesOf } from "../../../../report/src/formats/lines";
import { status } from "../../../../report/src/formats/status";
import { reportOf, textOf } from "./support";

const HISTORY = [
  {
    stack: "a/b/c",
    points: [{ time: "2026-06-30T20:00:00Z", version: 1, resource: "a", allCoresCnt: 3, coresCnt: 1 }],
  },
];

/** A license that ends at midnight in Beijing, which is another day in UTC; read at 01:30 in Beijing. */
function report(timeZone?: string): ReportDocument {
  const reading = parsePurchaseState({
    State: 3,
    BeginTime: "2025-07-07 00:00:00",
    ExpirationTime: "2026-07-07 00:00:00",
    AutomaticRenewal: 2,
    CoresCnt: 1,
    UndefendCoresCnt: 0,
    AllCoresCnt: 1,
  });
  const observation = { origin: { kind: "live", name: "prod" }, reading, place: {} } as const;
  return reportOf([{ ...observation, observedAt: "2026-06-30T17:30:00Z" }], {
    history: HISTORY,
    ...(timeZone === undefined ? {} : { timeZone }),
  });
}

/** What each output for people says. */
async function outputs(document: ReportDocument): Promise<Map<string, string>> {
  const flat = (text: string): string => text.replace(/[\s│]+/g, " ");
  return new Map([
    ["status", flat(status(document, { color: false, width: 200 }))],
    ["check", linesOf(document, document.verdict).join("\n")],
    ["table", flat(await textOf("table", document))],
    [
      "markdown",
      (await textOf("markdown", document))
        .replaceAll("&#95;", "_")
        .replace(/<details>\s<summary>All fields[\s\S]*/, ""),
    ],
    [
      "html",
      flat(
        (await textOf("html", document)).replace(
          /<table class="wide">[\s\S]*?<\/table>|datetime="[^"]*"/g,
          "",
        ),
      ),
    ],
    [
      "junit",
      (await textOf("junit", document)).replace(/timestamp="[^"]*"|<properties>[\s\S]*?<\/properties>/g, ""),
    ],
  ]);
}

describe("times for people", () => {
  it("are in Beijing time, by name, in every format: one event has one date", async () => {
    for (const [name, text] of await outputs(report())) {
      assert.doesNotMatch(
        text,
        /\dT\d\d:\d\d|\d\dZ\b|2026-07-06|6 Jul 2026|2026-06-30|30 Jun 2026|UTC\b/,
        name,
      );
      assert.match(text, /2026-07-07 00:00:00 Beijing time|7 Jul 2026, 00:00 Beijing time/, name);
    }
  });

  it("are in the zone of the settings, by name, in every format", async () => {
    for (const [name, text] of await outputs(report("America/New_York"))) {
      assert.doesNotMatch(text, /\dT\d\d:\d\d|\d\dZ\b|2026-07-07|7 Jul 2026|Beijing/, name);
      assert.match(text, /2026-07-06 12:00:00 America\/New_York|6 Jul 2026, 12:00 America\/New_York/, name);
    }
  });

  it("stay in UTC, with their zone, where programs read them", async () => {
    const [json, csv] = await Promise.all([textOf("json", report()), textOf("csv", report())]);
    const { timeZone, generatedAt, subjects } = JSON.parse(json);
    assert.deepEqual([timeZone, generatedAt], ["Asia/Shanghai", "2026-07-01T04:00:00Z"]);
    assert.equal(subjects[0].purchaseState.expirationTimeUtc, "2026-07-06T16:00:00Z");
    assert.match(csv, /2026-07-06T16:00:00Z/);
  });
});

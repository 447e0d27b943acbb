import assert from "node:assert/strict";
import { figure, parsePurchaseState, STORED_FIELDS, TcssError } from "pulumi-tcss/internal";
import type { Observation, ReportDocument } from "../../../../report/src/document";
import { readMarkdown } from "./markdownText";
import { reportOf, reports, textOf } from "./support";

const everything = reports.get("everything") as ReportDocument;
const RULE_PAGE = /^https:\/\/github\.com\/pulumi-tcss\/pulumi-tcss\/blob\/main\/docs\/rules\/TCSS\d{3}\.md$/;

describe("markdown", () => {
  for (const [name, report] of reports)
    it(`${name} is read by another implementation, cell by cell`, async () => {
      const { tables, links, text } = readMarkdown(await textOf("markdown", report));
      const [head, ...rows] = tables[0] ?? [];
      assert.equal(head?.[0], "Purchase state");
      assert.equal(rows.length, report.subjects.length);
      for (const row of rows) assert.equal(row.length, head?.length);
      const findings = report.subjects.flatMap((subject) => subject.findings);
      assert.equal(links.length, findings.filter(({ waived }) => waived === undefined).length);
      for (const link of links) assert.match(link, RULE_PAGE);
      for (const { message } of findings) assert.ok(plain(text).includes(message), message);
    });

  it("says everything: verdict, waivers, costs, age, history, raw fields", async () => {
    const { tables, text } = readMarkdown(await textOf("markdown", everything));
    for (const part of [
      /❌ TCSS: the gate blocks/,
      /TCSS002 no-undefended-cores is waived until 2026-08-31 \(61 days left\): Cores are bought/,
      /A waiver of it expired on 2026-05-31, 31 days ago/,
      /The waiver of TCSS005 no-trial .* matches nothing here/,
      /What could not be read/,
      /Costs \(an estimate\)/,
      /list prices of .*, mainland site, 2026-03-01/,
      /This backend keeps no checkpoints/,
      /3 days old/,
      /61 days left/,
    ])
      assert.match(text, part);
    const fields = tables.filter(([head]) => head?.[0] === "Field");
    assert.equal(fields.length, everything.subjects.filter(({ purchaseState }) => purchaseState).length);
    for (const [, ...rows] of fields)
      for (const [field = ""] of rows)
        assert.ok(field === "Region (new)" || (STORED_FIELDS as readonly string[]).includes(field), field);
    assert.deepEqual(fields[0]?.at(-1), ["Region (new)", '{"Name":"new","Zones":[1,null]}']);
  });

  it("starts with what blocks", async () => {
    const { tables } = readMarkdown(await textOf("markdown", everything));
    const verdicts = tables[0]?.slice(1).map((row) => row[1]);
    assert.deepEqual(verdicts, ["❌ block", "⚠️ unknown", "✅ pass", "✅ pass", "✅ pass"]);
  });

  it("says so when all rules hold, and when there is nothing", async () => {
    const healthy = await textOf("markdown", reports.get("healthy") as ReportDocument);
    assert.match(healthy, /✅ TCSS: the gate passes\n\n1 purchase state, ✅ 1\./);
    assert.match(healthy, /\n\nAll rules hold\.\n\n/);
    assert.match(await textOf("markdown", reportOf([])), /0 purchase states\. Made at/);
  });

  for (const count of [30, 300, 10_000])
    it(`fits a comment with ${figure(count)} purchase states, and says what is left out`, async () => {
      const markdown = await textOf("markdown", reportOf(many(count, (index) => `stack-${index}`)));
      assert.ok(markdown.length < 60_000, String(markdown.length));
      if (count > 100) assert.ok(markdown.length > 50_000, "the room is used");
      const { tables, text } = readMarkdown(markdown);
      const shown = (tables[0]?.length ?? 0) - 1;
      const left = /([\d,]+) more purchase states? left out here/.exec(text)?.[1] ?? "0";
      assert.equal(shown + Number(left.replaceAll(",", "")), count);
      const detailed = tables.filter(([head]) => head?.[0] === "Field").length;
      const undetailed = /The fields of ([\d,]+) purchase states? are left out/.exec(text)?.[1] ?? "0";
      assert.equal(detailed + Number(undetailed.replaceAll(",", "")), count);
    });

  it("fits with texts that are long, many and nothing but markup", async () => {
    const hostile = "~_@a|".repeat(5000);
    const fields = Object.fromEntries(
      Array.from({ length: 500 }, (_, index) => [`${index}${hostile}`, hostile]),
    );
    const reply = { State: 4, SubState: hostile, InquireKey: hostile, DefendPolicy: hostile, ...fields };
    const partial = { ...fields, State: 3, CoresCnt: 1, InquireKey: hostile };
    const origin = { kind: "stack", name: hostile, resource: hostile } as const;
    const waivers = ["TCSS001" as const, ...Array.from({ length: 500 }, () => "TCSS005" as const)].map(
      (rule) => ({
        rule,
        reason: hostile,
        expires: "2026-06-01",
      }),
    );
    const point = { time: hostile, version: 1, resource: hostile };
    const stack = { stack: hostile, points: Array.from({ length: 500 }, () => point), problem: hostile };
    const history = Array.from({ length: 500 }, () => stack);
    const error = new TcssError(hostile, { kind: "api", nextStep: hostile });
    for (const reading of [parsePurchaseState(reply), parsePurchaseState(partial), error]) {
      const observations = [{ origin, reading, place: {}, observedAt: hostile }];
      const markdown = await textOf("markdown", reportOf(observations, { waivers, history }));
      assert.ok(markdown.length < 60_000, String(markdown.length));
      assert.equal(readMarkdown(markdown).tables[0]?.length, 2);
    }
  });
});

function many(count: number, nameOf: (index: number) => string): Observation[] {
  const reading = parsePurchaseState({ State: 4, AllCoresCnt: 10, CoresCnt: 4, UndefendCoresCnt: 6 });
  return Array.from({ length: count }, (_, index) => ({
    origin: { kind: "stack", name: nameOf(index) },
    reading,
    place: {},
  }));
}

/** `text` without the marks that keep it from becoming a reference. */
function plain(text: string): string {
  return text.replaceAll("\u200b", "");
}

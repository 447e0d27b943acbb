import assert from "node:assert/strict";
import { parse } from "csv-parse/sync";
import { STORED_FIELDS } from "pulumi-tcss/internal";
import type { ReportDocument } from "../../../../report/src/document";
import { reportOf, reports, textOf } from "./support";

const HEAD = ["source", "name", "resource", "verdict", "findings", "waived", "daysLeft", "generatedAt"];

type Row = Readonly<Record<string, string>>;

async function rowsOf(report: ReportDocument): Promise<Row[]> {
  const text = await textOf("csv", report);
  // strict: no lenient quotes, no rows of other lengths
  return parse(text, { columns: true, record_delimiter: "\r\n" }) as Row[];
}

describe("csv", () => {
  for (const [name, report] of reports)
    it(`${name} has one row a subject with every stored field`, async () => {
      const rows = await rowsOf(report);
      assert.equal(rows.length, report.subjects.length);
      for (const [index, subject] of report.subjects.entries()) {
        const row = rows[index] as Row;
        assert.deepEqual(Object.keys(row), [...HEAD, ...STORED_FIELDS]);
        for (const field of STORED_FIELDS)
          if (field !== "observedAt")
            assert.equal(row[field], String(subject.purchaseState?.[field] ?? ""), field);
        assert.equal(row["observedAt"], subject.observedAt ?? "");
        assert.equal(row["daysLeft"], String(subject.daysLeft ?? ""));
        assert.equal(row["verdict"], subject.verdict);
        const ids = [row["findings"], row["waived"]].flatMap((cell) => cell?.split(" ").filter(Boolean));
        assert.deepEqual(ids.sort(), subject.findings.map(({ ruleId }) => ruleId).sort());
      }
    });

  it("ends every line, the last one too, with CR LF", async () => {
    const text = await textOf("csv", reports.get("everything") as ReportDocument);
    assert.equal(text.split("\r\n").length, 7);
    assert.doesNotMatch(text, /[^\r]\n/);
  });

  it("leaves negative numbers numbers", async () => {
    const [row] = await rowsOf(reports.get("expired-isolated") as ReportDocument);
    assert.equal(row?.["daysLeft"], "-3");
  });

  it("has its header when there is nothing else", async () => {
    assert.deepEqual(await rowsOf(reportOf([])), []);
    assert.ok((await textOf("csv", reportOf([]))).startsWith("source,name,"));
  });
});

import assert from "node:assert/strict";
import { parse } from "csv-parse/sync";
import type { CoverageDocument } from "../../../../../report/src/coverageDocument";
import { csv } from "../../../../../report/src/formats/coverage/csv";
import { account, bigAccount, cluster, documentOf, documents, UNREADABLE } from "./samples";

const OPTIONS = { color: false, width: 80 };

function rowsOf(document: CoverageDocument): Record<string, string>[] {
  // strict: no lenient quotes, no rows of other lengths
  return parse(csv(document, OPTIONS), { columns: true, record_delimiter: "\r\n" }) as Record<
    string,
    string
  >[];
}

describe("the coverage as CSV", () => {
  it("has a row an asset, with what the plan does", () => {
    const rows = rowsOf(documentOf([bigAccount(1000)]));
    assert.equal(rows.length, 1000);
    const { coverage } = bigAccount(1000);
    assert.ok("plan" in coverage && coverage.plan !== null);
    const planned = rows.filter(({ inPlan }) => inPlan === "true").map(({ id }) => id);
    assert.deepEqual(new Set(planned), new Set(coverage.plan.switchOn.map(({ id }) => id)));
  });

  it("has nothing in a cell that is unknown, never 0 or false", () => {
    const noUnit = documents.get("everything")?.accounts[2];
    assert.ok(noUnit);
    for (const { cores, protectedCores, undefendedCores, inPlan } of rowsOf(documentOf([noUnit])))
      assert.deepEqual([cores, protectedCores, undefendedCores, inPlan], ["", "", "", ""]);
  });

  it("begins with a byte order mark in a file, and without one elsewhere", () => {
    const document = documentOf([account()]);
    assert.ok(csv(document, { ...OPTIONS, isFile: true }).startsWith("\ufeffaccount,"));
    assert.ok(csv(document, OPTIONS).startsWith("account,"));
  });

  it("gives a spreadsheet no formula to run", () => {
    const assets = [
      cluster("=1+1", 8000, 0, {
        ClusterName: "@SUM(1)",
        Region: "-1",
        AccessedStatus: "AccessedException",
        AccessedErrorReason: "+1",
      }),
    ];
    const [row] = rowsOf(documentOf([account({ name: "=A1", assets, state: { allCoresCnt: 8 } })]));
    assert.deepEqual(
      [row?.["account"], row?.["id"], row?.["name"], row?.["region"], row?.["accessReason"]],
      ["'=A1", "'=1+1", "'@SUM(1)", "'-1", "'+1"],
    );
  });

  it("has no row for an account that could not be read, and its header all the same", () => {
    assert.deepEqual(rowsOf(documentOf([UNREADABLE])), []);
    assert.match(csv(documentOf([UNREADABLE]), OPTIONS), /^account,/);
  });
});

import assert from "node:assert/strict";
// @ts-expect-error it has no types
import untypedParse from "parse-prometheus-text-format";
import { REPLY_FIELDS } from "pulumi-tcss/internal";
import type { ReportDocument } from "../../../../report/src/document";
import { readOpenMetrics, type Series } from "./openmetricsText";
import { reportOf, reports, textOf } from "./support";

interface Family {
  readonly name: string;
  readonly metrics: readonly { readonly labels?: Record<string, string>; readonly value: string }[];
}

const parseText = untypedParse as (text: string) => Family[];
const everything = reports.get("everything") as ReportDocument;

async function seriesOf(report: ReportDocument): Promise<Series[]> {
  return readOpenMetrics(await textOf("openmetrics", report));
}

describe("openmetrics", () => {
  for (const [name, report] of reports)
    it(`${name} keeps the rules of OpenMetrics, and another parser reads the same`, async () => {
      const text = await textOf("openmetrics", report);
      const read = parseText(text).flatMap(({ name: family, metrics }) =>
        metrics.map(({ labels = {}, value }) => ({ name: family, labels, value: Number(value) })),
      );
      assert.deepEqual(read, readOpenMetrics(text));
    });

  it("has a series for every number that is known, and none for one that is not", async () => {
    for (const report of reports.values()) {
      const series = await seriesOf(report);
      const known = report.subjects.flatMap(({ purchaseState = {}, observedAt }) => [
        ...Object.entries(purchaseState).filter(
          ([field, value]) => typeof value === "number" || /^(begin|expiration)TimeUtc$/.test(field),
        ),
        ...(observedAt === undefined ? [] : [observedAt]),
      ]);
      const others = ["tcss_verdict", "tcss_finding", "tcss_report_timestamp_seconds"];
      assert.equal(series.filter(({ name }) => !others.includes(name)).length, known.length);
    }
  });

  it("names every count with its unit", async () => {
    const text = await textOf("openmetrics", everything);
    const counts = Object.values(REPLY_FIELDS).filter(({ kind }) => kind === "count");
    // the mainland alone reports cores without containers; four counts are derived, four gauges are times
    assert.equal(text.match(/^# UNIT /gm)?.length, counts.length - 1 + 4 + 4);
  });

  it("has verdicts and findings, as codes and labels", async () => {
    const series = await seriesOf(everything);
    const verdicts = series.filter(({ name }) => name === "tcss_verdict").map(({ value }) => value);
    assert.deepEqual(verdicts, [0, 0, 0, 2, 1]);
    const findings = series.filter(({ name }) => name === "tcss_finding");
    assert.equal(findings.length, everything.subjects.flatMap((subject) => subject.findings).length);
    const waived = findings.filter(({ labels }) => labels["waived"] === "true");
    assert.deepEqual(
      waived.map(({ labels, value }) => [labels["rule"], labels["stack"], labels["resource"], value]),
      [["TCSS002", "acme/security/prod", "a", 1]],
    );
  });

  it("gives times in seconds", async () => {
    const [end] = (await seriesOf(everything)).filter(
      ({ name }) => name === "tcss_licence_expiry_timestamp_seconds",
    );
    assert.equal(end?.value, Date.parse("2027-04-02T04:00:00Z") / 1000);
  });

  it("holds the time of the report alone when there is nothing to report", async () => {
    const series = await seriesOf(reportOf([]));
    assert.deepEqual(
      series.map(({ name }) => name),
      ["tcss_report_timestamp_seconds"],
    );
  });
});

import assert from "node:assert/strict";
import { parse } from "csv-parse/sync";
import { XMLParser } from "fast-xml-parser";
import { printable } from "pulumi-tcss/internal";
import type { Log } from "sarif";
import { validateXML } from "xmllint-wasm";
import type { ReportDocument } from "../../../../report/src/document";
import { published } from "../../../../report/src/formats/published";
import { HOSTILE } from "./hostile";
import { readMarkdown } from "./markdownText";
import { readOpenMetrics } from "./openmetricsText";
import { reportWith } from "./reportWith";
import { sarifValidator } from "./sarifSchema";
import { FORMAT_NAMES, type FormatName, textOf } from "./support";

/** What a format shows of `text`: one line, with escapes for what moves a cursor, turns a line round, or is half a character. */
function shown(text: string): string {
  return printable(text, Number.POSITIVE_INFINITY);
}

/** What JSON holds of a report. */
function publishedOf(report: ReportDocument): ReportDocument {
  return JSON.parse(JSON.stringify({ ...report, subjects: report.subjects.map(published) }));
}

const isSarif = sarifValidator();
const xml = new XMLParser({ ignoreAttributes: false, attributeNamePrefix: "@", parseTagValue: false });

/** What is in `text`, as a reader of the format takes it: its structure without texts, after checks of its own. */
type Read = (text: string, hostile: string, report: ReportDocument) => unknown | Promise<unknown>;

const readers: Readonly<Record<FormatName, Read>> = {
  json: (text, _hostile, report) => {
    assert.deepEqual(JSON.parse(text), publishedOf(report));
    return "the document itself";
  },
  jsonl: (text, _hostile, report) => {
    const lines = text.trimEnd().split("\n");
    const { schemaVersion, tool, generatedAt, subjects } = publishedOf(report);
    assert.deepEqual(
      lines.map((line) => JSON.parse(line)),
      subjects.map((subject: object) => ({ schemaVersion, tool, generatedAt, ...subject })),
    );
    return "the subjects themselves";
  },
  sarif: (text, hostile) => {
    const log = JSON.parse(text) as Log;
    assert.ok(isSarif(log), JSON.stringify(isSarif.errors));
    const [{ results = [] } = {}] = log.runs;
    const [first] = results;
    const [location] = first?.locations?.[0]?.logicalLocations ?? [];
    assert.equal(location?.name, shown(hostile));
    assert.equal(location?.fullyQualifiedName, shown(`${hostile}::${hostile}`));
    assert.equal(
      results.find(({ suppressions }) => suppressions?.length)?.suppressions?.[0]?.justification,
      shown(hostile),
    );
    for (const { message, locations } of results) {
      assert.doesNotMatch(message.text ?? "", /\]\(|(?<!\{)(\{\{)*\{(?!\{)/);
      const uri = locations?.[0]?.physicalLocation?.artifactLocation?.uri ?? "";
      assert.ok(new URL(uri, "https://a.example/b/").href.startsWith("https://a.example/b/"), uri);
    }
    return structure(log);
  },
  junit: (text, hostile) => {
    const read = xml.parse(text);
    assert.equal(read.testsuites.testsuite[0]["@name"], shown(`${hostile} › ${hostile}`));
    return structure(read);
  },
  openmetrics: (text, hostile) => {
    const series = readOpenMetrics(text);
    assert.equal(series[0]?.labels["stack"], shown(hostile));
    assert.equal(series[0]?.labels["resource"], shown(hostile));
    assert.equal(series[0]?.labels["account"], shown(hostile));
    return series.map(({ name, labels }) => [name, Object.keys(labels)]);
  },
  csv: (text, hostile) => {
    const rows = parse(text, { columns: true, record_delimiter: "\r\n" }) as Record<string, string>[];
    for (const row of rows)
      for (const [column, cell] of Object.entries(row)) {
        if (column !== "daysLeft") assert.doesNotMatch(cell, /^[=+\-@\t\r＝＋－＠]/);
        // biome-ignore lint/suspicious/noControlCharactersInRegex: they must not be there
        assert.doesNotMatch(cell, /[\u0000-\u001f\u007f-\u009f]/);
      }
    const name = shown(hostile);
    assert.ok([name, `'${name}`].includes(rows[0]?.["name"] ?? ""), rows[0]?.["name"]);
    return rows.map((row) => Object.keys(row));
  },
  markdown: (text, hostile) => {
    assert.ok(text.length < 60_000);
    const { tables, links, text: all, skeleton } = readMarkdown(text);
    const whole = shown(`${hostile} › ${hostile}`);
    const [cell = ""] = tables[0]?.find(([, verdict]) => verdict?.includes("pass")) ?? tables[0]?.[1] ?? [];
    const start = cell.replaceAll("\u200b", "").replace(/…$/, "");
    assert.ok(start !== "" && whole.replaceAll("\u200b", "").startsWith(start), cell);
    assert.ok(links.every((link) => link.startsWith("https://github.com/pulumi-tcss/")));
    assert.doesNotMatch(all, /[@#!~&][\p{L}\p{N}_]|\bGH-\d/u);
    return skeleton;
  },
  html: (text) => {
    const tags = [...text.matchAll(/<\/?([a-z][\w-]*|!--|!\[|\?)/gi)].map(([, tag]) => tag);
    assert.doesNotMatch(text, /(href|src|action)\s*=\s*["']?\s*javascript:/i);
    return tags;
  },
  table: (text) => {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they must not be there
    assert.doesNotMatch(text, /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u2029]/);
    return "text";
  },
};

/** Texts that a terminal may act on, and a long one: a table gives no other meaning to any, and is drawn slowly. */
const onTerminals = HOSTILE.filter(
  (text, index) =>
    /[^\p{L}\p{N}\p{P}\p{S} ]/u.test(text) || index === HOSTILE.findIndex(({ length }) => length > 1000),
);

/** Keys and kinds of `value`, without its texts. */
function structure(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(structure);
  if (typeof value !== "object" || value === null) return typeof value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, structure(inner)]));
}

describe("hostile texts are data in every format", function () {
  this.timeout(60_000);

  for (const format of FORMAT_NAMES) {
    describe(format, () => {
      let harmless: unknown;

      before(async () => {
        const report = reportWith("harmless");
        harmless = await readers[format](await textOf(format, report), "harmless", report);
      });

      for (const hostile of format === "table" ? onTerminals : HOSTILE)
        it(`stay one text: ${JSON.stringify(hostile.slice(0, 40))}`, async () => {
          const report = reportWith(hostile);
          const text = await textOf(format, report);
          assert.deepEqual(await readers[format](text, hostile, report), harmless);
        });
    });
  }

  it("are XML that xmllint reads in JUnit's format", async () => {
    const texts = await Promise.all(HOSTILE.map((hostile) => textOf("junit", reportWith(hostile))));
    // one run for all: each starts a process of its own
    const files = texts.map((contents, index) => ({ fileName: `${index}.xml`, contents }));
    const { valid, rawOutput } = await validateXML({ xml: files, normalization: "c14n" });
    assert.ok(valid, rawOutput);
  });
});

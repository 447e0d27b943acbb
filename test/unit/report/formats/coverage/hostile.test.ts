import assert from "node:assert/strict";
import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { TcssError } from "pulumi-tcss/internal";
import type { CoverageDocument } from "../../../../../report/src/coverageDocument";
import {
  COVERAGE_FORMAT_NAMES,
  type CoverageFormatName,
  formattedCoverage,
} from "../../../../../report/src/formats/coverage";
import { HOSTILE } from "../hostile";
import { readMarkdown } from "../markdownText";
import { account, cluster, documentOf, host } from "./samples";

/** A document with `text` wherever something from outside can stand. */
function documentWith(text: string): CoverageDocument {
  const names = { ClusterName: text, Region: text };
  const assets = [
    cluster(text, 8000, 4000, names),
    cluster(`a${text}`, 4000, 0, { ...names, AccessedStatus: "AccessedNone" }),
    cluster(`b${text}`, 2000, 0, {
      ...names,
      AccessedStatus: "AccessedException",
      AccessedErrorReason: text,
    }),
    cluster(undefined, 2000, 0, names),
    host(text, 16_000, 0, { HostName: text, RegionID: text, Tags: [{ TagKey: text, TagValue: text }] }),
  ];
  const access = { endpoint: "https://tcss.intl.tencentcloudapi.com", region: text, profile: text };
  return documentOf([
    account({ name: text, accountId: text, access, assets, state: { allCoresCnt: 32, idleCoresCnt: 30 } }),
    {
      name: text,
      coverage: new TcssError(text, { kind: "api", account: text, requestId: text, nextStep: text }),
    },
  ]);
}

function textOf(format: CoverageFormatName, document: CoverageDocument): Promise<string> {
  return formattedCoverage(format, document, { color: false, width: 80 });
}

/** What must stand in no output: controls but tabs and line breaks, C1, bidirectional and zero-width characters, separators. */
const HIDDEN =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that is the question
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b\u200c\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\ufffe\uffff]/u;

/** What a reader of each format finds, besides the texts: the same for every text. */
const structures: Readonly<Record<CoverageFormatName, (text: string) => unknown>> = {
  table: (text) => text !== "",
  json: (text) => shapeOf(JSON.parse(text)),
  csv: (text) => {
    const rows = parse(text, { columns: true, record_delimiter: "\r\n" }) as Record<string, string>[];
    for (const row of rows)
      for (const cell of Object.values(row)) assert.doesNotMatch(cell, /^[=+\-@\t\r＝＋－＠]/);
    return rows.map((row) => Object.keys(row));
  },
  markdown: (text) => {
    assert.ok(text.length < 60_000);
    const { links, skeleton } = readMarkdown(text);
    assert.deepEqual(links, []);
    return skeleton.filter((part) => !part.startsWith("text"));
  },
  html: (text) => {
    assert.doesNotMatch(text, /(href|src|action)\s*=\s*["']?\s*javascript:/i);
    return [...text.matchAll(/<\/?([a-z][\w-]*|!--|!\[|\?)/gi)].map(([, tag]) => tag);
  },
};

function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shapeOf);
  if (typeof value !== "object" || value === null) return value === null ? "null" : typeof value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, shapeOf(inner)]));
}

describe("hostile texts of assets are data in every format", function () {
  this.timeout(60_000);

  for (const format of COVERAGE_FORMAT_NAMES)
    it(`as ${format}`, async () => {
      const harmless = structures[format](await textOf(format, documentWith("harmless")));
      for (const hostile of HOSTILE) {
        const text = await textOf(format, documentWith(hostile));
        const structure = structures[format](text);
        // commands with ids that are longer than a comment are left out of it
        if (format !== "markdown" || hostile.length < 1000)
          assert.deepEqual(structure, harmless, JSON.stringify(hostile.slice(0, 60)));
        const [found] = HIDDEN.exec(text.replaceAll("\r\n", "\n")) ?? [];
        assert.equal(found && JSON.stringify(found), undefined, JSON.stringify(hostile.slice(0, 60)));
      }
    });

  it("whatever they are (property)", () =>
    fc.assert(
      fc.asyncProperty(
        fc.string({ unit: "binary", maxLength: 12 }),
        fc.constantFrom(...COVERAGE_FORMAT_NAMES),
        async (text, format) => {
          const output = await textOf(format, documentWith(`x${text}`));
          const [found] = HIDDEN.exec(output.replaceAll("\r\n", "\n")) ?? [];
          assert.equal(found && JSON.stringify(found), undefined);
        },
      ),
      { numRuns: 150 },
    ));

  it("keeps the ids in JSON as they came", async () => {
    for (const hostile of HOSTILE) {
      if (hostile.trim() === "") continue;
      const { coverage } = JSON.parse(await textOf("json", documentWith(hostile)));
      const ids = coverage[0].assets.map(({ id }: { id: string | null }) => id);
      assert.ok(ids.includes(hostile), JSON.stringify(hostile));
    }
  });
});

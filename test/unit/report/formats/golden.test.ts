import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { FAULT, type FormatName, reports, reportsLikeFault, textOf } from "./support";

const FOLDER = join(__dirname, "../../../golden/report");
const UPDATE = process.env["UPDATE_GOLDEN"] === "1";

const EXTENSIONS = {
  json: "json",
  sarif: "sarif",
  junit: "xml",
  openmetrics: "prom",
  csv: "csv",
  markdown: "md",
} as const satisfies Partial<Record<FormatName, string>>;

describe("formats, letter by letter", () => {
  for (const [name, report] of reports)
    for (const [format, extension] of Object.entries(EXTENSIONS))
      it(`${name} as ${format}`, async () => {
        const file = goldenOf(name, extension);
        // git stores text with LF; that CSV has CRLF is csv.test.ts's matter
        const text = (await textOf(format as FormatName, report)).replaceAll("\r\n", "\n");
        if (UPDATE) {
          mkdirSync(FOLDER, { recursive: true });
          writeFileSync(file, text);
        }
        const golden = existsSync(file) ? readFileSync(file, "utf8") : undefined;
        assert.equal(text, golden, `${file} differs; if that is meant: UPDATE_GOLDEN=1, and read the diff`);
      });

  for (const [format, extension] of Object.entries(EXTENSIONS))
    it(`${format} says of every other fault what it says of ${FAULT}, with the name of that fault`, async () => {
      const golden = readFileSync(goldenOf(FAULT, extension), "utf8");
      for (const [name, report] of reportsLikeFault) {
        const text = (await textOf(format as FormatName, report)).replaceAll("\r\n", "\n");
        assert.equal(
          withoutHashes(text),
          withoutHashes(golden.replace(new RegExp(`\\b${FAULT}\\b`, "g"), name)),
        );
      }
    });
});

function goldenOf(name: string, extension: string): string {
  return join(FOLDER, `${name}.${extension}`);
}

/** SARIF's fingerprints are made of the name. */
function withoutHashes(text: string): string {
  return text.replace(/"[0-9a-f]{16,64}(:1)?"/g, '"hash"');
}

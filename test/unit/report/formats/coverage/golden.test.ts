import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type CoverageFormatName, formattedCoverage } from "../../../../../report/src/formats/coverage";
import { documents } from "./samples";

const FOLDER = join(__dirname, "../../../../golden/coverage");

const GOLDENS: readonly [CoverageFormatName, string, number][] = [
  ["table", "80.txt", 80],
  ["table", "40.txt", 40],
  ["json", "json", 80],
  ["csv", "csv", 80],
  ["markdown", "md", 80],
];

describe("formats of the coverage, letter by letter", () => {
  for (const [name, document] of documents)
    for (const [format, extension, width] of GOLDENS)
      it(`${name} as ${format}, ${width} columns`, async () => {
        const file = join(FOLDER, `${name}.${extension}`);
        // git stores text with LF
        const text = (await formattedCoverage(format, document, { color: false, width })).replaceAll(
          "\r\n",
          "\n",
        );
        if (process.env["UPDATE_GOLDEN"] === "1") {
          mkdirSync(FOLDER, { recursive: true });
          writeFileSync(file, text);
        }
        const golden = existsSync(file) ? readFileSync(file, "utf8") : undefined;
        assert.equal(text, golden, `${file} differs; if that is meant: UPDATE_GOLDEN=1, and read the diff`);
      });
});

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { STORED_FIELDS } from "pulumi-tcss/internal";
import { FIELDS } from "../../../../../report/src/formats/html/fieldTable";

const OUTPUTS = join(__dirname, "../../../../../docs/outputs.md");

describe("html report: meanings of fields", () => {
  it("names every field, in reading order", () => {
    assert.deepEqual(Object.keys(FIELDS), STORED_FIELDS);
  });

  it("says of each what docs/outputs.md says", () => {
    assert.deepEqual(FIELDS, Object.fromEntries(documented()));
  });
});

function documented(): [string, object][] {
  return readFileSync(OUTPUTS, "utf8")
    .split("\n")
    .flatMap((line) => {
      const cells = line.split(" | ").map((cell) => cell.replace(/^\| | \|$/g, "").trim());
      const [name, unit, meaning] = [cells[0], cells.at(-2), cells.at(-1)];
      if (cells.length < 4 || name === undefined || !/^`\w+`$/.test(name)) return [];
      const withoutLinks = meaning?.replace(/ See \[\w+\]\(#\w+\)\./, "");
      return [[name.slice(1, -1), { ...(unit ? { unit } : {}), meaning: withoutLinks }]];
    });
}

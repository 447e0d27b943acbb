import assert from "node:assert/strict";

export interface Series {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

const LABEL = /([a-zA-Z_]\w*)="((?:[^"\\\n]|\\[\\"n])*)"/y;
const SAMPLE = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? (-?\d+(?:\.\d+)?(?:e[+-]?\d+)?)$/;
const METADATA = /^# (HELP|TYPE|UNIT) ([a-zA-Z_:][\w:]*) (.+)$/;

/** Reads gauges by the grammar and the rules of OpenMetrics 1.0, and holds the text to them. */
export function readOpenMetrics(text: string): Series[] {
  assert.ok(text.endsWith("\n# EOF\n") || text === "# EOF\n", "ends with # EOF");
  const lines = text.split("\n").slice(0, -2);
  const families = new Map<string, Map<string, string>>();
  const seen = new Set<string>();
  let current = "";
  const series = lines.flatMap((line): Series[] => {
    const [, keyword, family, said = ""] = METADATA.exec(line) ?? [];
    if (keyword !== undefined && family !== undefined) {
      if (family !== current) assert.ok(!families.has(family), `${family} is in one piece`);
      current = family;
      const metadata = families.get(family) ?? new Map<string, string>();
      assert.ok(!metadata.has(keyword), `one ${keyword} of ${family}`);
      assert.ok(!metadata.has("sample"), `${keyword} of ${family} stands before its series`);
      if (keyword === "UNIT") assert.ok(family.endsWith(`_${said}`), `${family} ends with its unit`);
      if (keyword === "TYPE") assert.equal(said, "gauge");
      families.set(family, metadata.set(keyword, said));
      return [];
    }
    const [, name = "", labels = "", value] =
      SAMPLE.exec(line) ?? assert.fail(`no line of OpenMetrics: ${line}`);
    assert.equal(name, current, "a series stands in its family");
    families.get(name)?.set("sample", "");
    assert.ok(!seen.has(`${name}{${labels}}`), `one value of ${name}{${labels}}`);
    seen.add(`${name}{${labels}}`);
    return [{ name, labels: readLabels(labels), value: Number(value) }];
  });
  for (const [family, metadata] of families) {
    assert.ok(metadata.has("TYPE"), `${family} has a type`);
    // the suffixes of other types, which no gauge may have
    assert.doesNotMatch(family, /_(total|created|count|sum|bucket|gcount|gsum|info)$/);
  }
  return series;
}

function readLabels(text: string): Record<string, string> {
  const labels: Record<string, string> = {};
  LABEL.lastIndex = 0;
  while (LABEL.lastIndex < text.length) {
    const [, name = "", value = ""] = LABEL.exec(text) ?? assert.fail(`no labels: ${text}`);
    assert.ok(!(name in labels), `one ${name}`);
    labels[name] = value.replace(/\\(.)/g, (_, character: string) => (character === "n" ? "\n" : character));
    if (LABEL.lastIndex === text.length) break;
    assert.equal(text[LABEL.lastIndex], ",");
    LABEL.lastIndex += 1;
  }
  return labels;
}

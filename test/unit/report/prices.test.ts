import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { TcssError } from "pulumi-tcss/internal";
import { pricesFor } from "../../../report/src/prices";

describe("pricesFor", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "tcss-prices-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  function file(content: unknown): string {
    const path = join(folder, "prices.json");
    writeFileSync(path, typeof content === "string" ? content : JSON.stringify(content));
    return path;
  }
  const own = { currency: "EUR", prepaidCoreMonth: 5, elasticCoreDay: 0.2 };

  it("are those of the site that is assessed, of the international one where it is unknown", () => {
    const prices = pricesFor("site");
    assert.equal(prices?.("mainland").currency, "CNY");
    assert.equal(prices?.("international").currency, "USD");
    assert.equal(prices?.(undefined).currency, "USD");
  });

  it("takes the named site's list whatever the site is", () => {
    assert.equal(pricesFor("mainland")?.("international").currency, "CNY");
    assert.equal(pricesFor("international")?.("mainland").currency, "USD");
  });

  it("has none for none", () => assert.equal(pricesFor("none"), undefined));

  it("reads a file, and fills what it may leave out", () => {
    const path = file(own);
    assert.deepEqual(pricesFor(path)?.("mainland"), { ...own, discount: 0, asOf: "undated", source: path });
  });

  it("takes everything that a file gives", () => {
    const all = { ...own, discount: 0.2, asOf: "2026-01-31", source: "contract 4711" };
    assert.deepEqual(pricesFor(file(all))?.(undefined), all);
  });

  const wrong: [what: string, content: unknown, message: RegExp][] = [
    [
      "no JSON",
      "{",
      /--prices: .*prices\.json is not valid JSON \(line 1, column 2\)\. Give international, mainland, none, or a JSON file/,
    ],
    ["null", null, /--prices: currency in .* must be a code of ISO 4217/],
    ["a list", [], /--prices: currency in .* must be a code/],
    [
      "a key that does not exist",
      { ...own, discuont: 0.5 },
      /discuont in .* is an unknown key\. Valid keys: currency, /,
    ],
    ["a currency in words", { ...own, currency: "dollars" }, /--prices: currency in .* must be a code/],
    [
      "a negative price",
      { ...own, prepaidCoreMonth: -1 },
      /prepaidCoreMonth in .* must be a number, 0 or more/,
    ],
    ["a price as text", { ...own, elasticCoreDay: "1" }, /elasticCoreDay in .* must be a number/],
    [
      "an endless price",
      '{"currency":"EUR","prepaidCoreMonth":1e999,"elasticCoreDay":1}',
      /prepaidCoreMonth in .* must/,
    ],
    ["a discount in percent", { ...own, discount: 20 }, /discount in .* must be a number from 0 to 1/],
    ["a day that is none", { ...own, asOf: "last week" }, /asOf in .* must be a day, YYYY-MM-DD/],
    ["a source that is no text", { ...own, source: {} }, /source in .* must be text/],
  ];
  for (const [what, content, message] of wrong)
    it(`refuses ${what}`, () => {
      const path = file(content);
      assert.throws(
        () => pricesFor(path),
        (error) => error instanceof TcssError && message.test(error.message),
      );
    });

  it("says that a file is not there", () => {
    assert.throws(() => pricesFor(join(folder, "nope.json")), /cannot be read \(ENOENT\)/);
  });
});

import assert from "node:assert/strict";
import fc from "fast-check";
import { editDistance, likely } from "../../../../core/base/likely";

const KNOWN = ["source", "accounts", "maxUndefendedCores", "no-undefended-cores", "TCSS000", "TCSS004"];

describe("likely", () => {
  const cases: [given: string, meant: string | undefined][] = [
    ["sorce", "source"],
    ["suorce", "source"],
    ["Source", "source"],
    ["account", "accounts"],
    ["maxUndefendedCore", "maxUndefendedCores"],
    ["max_undefended_cores", "maxUndefendedCores"],
    ["no-undefended", "no-undefended-cores"],
    ["noUndefendedCores", "no-undefended-cores"],
    ["TCSS04", "TCSS004"],
    ["tcss-004", "TCSS004"],
    ["rubbish", undefined],
    ["TCSS999", undefined],
    ["a", undefined],
    ["", undefined],
    ["--", undefined],
    ["constructor", undefined],
    ["s".repeat(10_000), undefined],
  ];
  for (const [given, meant] of cases)
    it(`${given.slice(0, 30)} means ${meant ?? "nothing that is known"}`, () =>
      assert.equal(likely(given, KNOWN), meant));
});

describe("editDistance", () => {
  const word = fc.string({ maxLength: 12 });

  it("is 0 for the same word alone, and the same both ways", () =>
    fc.assert(
      fc.property(word, word, (a, b) => {
        assert.equal(editDistance(a, b) === 0, a === b);
        assert.equal(editDistance(a, b), editDistance(b, a));
      }),
    ));

  it("is 1 after any one letter is added", () =>
    fc.assert(
      fc.property(word, fc.nat(), (text, at) => {
        const place = at % (text.length + 1);
        assert.equal(editDistance(text, `${text.slice(0, place)}x${text.slice(place)}`), 1);
      }),
    ));
});

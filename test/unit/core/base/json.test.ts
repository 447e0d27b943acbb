import assert from "node:assert/strict";
import fc from "fast-check";
import { parseJson } from "../../../../core/base/json";

function problemIn(text: string): string {
  const parsed = parseJson(text);
  assert.ok("problem" in parsed, `${text} must be refused`);
  return parsed.problem;
}

function parses(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

describe("parseJson", () => {
  it("gives what JSON.parse gives", () =>
    fc.assert(
      fc.property(fc.json(), fc.nat({ max: 3 }), (text, indent) => {
        const value: unknown = JSON.parse(text);
        assert.deepEqual(parseJson(text), { value });
        assert.deepEqual(parseJson(JSON.stringify(value, null, indent)), { value });
      }),
    ));

  it("refuses what JSON.parse refuses, and nothing else but duplicates", () => {
    const piece = fc.constantFrom(
      ..."{}[],:\"\\ntruefals0123456789.-+eE \t\r\n\u0000x'/",
      '"a"',
      "true",
      "null",
      "1.5",
    );
    const almost = fc.tuple(fc.json(), fc.nat(), fc.nat({ max: 3 }), piece).map(([text, at, cut, put]) => {
      const from = at % (text.length + 1);
      return text.slice(0, from) + put + text.slice(from + cut);
    });
    const soup = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(""));
    fc.assert(
      fc.property(fc.oneof(almost, soup), (text) => {
        const parsed = parseJson(text);
        if ("problem" in parsed && /twice/.test(parsed.problem)) return;
        assert.equal("value" in parsed, parses(text));
      }),
      { numRuns: 3000 },
    );
  });

  it("refuses a key that stands twice in one object, at any depth, and no other", () => {
    const key = fc.constantFrom("a", "b", "secretId", "__proto__", "");
    const document = fc.letrec<{ node: unknown }>((tie) => ({
      node: fc.oneof(
        { maxDepth: 4 },
        fc.constantFrom("1", '"a"', "null"),
        fc.array(tie("node"), { maxLength: 3 }).map((items) => `[${items.join(",")}]`),
        fc
          .uniqueArray(fc.tuple(key, tie("node")), { maxLength: 3, selector: ([name]) => name })
          .map(
            (entries) => `{${entries.map(([name, node]) => `${JSON.stringify(name)} : ${node}`).join(",")}}`,
          ),
      ),
    })).node as fc.Arbitrary<string>;
    fc.assert(fc.property(document, (text) => "value" in parseJson(text)));
    fc.assert(
      fc.property(document, document, document, key, (first, second, third, name) => {
        const twice = `{${JSON.stringify(name)}:${first},"x":${third},${JSON.stringify(name)}:${second}}`;
        for (const text of [twice, `[0,${twice}]`, `{"deep":{"er":[${twice}]}}`])
          assert.match(problemIn(text), /has the same key twice/);
      }),
    );
  });

  it("knows a key again in another spelling", () =>
    assert.match(
      problemIn('{"secretId":"1","secret\\u0049d":"2"}'),
      /has the same key twice \(line 1, column 17\)/,
    ));

  const places: [text: string, place: RegExp][] = [
    ["", /not valid JSON \(line 1, column 1\)/],
    ["\n  nope", /line 2, column 3/],
    ['{\r\n  "a": 1,\r\n}', /line 3, column 1/],
    ['{"a" 1}', /line 1, column 6/],
    ['{"a": "never closed', /line 1, column 7/],
    ['{"a": 1', /line 1, column 8/],
    ["[1] [2]", /line 1, column 5/],
    ["[1}", /line 1, column 3/],
    ["[01]", /line 1, column 2/],
  ];
  for (const [text, place] of places)
    it(`tells where: ${JSON.stringify(text)}`, () => assert.match(problemIn(text), place));

  it("quotes nothing", () => {
    for (const text of ["AKIDsecret", '{"secretKey": AKIDsecret}', '{"AKIDsecret":1,"AKIDsecret":1}'])
      assert.doesNotMatch(problemIn(text), /AKID/);
  });

  it("takes nesting that is deep, and text that is long", () => {
    const deep = "[".repeat(100_000) + "]".repeat(100_000);
    assert.ok("value" in parseJson(deep));
    assert.ok("value" in parseJson(JSON.stringify(`\\"${"\n".repeat(1_000_000)}`)));
    assert.match(problemIn("[".repeat(100_000)), /column 100001/);
  });
});

import assert from "node:assert/strict";
import fc from "fast-check";
import { TcssError } from "../../../../core/base/errors";
import { jsonText, printable, visible } from "../../../../core/base/text";

/** Everything that may hide in text, by what it is. */
const HIDDEN: Readonly<Record<string, readonly [from: number, to: number][]>> = {
  "C0 controls but white space": [
    [0x00, 0x08],
    [0x0e, 0x1f],
  ],
  "DEL and C1 controls": [[0x7f, 0x9f]],
  "bidirectional controls": [
    [0x61c, 0x61c],
    [0x200e, 0x200f],
    [0x202a, 0x202e],
    [0x2066, 0x2069],
  ],
  "zero-width characters": [
    [0x200b, 0x200d],
    [0x2060, 0x2064],
    [0xfeff, 0xfeff],
    [0x180e, 0x180e],
  ],
  "line and paragraph separators": [[0x2028, 0x2029]],
  "soft hyphen, fillers and joiners that draw nothing": [
    [0xad, 0xad],
    [0x34f, 0x34f],
    [0x115f, 0x1160],
    [0x3164, 0x3164],
    [0xffa0, 0xffa0],
  ],
  "annotations and noncharacters": [
    [0xfff9, 0xfffb],
    [0xfdd0, 0xfdef],
    [0xfffe, 0xffff],
    [0x1fffe, 0x1ffff],
  ],
  "tags and halves of characters": [
    [0xe0001, 0xe0001],
    [0xe0020, 0xe007f],
    [0xd800, 0xdfff],
  ],
};

const LEGITIMATE: readonly string[] = [
  "plain, with `marks` & <signs> \\ and %",
  "容器安全 生产环境（北京）",
  "葛\u{e0100}城",
  "عربي و עברית",
  "می\u200cخواهم",
  "क्\u200dष",
  "😀 👩\u200d👩\u200d👧 👩🏽\u200d🚀 ❤\ufe0f 🏳\ufe0f\u200d🌈",
  "🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}",
  "é naïve Ünïcode 한국어 ไทย",
];

describe("visible", () => {
  for (const [what, ranges] of Object.entries(HIDDEN))
    it(`escapes ${what}`, () => {
      for (const [from, to] of ranges)
        for (let code = from; code <= to; code++) {
          const character = String.fromCodePoint(code);
          const shown = visible(`a${character}b`);
          assert.match(shown, /^a(\\u[0-9a-f]{4}){1,2}b$/, code.toString(16));
          assert.equal(JSON.parse(`"${shown}"`), `a${character}b`, code.toString(16));
          assert.match(visible(`生${character}产`), /^生(\\u[0-9a-f]{4}){1,2}产$/, code.toString(16));
        }
    });

  for (const text of LEGITIMATE)
    it(`leaves ${text}`, () => {
      assert.equal(visible(text), text);
      assert.equal(printable(text), text);
    });

  it("leaves tabs and line breaks, which printable folds", () => {
    assert.equal(visible("a\tb\r\nc"), "a\tb\r\nc");
    assert.equal(printable("a\tb\r\nc"), "a b c");
  });

  const misplaced: readonly [text: string, shown: string][] = [
    ["admin\u200d", "admin\\u200d"],
    ["\u200d😀", "\\u200d😀"],
    ["ad\u200cmin", "ad\\u200cmin"],
    ["x\u{e0067}\u{e007f}", "x\\udb40\\udc67\\udb40\\udc7f"],
    ["\ufe0fx", "\\ufe0fx"],
    ["\u202e\ufe0f", "\\u202e\\ufe0f"],
  ];
  for (const [text, shown] of misplaced)
    it(`escapes a joiner, a selector or a tag that joins nothing: ${shown}`, () =>
      assert.equal(visible(text), shown));

  it("ends soon, whatever the text is", () => {
    for (const character of ["\u202e", "\u{e0067}", "\ufe0f", "\u200d"]) visible(character.repeat(200_000));
  });
});

describe("printable", () => {
  const cases: [text: string, shown: string][] = [
    ["plain", "plain"],
    ["  two\r\n\tlines ", "two lines"],
    ["\u001b[31mred\u001b[0m", "\\u001b[31mred\\u001b[0m"],
    ["a\u0000b\u007fc\u009bd", "a\\u0000b\\u007fc\\u009bd"],
    ["a\u2028b\u2029c\u00a0d", "a\\u2028b\\u2029c d"],
    ["gpj.\u202egnp.exe", "gpj.\\u202egnp.exe"],
    ["容器安全", "容器安全"],
    ["", ""],
  ];
  for (const [text, shown] of cases)
    it(`shows ${JSON.stringify(text)} as ${JSON.stringify(shown)}`, () =>
      assert.equal(printable(text), shown));

  it("cuts what is longer than the limit, and says so", () => {
    assert.equal(printable("abcde", 5), "abcde");
    assert.equal(printable("abcdef", 5), "abcde…");
    assert.equal(printable("x".repeat(301)).length, 301);
  });

  it("cuts between characters", () => assert.equal(printable("😀😀", 3), "😀…"));

  it("never leaves a hidden character, and changes nothing the second time (property)", () => {
    const unit = fc.integer({ min: 0, max: 0x2100 }).map((code) => String.fromCharCode(code));
    fc.assert(
      fc.property(fc.string({ unit }), (text) => {
        const once = printable(text);
        assert.doesNotMatch(
          once,
          // biome-ignore lint/suspicious/noControlCharactersInRegex: that is the question
          /[\u0000-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069]|\s\s|^\s|\s$/,
        );
        assert.equal(printable(once), once);
      }),
    );
  });
});

describe("jsonText", () => {
  it("is the same value, with nothing that a terminal acts on (property)", () => {
    const hidden = fc.constantFrom("\u009b", "\u202e", "\u2028", "\u200b", "\u{e0001}", "\ud800");
    const text = fc.array(fc.oneof(hidden, fc.string({ unit: "binary" }))).map((parts) => parts.join(""));
    fc.assert(
      fc.property(fc.dictionary(text, text), (value) => {
        const json = jsonText(value, 2);
        assert.deepEqual(JSON.parse(json), JSON.parse(JSON.stringify(value)));
        assert.doesNotMatch(
          json,
          // biome-ignore lint/suspicious/noControlCharactersInRegex: that is the question
          /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069]/,
        );
      }),
    );
  });
});

describe("TcssError", () => {
  it("shows hidden characters of every part as escapes", () => {
    const hidden = "a\u202eb";
    const error = new TcssError(hidden, {
      kind: "api",
      account: hidden,
      endpoint: hidden,
      requestId: hidden,
      nextStep: hidden,
    });
    for (const text of [error.message, error.summary, error.nextStep])
      assert.doesNotMatch(text ?? "", /\u202e/);
    assert.match(
      error.message,
      /^a\\u202eb \(account a\\u202eb, endpoint a\\u202eb, request id a\\u202eb\)\. a/,
    );
  });
});

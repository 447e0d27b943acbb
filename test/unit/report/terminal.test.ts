import assert from "node:assert/strict";
import { columnsOf, formatOptions, wrap } from "../../../report/src/terminal";

describe("formatOptions", () => {
  const terminal = { isTTY: true, columns: 120 };
  const cases: [what: string, stdout: object, env: NodeJS.ProcessEnv, color: boolean, width: number][] = [
    ["a terminal", terminal, {}, true, 120],
    ["a pipe", {}, {}, false, 80],
    ["NO_COLOR", terminal, { NO_COLOR: "1" }, false, 120],
    ["an empty NO_COLOR, which says nothing", terminal, { NO_COLOR: "" }, true, 120],
    ["a dumb terminal", terminal, { TERM: "dumb" }, false, 120],
    ["FORCE_COLOR in a pipe", {}, { FORCE_COLOR: "1" }, true, 80],
    ["FORCE_COLOR over NO_COLOR", {}, { FORCE_COLOR: "1", NO_COLOR: "1" }, true, 80],
    ["FORCE_COLOR=0 on a terminal", terminal, { FORCE_COLOR: "0" }, false, 120],
    ["a terminal of unknown width", { isTTY: true, columns: 0 }, {}, true, 80],
    ["a terminal that is hardly one", { isTTY: true, columns: 3 }, {}, true, 20],
  ];
  for (const [what, stdout, env, color, width] of cases)
    it(`follows ${what}`, () => {
      assert.deepEqual(formatOptions(undefined, { stdout, env }), { color, width });
    });

  it("is plain for a file, whatever the terminal is", () => {
    const screen = { stdout: terminal, env: { FORCE_COLOR: "1" } };
    assert.deepEqual(formatOptions("report.txt", screen), { color: false, width: 80 });
  });
});

describe("wrap", () => {
  it("breaks lines between words, and words that are too long", () => {
    assert.deepEqual(wrap("one two three", 7), ["one two", "three"]);
    assert.deepEqual(wrap("a abcdefghij b", 4), ["a ab", "cdef", "ghij", "b"]);
    assert.deepEqual(wrap("", 4), [""]);
  });

  it("counts what is wide on a terminal as wide", () => {
    assert.equal(columnsOf("生产环境"), 8);
    assert.equal(columnsOf("e\u0301"), 1);
    assert.deepEqual(wrap("生产环境", 4), ["生产", "环境"]);
  });
});

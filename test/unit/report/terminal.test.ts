import assert from "node:assert/strict";
import { parsePurchaseState } from "pulumi-tcss/internal";
import type { Subject } from "../../../report/src/document";
import { explanation } from "../../../report/src/explain";
import { ageOf, columnsOf, formatOptions, wrap } from "../../../report/src/terminal";
import { EXAMPLE } from "./support";

describe("formatOptions", () => {
  const terminal = { isTTY: true, columns: 120 };
  const cases: [what: string, stdout: object, env: NodeJS.ProcessEnv, colour: boolean, width: number][] = [
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
  for (const [what, stdout, env, colour, width] of cases)
    it(`follows ${what}`, () => {
      assert.deepEqual(formatOptions(undefined, { stdout, env }), { colour, width });
    });

  it("is plain for a file, whatever the terminal is", () => {
    const screen = { stdout: terminal, env: { FORCE_COLOR: "1" } };
    assert.deepEqual(formatOptions("report.txt", screen), { colour: false, width: 80 });
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

describe("ageOf", () => {
  const now = "2024-10-01T00:00:00Z";
  const subject = (kind: "stack" | "live" | "file", observedAt?: string, own?: string): Subject => ({
    origin: { kind, name: "n" },
    purchaseState: { ...parsePurchaseState(EXAMPLE), ...(own === undefined ? {} : { observedAt: own }) },
    ...(observedAt === undefined ? {} : { observedAt }),
    findings: [],
    verdict: "pass",
  });
  const cases: [said: string, of: Subject][] = [
    ["less than a minute old (2024-10-01 08:00:00 Beijing time)", subject("live", now)],
    ["1 minute old (2024-10-01 07:58:30 Beijing time)", subject("live", "2024-09-30T23:58:30Z")],
    [
      "5 hours old (2024-10-01 03:00:00 Beijing time, last successful update)",
      subject("stack", "2024-09-30T19:00:00Z"),
    ],
    [
      "at least 3 days old (2024-09-28 08:00:00 Beijing time, by its date)",
      subject("file", "2024-09-28T00:00:00Z"),
    ],
    [
      "3 days old (2024-09-28 08:00:00 Beijing time)",
      subject("file", "2024-09-28T00:00:00Z", "2024-09-28T00:00:00Z"),
    ],
    [
      "from after the time of this assessment (2025-01-01 08:00:00 Beijing time)",
      subject("live", "2025-01-01T00:00:00Z"),
    ],
    ["of unknown age", subject("file")],
  ];
  for (const [said, of] of cases)
    it(`says: ${said}`, () => assert.equal(ageOf(of, { generatedAt: now, timeZone: "Asia/Shanghai" }), said));
});

describe("explanation", () => {
  const options = { colour: false, width: 80 };

  it("tells what a rule asks for, why, what to do, and its settings", () => {
    const text = explanation("TCSS003", options);
    assert.match(text, /^TCSS003 expiring-soon: The TCSS license must last for a while yet\n/);
    assert.match(text, /\nseverity medium, advisory by default\n/);
    assert.match(text, /\nWhat to do\n1\. Renew/);
    assert.match(text, /\nSettings\n- minDaysLeft \(default 14\): Whole days/);
    assert.match(text, /docs\/rules\/TCSS003\.md$/);
  });

  it("knows rules by id and name, in any case", () => {
    assert.equal(explanation("tcss003", options), explanation("Expiring-Soon", options));
  });

  it("fits the terminal", () => {
    const lines = explanation("TCSS002", { colour: false, width: 40 }).split("\n").slice(0, -1);
    assert.deepEqual(
      lines.filter((line) => columnsOf(line) > 40),
      [],
    );
  });

  it("says which rules there are", () => {
    assert.throws(
      () => explanation("TCSS2", options),
      /no rule TCSS2\. Valid rules: TCSS000 purchase-state-available, /,
    );
  });
});

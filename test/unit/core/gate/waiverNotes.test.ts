import assert from "node:assert/strict";
import {
  messageOf,
  unusedNote,
  unusedWaivers,
  usedWaiver,
  type Waiver,
  waivedNote,
  waiverTimeLeft,
} from "../../../../core/gate";
import { FINDING, judged, WAIVER } from "./waived";

describe("waivedNote", () => {
  const left: [expires: string, words: string][] = [
    ["2024-10-01", "its last day"],
    ["2024-10-02", "1 day left"],
    ["2024-10-03", "2 days left"],
    ["2027-10-01", "1,095 days left"],
  ];
  for (const [expires, words] of left)
    it(`says of a waiver until ${expires}: ${words}`, () =>
      assert.equal(
        waivedNote(judged([{ ...WAIVER, expires }])),
        `TCSS002 no-undefended-cores is waived until ${expires} (${words}): new nodes, ticket 4711. Waived finding: 86 of 154 cores are undefended.`,
      ));
});

describe("waivedNote of a finding without a waiver", () => {
  it("gives no day and no reason", () =>
    assert.equal(
      waivedNote(FINDING),
      "TCSS002 no-undefended-cores is waived. Waived finding: 86 of 154 cores are undefended.",
    ));
});

describe("usedWaiver", () => {
  it("is the one that covers the finding, or has covered it", () => {
    const expired = { ...WAIVER, expires: "2024-09-30" };
    assert.equal(usedWaiver(judged([WAIVER])), WAIVER);
    assert.equal(usedWaiver(judged([expired])), expired);
    assert.equal(usedWaiver(judged([])), undefined);
  });
});

describe("messageOf", () => {
  it("is the finding's message where no waiver is, or one is in effect", () => {
    for (const waivers of [[], [WAIVER]]) assert.equal(messageOf(judged(waivers)), FINDING.message);
  });

  const past: [expires: string, words: string][] = [
    ["2024-09-30", "1 day ago"],
    ["2024-09-29", "2 days ago"],
    ["2021-10-01", "1,096 days ago"],
  ];
  for (const [expires, words] of past)
    it(`names a waiver until ${expires}, which expired ${words}`, () =>
      assert.equal(
        messageOf(judged([{ ...WAIVER, expires }])),
        `86 of 154 cores are undefended. A waiver of it expired on ${expires}, ${words} (new nodes, ticket 4711).`,
      ));
});

describe("unusedWaivers", () => {
  const all: Waiver[] = [
    WAIVER,
    { ...WAIVER, scope: {} },
    { ...WAIVER, scope: { account: "nobody" } },
    { ...WAIVER, scope: { stack: "prod" } },
    { ...WAIVER, scope: { stack: "dev" } },
  ];
  const [everywhere, emptyScope, account, prod, dev] = all as [Waiver, Waiver, Waiver, Waiver, Waiver];

  it("are those that could count for this stack and did not", () =>
    assert.deepEqual(unusedWaivers(all, new Set([everywhere]), "acme/shop/prod"), [
      emptyScope,
      account,
      prod,
    ]));

  it("are none of another stack, which that one may need", () =>
    assert.deepEqual(unusedWaivers([prod, dev], new Set(), "acme/shop/dev"), [dev]));

  it("are those of several stacks", () =>
    assert.deepEqual(unusedWaivers([prod, dev], new Set(), "acme/shop/dev", "acme/shop/prod"), [prod, dev]));

  it("are none that are for some stacks only where the stack is unknown", () =>
    assert.deepEqual(unusedWaivers(all, new Set(), undefined), [everywhere, emptyScope, account]));

  it("are told apart by identity: a twin of a used one is unused", () =>
    assert.deepEqual(unusedWaivers([everywhere, { ...WAIVER }], new Set([everywhere]), undefined), [WAIVER]));

  it("are none when all were used", () =>
    assert.deepEqual(unusedWaivers(all, new Set(all), "acme/shop/prod"), []));
});

describe("unusedNote", () => {
  for (const rule of ["TCSS002", "no-undefended-cores"])
    it(`gives id and name of a rule that the waiver names as ${rule}`, () =>
      assert.equal(
        unusedNote({ ...WAIVER, rule: rule as Waiver["rule"] }),
        "The waiver of TCSS002 no-undefended-cores until 2024-10-05 (new nodes, ticket 4711) matches nothing here: remove it, or correct its scope.",
      ));

  it("repeats what names no rule", () =>
    assert.match(unusedNote({ ...WAIVER, rule: "X1" as Waiver["rule"] }), /^The waiver of X1 until/));
});

describe("a waiver's reason in a note", () => {
  const reasons: [why: string, reason: string, printed: string][] = [
    ["without the full stop that follows", "planned.", "planned"],
    ["without several full stops and white space", " planned ... \n", "planned"],
    ["with full stops within", "see v1.2. Then wait", "see v1.2. Then wait"],
    ["with other ends", "why not?", "why not?"],
    ["on one line", "one\r\ntwo\u2028three\ttabs", "one two\\u2028three tabs"],
    ["without colours", "\u001b[31mred\u001b[0m\u009b0m", "\\u001b[31mred\\u001b[0m\\u009b0m"],
    ["with other alphabets", "扩容中", "扩容中"],
    ["cut to 300 characters", "x".repeat(301), `${"x".repeat(300)}…`],
    ["whole at 300 characters", "x".repeat(300), "x".repeat(300)],
  ];
  for (const [why, reason, printed] of reasons)
    it(`stands ${why}`, () => {
      const waiver = { ...WAIVER, reason };
      const expired = { ...waiver, expires: "2024-09-30" };
      assert.match(waivedNote(judged([waiver])), exactly(`left): ${printed}. Waived finding: `));
      assert.match(messageOf(judged([expired])), exactly(`ago (${printed}).`));
      assert.match(unusedNote(waiver), exactly(`2024-10-05 (${printed}) matches`));
    });
});

function exactly(text: string): RegExp {
  return new RegExp(text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
}

describe("the time that a waiver has left", () => {
  const waiver = { rule: "TCSS001", reason: "r", expires: "2026-12-24" } as const;
  const cases: [daysLeft: number, text: string][] = [
    [0, "its last day"],
    [1, "1 day left"],
    [61, "61 days left"],
  ];
  for (const [daysLeft, text] of cases)
    it(`with ${daysLeft} days is: ${text}`, () => {
      assert.equal(waiverTimeLeft({ waiver, daysLeft }), text);
    });
});

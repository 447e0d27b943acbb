import assert from "node:assert/strict";
import { noUndefendedCores } from "../../../../core/rules/noUndefendedCores";
import { lacks } from "../../support/lacks";
import { DURING_LICENCE, EXAMPLE } from "../../support/replies";
import { type Said, said } from "../../support/said";

function judged(changes: Record<string, unknown>, maxUndefendedCores = 0): Said | undefined {
  return said(noUndefendedCores, { ...EXAMPLE, ...changes }, { maxUndefendedCores }, DURING_LICENCE);
}

/** Changes to the example after which `idle` bought cores are idle. */
function idle(cores: number): Record<string, unknown> {
  return { AuthorizedCoresCnt: EXAMPLE.CoresCnt + cores };
}

describe("TCSS002 no-undefended-cores does not fire", () => {
  it("when no core is undefended", () => assert.equal(judged({ UndefendCoresCnt: 0 }), undefined));
  it("when as many are undefended as are accepted", () => assert.equal(judged({}, 86), undefined));
  it("when fewer are undefended than are accepted", () => assert.equal(judged({}, 87), undefined));
});

describe("TCSS002 no-undefended-cores cannot be verified", () => {
  for (const UndefendCoresCnt of [undefined, null, "0"])
    it(`when UndefendCoresCnt is ${JSON.stringify(UndefendCoresCnt) ?? "absent"}`, () =>
      assert.deepEqual(judged({ UndefendCoresCnt }), {
        outcome: "unverifiable",
        message: `Coverage cannot be verified: ${lacks("UndefendCoresCnt", UndefendCoresCnt)}.`,
      }));

  it("when UndefendCoresCnt is negative", () =>
    assert.deepEqual(judged({ UndefendCoresCnt: -1200 }, 5), {
      outcome: "unverifiable",
      message: "Coverage cannot be verified: UndefendCoresCnt is -1,200 and must not be negative.",
    }));
});

describe("TCSS002 no-undefended-cores is violated", () => {
  const IN_EFFECT_AGAIN = "None can be defended before protection is in effect again.";
  const cases: [why: string, changes: Record<string, unknown>, accepted: number, message: string][] = [
    [
      "by the API document's example",
      {},
      0,
      "86 of 154 cores are undefended. Up to 79 bought cores are idle and could cover them at no cost; the other 7 need elastic billing (limit 5,000, none in use) or a purchase.",
    ],
    [
      "by one core more than is accepted",
      {},
      85,
      "86 of 154 cores are undefended (85 are accepted). Up to 79 bought cores are idle and could cover them at no cost; the other 7 need elastic billing (limit 5,000, none in use) or a purchase.",
    ],
    [
      "by one core, which an idle one can cover",
      { UndefendCoresCnt: 1, AllCoresCnt: 1, ...idle(1) },
      0,
      "1 of 1 core is undefended. 1 bought core may be idle and could cover it at no cost: switch protection on.",
    ],
    [
      "by one core, which no idle one can cover",
      { UndefendCoresCnt: 1, ...idle(0) },
      0,
      "1 of 154 cores is undefended. No bought core is idle: it needs elastic billing (limit 5,000, none in use) or a purchase.",
    ],
    [
      "by two cores when one is accepted and one is idle",
      { UndefendCoresCnt: 2, ...idle(1) },
      1,
      "2 of 154 cores are undefended (1 is accepted). 1 bought core may be idle and could cover one of them at no cost; the other 1 needs elastic billing (limit 5,000, none in use) or a purchase.",
    ],
    [
      "by as many cores as are idle",
      { UndefendCoresCnt: 79 },
      0,
      "79 of 154 cores are undefended. Up to 79 bought cores are idle and could cover all of them at no cost: switch protection on.",
    ],
    [
      "by many cores, none idle",
      { UndefendCoresCnt: 1086, AllCoresCnt: 1154, ...idle(0) },
      0,
      "1,086 of 1,154 cores are undefended. No bought core is idle: all 1,086 need elastic billing (limit 5,000, none in use) or a purchase.",
    ],
    [
      "during a trial",
      { State: 2, AuthorizedCoresCnt: 0, TrialCoresCnt: 70 },
      0,
      "86 of 154 cores are undefended. Up to 2 trial cores are idle and could cover them at no cost; the other 84 need elastic billing (limit 5,000, none in use) or a purchase.",
    ],
    [
      "during a trial with nothing idle",
      { State: 2, AuthorizedCoresCnt: 0, TrialCoresCnt: 68 },
      0,
      "86 of 154 cores are undefended. No trial core is idle: all 86 need elastic billing (limit 5,000, none in use) or a purchase.",
    ],
    [
      "when the number of all cores is not known",
      { AllCoresCnt: undefined, UndefendCoresCnt: 3 },
      0,
      "3 cores are undefended. Up to 79 bought cores are idle and could cover all of them at no cost: switch protection on.",
    ],
    [
      "when all cores are said to be fewer than the undefended ones",
      { AllCoresCnt: 2, UndefendCoresCnt: 3 },
      0,
      "3 cores are undefended. Up to 79 bought cores are idle and could cover all of them at no cost: switch protection on.",
    ],
    [
      "when idle cores cannot be determined",
      { AuthorizedCoresCnt: undefined },
      0,
      "86 of 154 cores are undefended. How many bought cores are idle and could cover them cannot be determined from this reply; all 86 may need elastic billing (limit 5,000, none in use) or a purchase.",
    ],
    [
      "by one core, when idle cores cannot be determined",
      { AuthorizedCoresCnt: -1, UndefendCoresCnt: 1 },
      0,
      "1 of 154 cores is undefended. How many bought cores are idle and could cover them cannot be determined from this reply; it may need elastic billing (limit 5,000, none in use) or a purchase.",
    ],
    [
      "when State is not known",
      { State: undefined, FlexibleCoresLimit: undefined },
      0,
      "86 of 154 cores are undefended. How many bought cores are idle and could cover them cannot be determined from this reply; all 86 may need elastic billing or a purchase.",
    ],
    ...[0, 1, 4, 9].map((State): [string, Record<string, unknown>, number, string] => [
      `when no edition is in effect (State ${State})`,
      { State },
      0,
      `86 of 154 cores are undefended. ${IN_EFFECT_AGAIN}`,
    ]),
  ];
  for (const [why, changes, accepted, message] of cases)
    it(why, () => assert.deepEqual(judged(changes, accepted), { outcome: "violated", message }));
});

describe("TCSS002 no-undefended-cores says of elastic billing", () => {
  const cases: [limit: unknown, used: unknown, words: string][] = [
    [undefined, 0, "elastic billing or a purchase"],
    [-1, 0, "elastic billing or a purchase"],
    [0, 0, "a purchase (elastic billing has no limit set, so it covers none)"],
    [5000, undefined, "elastic billing (limit 5,000) or a purchase"],
    [5000, -1, "elastic billing (limit 5,000) or a purchase"],
    [5000, 0, "elastic billing (limit 5,000, none in use) or a purchase"],
    [5000, 1200, "elastic billing (limit 5,000, 1,200 in use) or a purchase"],
    [100, 14, "elastic billing (limit 100, 14 in use) or a purchase"],
    [100, 15, "elastic billing (limit 100, 15 in use: room for 85) and a purchase"],
    [10, 0, "elastic billing (limit 10, none in use: room for 10) and a purchase"],
    [100, 100, "a purchase (elastic billing is used up: limit 100, 100 in use)"],
    [100, 120, "a purchase (elastic billing is used up: limit 100, 120 in use)"],
  ];
  for (const [limit, used, words] of cases)
    it(`"${words}" when its limit is ${limit} and ${used} are in use`, () => {
      // no State, so that idle cores are not known and all 86 need something
      const message = judged({
        State: undefined,
        FlexibleCoresLimit: limit,
        CurrentFlexibleCoresCnt: used,
      })?.message;
      assert.ok(message?.endsWith(` all 86 may need ${words}.`), message);
    });
});

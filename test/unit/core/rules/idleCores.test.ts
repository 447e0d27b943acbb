import assert from "node:assert/strict";
import { idleCores } from "../../../../core/rules/idleCores";
import { lacks } from "../../support/lacks";
import { DURING_LICENCE, EXAMPLE } from "../../support/replies";
import { type Said, said } from "../../support/said";

function judged(changes: Record<string, unknown>): Said | undefined {
  return said(idleCores, { ...EXAMPLE, ...changes }, {}, DURING_LICENCE);
}

/** Changes to the example after which `idle` of 10 bought cores are idle and `undefended` others are undefended. */
function cores(idle: number, undefended: number): Record<string, unknown> {
  return { AuthorizedCoresCnt: 10, CoresCnt: 10 - idle, UndefendCoresCnt: undefended };
}

describe("TCSS008 idle-cores", () => {
  it("is advisory, of low severity, needs protection and has no settings", () => {
    const { id, name, defaultLevel, severity, skippedWhenInactive, settings } = idleCores;
    assert.deepEqual(
      { id, name, defaultLevel, severity, skippedWhenInactive, settings },
      {
        id: "TCSS008",
        name: "idle-cores",
        defaultLevel: "advisory",
        severity: "low",
        skippedWhenInactive: true,
        settings: {},
      },
    );
  });
});

describe("TCSS008 idle-cores does not fire", () => {
  const cases: [why: string, changes: Record<string, unknown>][] = [
    ["when no core is undefended", cores(5, 0)],
    ["when no core is idle", cores(0, 5)],
    ["when neither is", cores(0, 0)],
    ["when more cores are protected than bought", cores(-5, 5)],
    ["when no core is undefended, whatever else is absent", { UndefendCoresCnt: 0, CoresCnt: undefined }],
    ...[0, 1, 4, 9, -1].map((State): [string, Record<string, unknown>] => [
      `when no edition is in effect (State ${State})`,
      { State },
    ]),
  ];
  for (const [why, changes] of cases) it(why, () => assert.equal(judged(changes), undefined));
});

describe("TCSS008 idle-cores is violated", () => {
  const cases: [why: string, changes: Record<string, unknown>, message: string][] = [
    [
      "by the API document's example",
      {},
      "Up to 79 of 147 paid or given cores may protect nothing, while 86 cores wait for protection. Switch it on in the TCSS console: that adds nothing to the bill for up to 79 of them.",
    ],
    [
      "by one idle core and one undefended one",
      { AuthorizedCoresCnt: 1, CoresCnt: 0, UndefendCoresCnt: 1 },
      "1 of 1 paid or given core may protect nothing, while 1 core waits for protection. Switch it on in the TCSS console: that adds nothing to the bill.",
    ],
    [
      "by one idle core and two undefended ones",
      cores(1, 2),
      "1 of 10 paid or given cores may protect nothing, while 2 cores wait for protection. Switch it on in the TCSS console: that adds nothing to the bill for one of them.",
    ],
    [
      "by two idle cores and three undefended ones",
      cores(2, 3),
      "Up to 2 of 10 paid or given cores may protect nothing, while 3 cores wait for protection. Switch it on in the TCSS console: that adds nothing to the bill for up to 2 of them.",
    ],
    [
      "by as many idle cores as undefended ones",
      cores(2, 2),
      "Up to 2 of 10 paid or given cores may protect nothing, while 2 cores wait for protection. Switch it on in the TCSS console: that adds nothing to the bill.",
    ],
    [
      "by more idle cores than undefended ones",
      cores(3, 2),
      "Up to 3 of 10 paid or given cores may protect nothing, while 2 cores wait for protection. Switch it on in the TCSS console: that adds nothing to the bill.",
    ],
    [
      "by cores that only elastic billing protects",
      { ...cores(0, 5), CurrentFlexibleCoresCnt: 4 },
      "Up to 4 of 10 paid or given cores may protect nothing, while 5 cores wait for protection. Switch it on in the TCSS console: that adds nothing to the bill for up to 4 of them.",
    ],
    [
      "during a trial",
      { State: 2, AuthorizedCoresCnt: 0, GivenAuthorizedCoresCnt: 60, TrialCoresCnt: 70 },
      "Up to 2 of 70 paid or given cores may protect nothing, while 86 cores wait for protection. Switch it on in the TCSS console: that adds nothing to the bill for up to 2 of them.",
    ],
    [
      "by an absurd number of cores",
      { AuthorizedCoresCnt: Number.MAX_SAFE_INTEGER, CoresCnt: 0, UndefendCoresCnt: 1200 },
      "Up to 9,007,199,254,740,991 of 9,007,199,254,740,991 paid or given cores may protect nothing, while 1,200 cores wait for protection. Switch it on in the TCSS console: that adds nothing to the bill.",
    ],
    [
      "by thousands of idle cores and more undefended ones",
      { AuthorizedCoresCnt: 2000, CoresCnt: 0, UndefendCoresCnt: 2001 },
      "Up to 2,000 of 2,000 paid or given cores may protect nothing, while 2,001 cores wait for protection. Switch it on in the TCSS console: that adds nothing to the bill for up to 2,000 of them.",
    ],
  ];
  for (const [why, changes, message] of cases)
    it(why, () => assert.deepEqual(judged(changes), { outcome: "violated", message }));
});

describe("TCSS008 idle-cores cannot be verified", () => {
  const fields = [
    "UndefendCoresCnt",
    "AuthorizedCoresCnt",
    "GivenAuthorizedCoresCnt",
    "TrialCoresCnt",
    "CoresCnt",
    "CurrentFlexibleCoresCnt",
  ];
  const cases: [changes: Record<string, unknown>, problem: string][] = [
    ...[...fields, "State"].flatMap((field) =>
      [undefined, null, "3", 1.5].map((value): [Record<string, unknown>, string] => [
        { [field]: value },
        lacks(field, value),
      ]),
    ),
    ...fields.map((field): [Record<string, unknown>, string] => [
      { [field]: -1200 },
      `${field} is -1,200 and must not be negative`,
    ]),
    [{ UndefendCoresCnt: -1, CoresCnt: undefined }, "UndefendCoresCnt is -1 and must not be negative"],
    [{ State: undefined, CoresCnt: -1 }, "CoresCnt is -1 and must not be negative"],
    [{ CoresCnt: -1, TrialCoresCnt: undefined }, "the reply holds no TrialCoresCnt"],
    [{ State: 4, TrialCoresCnt: undefined }, "the reply holds no TrialCoresCnt"],
  ];
  for (const [changes, problem] of cases) {
    const values = Object.entries(changes).map(([field, value]) => `${field} ${value}`);
    it(`because ${problem} (${values.join(", ")})`, () =>
      assert.deepEqual(judged(changes), {
        outcome: "unverifiable",
        message: `Idle cores cannot be verified: ${problem}.`,
      }));
  }
});

import assert from "node:assert/strict";
import { noTrial } from "../../../../core/rules/noTrial";
import { lacks } from "../../support/lacks";
import { DURING_LICENCE, EXAMPLE } from "../../support/replies";
import { type Said, said } from "../../support/said";

function judged(changes: Record<string, unknown>): Said | undefined {
  return said(noTrial, { ...EXAMPLE, ...changes }, {}, DURING_LICENCE);
}

describe("TCSS005 no-trial", () => {
  it("is advisory, of low severity, needs protection and has no settings", () => {
    const { id, name, defaultLevel, severity, skippedWhenInactive, settings } = noTrial;
    assert.deepEqual(
      { id, name, defaultLevel, severity, skippedWhenInactive, settings },
      {
        id: "TCSS005",
        name: "no-trial",
        defaultLevel: "advisory",
        severity: "low",
        skippedWhenInactive: true,
        settings: {},
      },
    );
  });
});

describe("TCSS005 no-trial does not fire", () => {
  for (const State of [0, 1, 3, 4, 5, -1, Number.MAX_SAFE_INTEGER])
    it(`in State ${State}`, () => assert.equal(judged({ State }), undefined));
});

describe("TCSS005 no-trial is violated", () => {
  const BUY = "Buy the Pro Edition in time: a trial cannot be renewed.";
  const cases: [why: string, changes: Record<string, unknown>, headline: string][] = [
    ["during a trial", {}, "Protection of 68 cores rests on a trial until 2024-12-24 13:01:18 Beijing time."],
    [
      "with one core",
      { CoresCnt: 1 },
      "Protection of 1 core rests on a trial until 2024-12-24 13:01:18 Beijing time.",
    ],
    [
      "with two cores",
      { CoresCnt: 2 },
      "Protection of 2 cores rests on a trial until 2024-12-24 13:01:18 Beijing time.",
    ],
    [
      "with an absurd number of cores",
      { CoresCnt: Number.MAX_SAFE_INTEGER },
      "Protection of 9,007,199,254,740,991 cores rests on a trial until 2024-12-24 13:01:18 Beijing time.",
    ],
    ...[0, -1, undefined, null, "68"].map((CoresCnt): [string, Record<string, unknown>, string] => [
      `when CoresCnt is ${JSON.stringify(CoresCnt) ?? "absent"}`,
      { CoresCnt },
      "Protection rests on a trial until 2024-12-24 13:01:18 Beijing time.",
    ]),
    ...[undefined, null, "", "0000-00-00 00:00:00"].map(
      (ExpirationTime): [string, Record<string, unknown>, string] => [
        `when ExpirationTime is ${JSON.stringify(ExpirationTime) ?? "absent"}`,
        { ExpirationTime },
        "Protection of 68 cores rests on a trial.",
      ],
    ),
    [
      "with white space around the time",
      { ExpirationTime: " 2024-12-24 13:01:18\n" },
      "Protection of 68 cores rests on a trial until 2024-12-24 13:01:18 Beijing time.",
    ],
    [
      "when neither cores nor end are known",
      { CoresCnt: undefined, ExpirationTime: undefined },
      "Protection rests on a trial.",
    ],
  ];
  for (const [why, changes, headline] of cases)
    it(why, () =>
      assert.deepEqual(judged({ State: 2, ...changes }), {
        outcome: "violated",
        message: `${headline} ${BUY}`,
      }),
    );
});

describe("TCSS005 no-trial cannot be verified", () => {
  for (const State of [undefined, null, "2", 2.5])
    it(`when State is ${JSON.stringify(State) ?? "absent"}`, () =>
      assert.deepEqual(judged({ State }), {
        outcome: "unverifiable",
        message: `Whether protection rests on a trial cannot be verified: ${lacks("State", State)}.`,
      }));
});

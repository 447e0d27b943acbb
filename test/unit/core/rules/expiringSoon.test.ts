import assert from "node:assert/strict";
import { expiringSoon } from "../../../../core/rules/expiringSoon";
import { DURING_LICENCE, EXAMPLE } from "../../support/replies";
import { type Said, said } from "../../support/said";

/** End of the example's license, 2024-12-24 13:01:18 in Beijing. */
const END = "2024-12-24T05:01:18Z";
const DAY = 86_400;

function judged(changes: Record<string, unknown>, now: Date, minDaysLeft = 14): Said | undefined {
  return said(expiringSoon, { ...EXAMPLE, ...changes }, { minDaysLeft }, now);
}

/** `seconds` before the end of the license. */
function beforeEnd(seconds: number): Date {
  return new Date(Date.parse(END) - seconds * 1000);
}

describe("TCSS003 expiring-soon", () => {
  it("is advisory, of medium severity, needs protection and wants 14 days", () => {
    const { id, name, defaultLevel, severity, skippedWhenInactive, settings } = expiringSoon;
    const { type, default: value, minimum } = settings.minDaysLeft;
    assert.deepEqual(
      { id, name, defaultLevel, severity, skippedWhenInactive, settings: Object.keys(settings) },
      {
        id: "TCSS003",
        name: "expiring-soon",
        defaultLevel: "advisory",
        severity: "medium",
        skippedWhenInactive: true,
        settings: ["minDaysLeft"],
      },
    );
    assert.deepEqual({ type, value, minimum }, { type: "integer", value: 14, minimum: 0 });
  });
});

describe("TCSS003 expiring-soon does not fire", () => {
  const cases: [why: string, now: Date, minDaysLeft: number, changes?: Record<string, unknown>][] = [
    ["long before the end", DURING_LICENCE, 14],
    ["with exactly 14 days left", beforeEnd(14 * DAY), 14],
    ["with a second more than 14 days left", beforeEnd(14 * DAY + 1), 14],
    ["with exactly one day left when one is wanted", beforeEnd(DAY), 1],
    ["in the last second when no day is wanted", beforeEnd(1), 0],
    ["on a trial with exactly 14 days left", beforeEnd(14 * DAY), 14, { State: 2 }],
    ["when the end is absurdly far", DURING_LICENCE, 14, { ExpirationTime: "9999-12-31 23:59:59" }],
  ];
  for (const [why, now, minDaysLeft, changes = {}] of cases)
    it(why, () => assert.equal(judged(changes, now, minDaysLeft), undefined));
});

describe("TCSS003 expiring-soon is violated", () => {
  const cases: [why: string, changes: Record<string, unknown>, message: string][] = [
    [
      "when renewal is off",
      { AutomaticRenewal: 2 },
      "The TCSS license ends on 2024-12-24 13:01:18 Beijing time, in 13 days, and does not renew itself. Renew it in the TCSS console.",
    ],
    [
      "when renewal was never set",
      { AutomaticRenewal: 0 },
      "The TCSS license ends on 2024-12-24 13:01:18 Beijing time, in 13 days, and does not renew itself. Renew it in the TCSS console.",
    ],
    [
      "in milder words when renewal is automatic",
      { AutomaticRenewal: 1 },
      "The TCSS license is due for automatic renewal on 2024-12-24 13:01:18 Beijing time, in 13 days. Check that the account's balance covers it: otherwise renewal fails.",
    ],
    ...[undefined, null, "1", -1, 3, 194, Number.MAX_SAFE_INTEGER].map(
      (AutomaticRenewal): [string, Record<string, unknown>, string] => [
        `when AutomaticRenewal is ${JSON.stringify(AutomaticRenewal) ?? "absent"}`,
        { AutomaticRenewal },
        "The TCSS license ends on 2024-12-24 13:01:18 Beijing time, in 13 days, and whether it renews itself cannot be determined from the reply. Renew it in the TCSS console, or check its renewal there.",
      ],
    ),
    ...[0, 1, 2, 194].map((AutomaticRenewal): [string, Record<string, unknown>, string] => [
      `on a trial, although AutomaticRenewal is ${AutomaticRenewal}`,
      { State: 2, AutomaticRenewal },
      "The TCSS trial ends on 2024-12-24 13:01:18 Beijing time, in 13 days. Buy the Pro Edition before then.",
    ]),
    ...[undefined, -1, 9].map((State): [string, Record<string, unknown>, string] => [
      `when State is ${State ?? "absent"}`,
      { State, AutomaticRenewal: 2 },
      "The TCSS license ends on 2024-12-24 13:01:18 Beijing time, in 13 days, and does not renew itself. Renew it in the TCSS console.",
    ]),
    [
      "with white space around the time",
      { ExpirationTime: " 2024-12-24 13:01:18\n", AutomaticRenewal: 2 },
      "The TCSS license ends on 2024-12-24 13:01:18 Beijing time, in 13 days, and does not renew itself. Renew it in the TCSS console.",
    ],
  ];
  for (const [why, changes, message] of cases)
    it(why, () =>
      assert.deepEqual(judged(changes, beforeEnd(14 * DAY - 1)), { outcome: "violated", message }),
    );
});

describe("TCSS003 expiring-soon counts whole days", () => {
  const cases: [secondsLeft: number, minDaysLeft: number, left: string][] = [
    [14 * DAY - 1, 14, "in 13 days"],
    [2 * DAY, 14, "in 2 days"],
    [2 * DAY - 1, 14, "in 1 day"],
    [DAY + 1, 14, "in 1 day"],
    [DAY, 14, "in 1 day"],
    [DAY - 1, 14, "within a day"],
    [DAY - 1, 1, "within a day"],
    [1, 1, "within a day"],
    [15 * DAY, 30, "in 15 days"],
    [1000 * DAY, Number.MAX_SAFE_INTEGER, "in 1,000 days"],
  ];
  for (const [seconds, minDaysLeft, left] of cases)
    it(`"${left}" with ${seconds} seconds left when ${minDaysLeft} days are wanted`, () =>
      assert.deepEqual(judged({ State: 2 }, beforeEnd(seconds), minDaysLeft), {
        outcome: "violated",
        message: `The TCSS trial ends on 2024-12-24 13:01:18 Beijing time, ${left}. Buy the Pro Edition before then.`,
      }));
});

describe("TCSS003 expiring-soon says that the end has passed", () => {
  for (const minDaysLeft of [0, 14])
    for (const [why, secondsAfter] of [
      ["in the very second", 0],
      ["one second after", 1],
      ["a day after", DAY],
      ["a hundred days after", 100 * DAY],
    ] as const)
      it(`${why}, when ${minDaysLeft} days are wanted and State is absent`, () =>
        assert.deepEqual(judged({ State: undefined }, beforeEnd(-secondsAfter), minDaysLeft), {
          outcome: "violated",
          message:
            "The TCSS license or trial ended on 2024-12-24 13:01:18 Beijing time. Renew it, or buy the Pro Edition, in the TCSS console.",
        }));
});

describe("TCSS003 expiring-soon cannot be verified", () => {
  for (const ExpirationTime of [undefined, null, "", 1735016478, "2024-12-24", "0000-00-00 00:00:00"])
    it(`when ExpirationTime is ${JSON.stringify(ExpirationTime) ?? "absent"}`, () =>
      assert.deepEqual(judged({ ExpirationTime }, DURING_LICENCE), {
        outcome: "unverifiable",
        message:
          "How long protection lasts cannot be verified: the reply holds no ExpirationTime that can be read.",
      }));
});

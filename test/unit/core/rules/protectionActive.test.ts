import assert from "node:assert/strict";
import { parse } from "yaml";
import { protectionActive } from "../../../../core/rules/protectionActive";
import { problemsOfRulesConfig } from "../../../../core/rules/rulesConfig";
import { DURING_LICENCE, EXAMPLE } from "../../support/replies";
import { readingOf, type Said, said } from "../../support/said";

/** End of the example's license, 2024-12-24 13:01:18 in Beijing. */
const END = "2024-12-24T05:01:18Z";

function judged(
  changes: Record<string, unknown>,
  now = DURING_LICENCE,
  acceptedSubStates = "NORMAL",
): Said | undefined {
  return said(protectionActive, { ...EXAMPLE, ...changes }, { acceptedSubStates }, now);
}

/** `seconds` after the end of the license. */
function afterEnd(seconds: number): Date {
  return new Date(Date.parse(END) + seconds * 1000);
}

const DAY = 86_400;
const RENEW_BEFORE = "Renew it in the TCSS console before it is isolated and then destroyed.";
const RENEW = "Renew it in the TCSS console: that restores protection with the data collected so far.";
const BUY_AGAIN = "Buy the Pro Edition again in the TCSS console and set protection up again.";
const DESTROYED = "nothing is protected, and renewal is no longer possible.";

describe("TCSS001 protection-active does not fire", () => {
  for (const State of [2, 3])
    it(`in State ${State} before the license ends`, () => assert.equal(judged({ State }), undefined));

  it("one second before the license ends", () => assert.equal(judged({}, afterEnd(-1)), undefined));

  for (const SubState of ["NORMAL", " normal ", "NOR MAL", "", " ", undefined, null])
    it(`with SubState ${JSON.stringify(SubState)}`, () => assert.equal(judged({ SubState }), undefined));
});

describe("TCSS001 protection-active says that it is violated", () => {
  const cases: [why: string, changes: Record<string, unknown>, now: Date, message: string][] = [
    [
      "when nothing was ever bought",
      { State: 0, SubState: undefined, ExpirationTime: "" },
      DURING_LICENCE,
      "TCSS was never bought for this account (State 0): nothing is protected. Start a trial or buy the Pro Edition in the TCSS console.",
    ],
    [
      "when nothing was ever bought, whatever SubState says",
      { State: 0, SubState: "ISOLATE" },
      DURING_LICENCE,
      "TCSS was never bought for this account (State 0): nothing is protected. Start a trial or buy the Pro Edition in the TCSS console.",
    ],
    [
      "when the trial is over",
      { State: 1 },
      DURING_LICENCE,
      "The TCSS trial is over, or its application was turned down (State 1): nothing is protected. Buy the Pro Edition in the TCSS console; another trial is not on offer.",
    ],
    [
      "when it has expired, not yet isolated",
      { State: 4, SubState: "NORMAL" },
      afterEnd(DAY),
      `The TCSS Pro Edition has expired on 2024-12-24 13:01:18 Beijing time (State 4). ${RENEW_BEFORE}`,
    ],
    [
      "when it has expired, with a SubState that nobody knows",
      { State: 4, SubState: "SOMETHING" },
      afterEnd(DAY),
      `The TCSS Pro Edition has expired on 2024-12-24 13:01:18 Beijing time (State 4). ${RENEW_BEFORE}`,
    ],
    [
      "when it has expired, on a day that is not known",
      { State: 4, SubState: "NORMAL", ExpirationTime: "0000-00-00 00:00:00" },
      afterEnd(DAY),
      `The TCSS Pro Edition has expired (State 4). ${RENEW_BEFORE}`,
    ],
    [
      "when it has expired although its end is still to come",
      { State: 4, SubState: "NORMAL" },
      DURING_LICENCE,
      `The TCSS Pro Edition has expired (State 4). ${RENEW_BEFORE}`,
    ],
    [
      "when it is isolated",
      { State: 4, SubState: "ISOLATE" },
      afterEnd(DAY),
      `The TCSS Pro Edition expired on 2024-12-24 13:01:18 Beijing time and is isolated (SubState ISOLATE): nothing is protected. ${RENEW}`,
    ],
    [
      "when it is isolated, on a day that is not known",
      { State: 4, SubState: "ISOLATE", ExpirationTime: undefined },
      afterEnd(DAY),
      `The TCSS Pro Edition expired and is isolated (SubState ISOLATE): nothing is protected. ${RENEW}`,
    ],
    [
      "when it is isolated although State is still 3 and its end is still to come",
      { State: 3, SubState: "ISOLATE" },
      DURING_LICENCE,
      `The TCSS Pro Edition expired and is isolated (SubState ISOLATE): nothing is protected. ${RENEW}`,
    ],
    [
      "when a trial is isolated",
      { State: 2, SubState: "ISOLATE" },
      afterEnd(DAY),
      `The TCSS trial expired on 2024-12-24 13:01:18 Beijing time and is isolated (SubState ISOLATE): nothing is protected. ${RENEW}`,
    ],
    [
      "when it is destroyed, in the international site's words",
      { State: 4, SubState: "TERMINATED" },
      afterEnd(DAY),
      `The TCSS Pro Edition expired on 2024-12-24 13:01:18 Beijing time and has been destroyed with its data (SubState TERMINATED): ${DESTROYED} ${BUY_AGAIN}`,
    ],
    [
      "when it is destroyed, in the mainland's words",
      { State: 4, SubState: "DESTROED" },
      afterEnd(DAY),
      `The TCSS Pro Edition expired on 2024-12-24 13:01:18 Beijing time and has been destroyed with its data (SubState DESTROED): ${DESTROYED} ${BUY_AGAIN}`,
    ],
    [
      "when a trial is destroyed, with white space around the words",
      { State: 2, SubState: " Destroyed\n", ExpirationTime: " 2024-12-24 13:01:18\n" },
      afterEnd(DAY),
      `The TCSS trial expired on 2024-12-24 13:01:18 Beijing time and has been destroyed with its data (SubState Destroyed): ${DESTROYED} ${BUY_AGAIN}`,
    ],
    [
      "when State is none of the documented ones",
      { State: 5 },
      DURING_LICENCE,
      "State 5 is not a documented value, so protection cannot be taken for granted. Look at the account in the TCSS console, and check for a newer version of this package.",
    ],
    [
      "when State is negative, whatever SubState says",
      { State: -1, SubState: "ISOLATE" },
      DURING_LICENCE,
      "State -1 is not a documented value, so protection cannot be taken for granted. Look at the account in the TCSS console, and check for a newer version of this package.",
    ],
    [
      "in the very second in which the license ends",
      {},
      afterEnd(0),
      `The TCSS license ended on 2024-12-24 13:01:18 Beijing time, less than a day ago, although the API still gives State 3. ${RENEW_BEFORE}`,
    ],
    [
      "one second after the license has ended",
      {},
      afterEnd(1),
      `The TCSS license ended on 2024-12-24 13:01:18 Beijing time, less than a day ago, although the API still gives State 3. ${RENEW_BEFORE}`,
    ],
    [
      "a second less than a day after",
      {},
      afterEnd(DAY - 1),
      `The TCSS license ended on 2024-12-24 13:01:18 Beijing time, less than a day ago, although the API still gives State 3. ${RENEW_BEFORE}`,
    ],
    [
      "a day after",
      {},
      afterEnd(DAY),
      `The TCSS license ended on 2024-12-24 13:01:18 Beijing time, 1 day ago, although the API still gives State 3. ${RENEW_BEFORE}`,
    ],
    [
      "two days after",
      {},
      afterEnd(2 * DAY),
      `The TCSS license ended on 2024-12-24 13:01:18 Beijing time, 2 days ago, although the API still gives State 3. ${RENEW_BEFORE}`,
    ],
    [
      "when a trial's end has passed",
      { State: 2 },
      afterEnd(1000 * DAY),
      "The TCSS trial ended on 2024-12-24 13:01:18 Beijing time, 1,000 days ago, although the API still gives State 2. Buy the Pro Edition in the TCSS console.",
    ],
  ];
  for (const [why, changes, now, message] of cases)
    it(why, () => assert.deepEqual(judged(changes, now), { outcome: "violated", message }));
});

describe("TCSS001 protection-active says that it cannot be verified", () => {
  const cases: [why: string, changes: Record<string, unknown>, message: string][] = [
    ["without a State", { State: undefined }, "Protection cannot be verified: the reply holds no State."],
    [
      "with a State of another type, whatever SubState says",
      { State: "3", SubState: "ISOLATE" },
      "Protection cannot be verified: the reply holds no State that is a whole number.",
    ],
    ...(["", "2024-12-24", "0001-01-01 00:00:00", null].map((ExpirationTime): [string, object, string] => [
      `with an ExpirationTime of ${JSON.stringify(ExpirationTime)}`,
      { ExpirationTime },
      "Protection cannot be verified: the reply holds no ExpirationTime that can be read, so that it is unknown how long the license lasts.",
    ]) as [string, Record<string, unknown>, string][]),
  ];
  for (const [why, changes, message] of cases)
    it(why, () => assert.deepEqual(judged(changes), { outcome: "unverifiable", message }));
});

describe("TCSS001 protection-active, with a SubState in State 2 and 3 that is not accepted,", () => {
  const because = (SubState: string, accepted = "NORMAL", State = 3): string =>
    `Protection cannot be verified: State ${State} comes with SubState ${SubState}, which acceptedSubStates (${accepted}) does not name.`;

  for (const State of [2, 3])
    it(`cannot be verified in State ${State}, and gives the line that accepts it`, () =>
      assert.deepEqual(judged({ State, SubState: "ISOLATED_BY_ARREARS" }), {
        outcome: "unverifiable",
        message: `${because('"ISOLATED_BY_ARREARS"', "NORMAL", State)} If the TCSS console shows that protection is in effect, accept it: {"protection-active": {"acceptedSubStates": "NORMAL, ISOLATED_BY_ARREARS"}} in the file for --policy-pack-config, or rules: {protection-active: {acceptedSubStates: "NORMAL, ISOLATED_BY_ARREARS"}} in tcss.gate.yaml.`,
      }));

  it("gives lines that JSON and YAML read, and that accept it", () => {
    for (const [SubState, accepted] of [
      ["ISOLATED_BY_ARREARS", "NORMAL"],
      ["正常", "NORMAL, ACTIVE"],
      ["Normal-2", ""],
    ] as const) {
      const { message = "" } = judged({ SubState }, DURING_LICENCE, accepted) ?? {};
      const [, json = "", yaml = ""] =
        /accept it: (\{.*\}) in the file for .*, or (rules: .*) in tcss/.exec(message) ?? [];
      const fromJson = JSON.parse(json)["protection-active"].acceptedSubStates;
      assert.equal(parse(yaml).rules["protection-active"].acceptedSubStates, fromJson);
      assert.deepEqual(problemsOfRulesConfig(JSON.parse(json)), []);
      assert.equal(judged({ SubState }, DURING_LICENCE, fromJson), undefined);
      if (accepted !== "")
        assert.equal(judged({ SubState: accepted.split(",")[0] }, DURING_LICENCE, fromJson), undefined);
    }
  });

  for (const [SubState, accepted] of [
    ["ISOLATED_BY_ARREARS", "NORMAL,ISOLATED_BY_ARREARS"],
    ["isolated_by_arrears\n", " Isolated_By_Arrears , normal "],
    ["", ""],
    ["active", "ACTIVE"],
  ] as const)
    it(`accepts ${JSON.stringify(SubState)} by ${JSON.stringify(accepted)}`, () =>
      assert.equal(judged({ SubState }, DURING_LICENCE, accepted), undefined));

  for (const [SubState, accepted] of [
    ["NORMAL", ""],
    ["NORMAL", "ACTIVE"],
    ["NORM", "NORMAL"],
    ["NORMAL,ISOLATE", "NORMAL"],
    ["NORMAL\u200b", "NORMAL"],
    ["NORMA\u041b", "NORMAL"],
    ["SUSPENDED", "NORMAL, ,"],
  ] as const)
    it(`does not accept ${JSON.stringify(SubState)} by ${JSON.stringify(accepted)}`, () =>
      assert.equal(judged({ SubState }, DURING_LICENCE, accepted)?.outcome, "unverifiable"));

  it("offers no line for what is no name, and shows nothing hidden", () => {
    for (const SubState of ["A, B", "NORMAL\u202e", '"}], all: disabled', "x".repeat(500)]) {
      const { message = "" } = judged({ SubState }) ?? {};
      assert.match(message, /does not name\. Ask Tencent Cloud's support what it means\.$/);
      assert.doesNotMatch(message, /\u202e/);
      assert.ok(message.length < 400, message);
    }
  });

  for (const SubState of [["ISOLATE"], { a: 1 }, 1, true, []])
    it(`cannot be verified where it is ${JSON.stringify(SubState)}`, () =>
      assert.deepEqual(judged({ SubState }), {
        outcome: "unverifiable",
        message: "Protection cannot be verified: SubState is not text.",
      }));

  it("says first that the license has ended, and that it is isolated, whatever is accepted", () => {
    assert.equal(judged({ SubState: "OTHER" }, afterEnd(0))?.outcome, "violated");
    assert.equal(judged({ SubState: ["ISOLATE"] }, afterEnd(0))?.outcome, "violated");
    assert.equal(judged({ SubState: "ISOLATE" }, DURING_LICENCE, "NORMAL, ISOLATE")?.outcome, "violated");
  });
});

describe("the facts of TCSS001 protection-active", () => {
  const factsOf = (changes: object, acceptedSubStates = "NORMAL", now = DURING_LICENCE) => {
    const reading = readingOf({ ...EXAMPLE, ...changes });
    return protectionActive.evaluate({ reading }, { acceptedSubStates }, now)?.facts;
  };

  it("name the edition that has ended", () => {
    const at = (State: number) => Object(factsOf({ State }, "NORMAL", afterEnd(1))).edition;
    assert.deepEqual([at(2), at(3)], ["trial", "pro"]);
  });

  it("hold a sub-state without the blanks around it, as a value to add to those that are accepted", () => {
    const accepting = (accepted: string) => {
      const { acceptedSubStates, acceptingValue } = Object(factsOf({ SubState: " ODD " }, accepted));
      return { acceptedSubStates, acceptingValue };
    };
    assert.deepEqual(accepting(" NORMAL "), { acceptedSubStates: "NORMAL", acceptingValue: "NORMAL, ODD" });
    assert.deepEqual(accepting(" "), { acceptedSubStates: "", acceptingValue: "ODD" });
    assert.equal(Object(factsOf({ SubState: "-ODD" })).acceptingValue, undefined);
  });
});

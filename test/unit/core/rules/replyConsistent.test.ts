import assert from "node:assert/strict";
import { printable } from "../../../../core/base/errors";
import { REPLY_FIELDS } from "../../../../core/model/fields";
import { replyConsistent } from "../../../../core/rules/replyConsistent";
import { DURING_LICENCE, FULL } from "../../support/replies";
import { type Said, said } from "../../support/said";

/** The example without its undocumented AutomaticRenewal. */
const CONSISTENT = { ...FULL, AutomaticRenewal: 1 } as const;

function judged(changes: Record<string, unknown>): Said | undefined {
  return said(replyConsistent, { ...CONSISTENT, ...changes }, {}, DURING_LICENCE);
}

function contradicted(...contradictions: string[]): Said {
  return {
    outcome: "violated",
    message: `The reply contradicts itself or its documentation: ${contradictions.join("; ")}. Compare these values with the TCSS console.`,
  };
}

const SUMMANDS = [
  "AllCoresCnt",
  "CoresCnt",
  "UndefendCoresCnt",
  "DefendClusterCoresCnt",
  "DefendHostCoresCnt",
] as const;
const COUNTS = Object.values(REPLY_FIELDS).flatMap(({ apiName, kind }) =>
  kind === "count" ? [apiName] : [],
);

describe("TCSS009 reply-consistent", () => {
  it("is advisory, of low severity, does not need protection and has no settings", () => {
    const { id, name, defaultLevel, severity, skippedWhenInactive, settings } = replyConsistent;
    assert.deepEqual(
      { id, name, defaultLevel, severity, skippedWhenInactive, settings },
      {
        id: "TCSS009",
        name: "reply-consistent",
        defaultLevel: "advisory",
        severity: "low",
        skippedWhenInactive: false,
        settings: {},
      },
    );
  });
});

describe("TCSS009 reply-consistent does not fire", () => {
  const cases: [why: string, changes: Record<string, unknown>][] = [
    ["when the sums are right and every value is documented", {}],
    ["when every count is 0", Object.fromEntries(COUNTS.map((field) => [field, 0]))],
    ...[0, 1, 2, 3].map((State): [string, Record<string, unknown>] => [`in State ${State}`, { State }]),
    ...[0, 1, 2].map((AutomaticRenewal): [string, Record<string, unknown>] => [
      `with AutomaticRenewal ${AutomaticRenewal}`,
      { AutomaticRenewal },
    ]),
    ...["ISOLATE", " isolated\n", "TERMINATED", "DESTROED", undefined, null].map(
      (SubState): [string, Record<string, unknown>] => [
        `with SubState ${JSON.stringify(SubState) ?? "absent"} at State 4`,
        { State: 4, SubState },
      ],
    ),
    ["with any SubState at State 3", { SubState: "SOMETHING" }],
    ["with any SubState without a State", { State: undefined, SubState: "SOMETHING" }],
    ["without an AutomaticRenewal", { AutomaticRenewal: undefined }],
    // what is not part of a sum may be missing: the rules that need it say so
    ...COUNTS.filter((field) => !SUMMANDS.some((summand) => summand === field)).map(
      (field): [string, Record<string, unknown>] => [`without ${field}`, { [field]: undefined }],
    ),
  ];
  for (const [why, changes] of cases) it(why, () => assert.equal(judged(changes), undefined));
});

describe("TCSS009 reply-consistent is violated", () => {
  const cases: [why: string, changes: Record<string, unknown>, contradictions: string[]][] = [
    [
      "by one core too few in all",
      { AllCoresCnt: 153 },
      ["AllCoresCnt is 153, but CoresCnt 68 + UndefendCoresCnt 86 = 154"],
    ],
    [
      "by one core too many in all",
      { AllCoresCnt: 155 },
      ["AllCoresCnt is 155, but CoresCnt 68 + UndefendCoresCnt 86 = 154"],
    ],
    [
      "by one core too few in clusters",
      { DefendClusterCoresCnt: 47 },
      ["CoresCnt is 68, but DefendClusterCoresCnt 47 + DefendHostCoresCnt 20 = 67"],
    ],
    [
      "by one core too many in hosts",
      { DefendHostCoresCnt: 21 },
      ["CoresCnt is 68, but DefendClusterCoresCnt 48 + DefendHostCoresCnt 21 = 69"],
    ],
    [
      "by both sums",
      { CoresCnt: 1068 },
      [
        "AllCoresCnt is 154, but CoresCnt 1,068 + UndefendCoresCnt 86 = 1,154",
        "CoresCnt is 1,068, but DefendClusterCoresCnt 48 + DefendHostCoresCnt 20 = 68",
      ],
    ],
    [
      "by an absurd number",
      { AllCoresCnt: Number.MAX_SAFE_INTEGER },
      ["AllCoresCnt is 9,007,199,254,740,991, but CoresCnt 68 + UndefendCoresCnt 86 = 154"],
    ],
    [
      "by one sum while the other cannot be determined",
      { AllCoresCnt: undefined, CoresCnt: 67 },
      ["CoresCnt is 67, but DefendClusterCoresCnt 48 + DefendHostCoresCnt 20 = 68"],
    ],
    ...COUNTS.filter((field) => !SUMMANDS.some((summand) => summand === field)).map(
      (field): [string, Record<string, unknown>, string[]] => [
        `by a negative ${field}`,
        { [field]: -1200 },
        [`${field} is -1,200`],
      ],
    ),
    [
      "by a negative count and a sum",
      { UndefendCoresCnt: -1 },
      ["UndefendCoresCnt is -1", "AllCoresCnt is 154, but CoresCnt 68 + UndefendCoresCnt -1 = 67"],
    ],
    [
      "by a negative count in a sum that is right",
      { AllCoresCnt: 67, UndefendCoresCnt: -1 },
      ["UndefendCoresCnt is -1"],
    ],
    ...[-1, 5, Number.MAX_SAFE_INTEGER].map((State): [string, Record<string, unknown>, string[]] => [
      `by State ${State}`,
      { State },
      [`State is ${State}, which is not documented`],
    ]),
    ...[-1, 3, 194].map((AutomaticRenewal): [string, Record<string, unknown>, string[]] => [
      `by AutomaticRenewal ${AutomaticRenewal}`,
      { AutomaticRenewal },
      [`AutomaticRenewal is ${AutomaticRenewal}, which is not documented`],
    ]),
    [
      "by SubState at State 4",
      { State: 4, SubState: "SOMETHING" },
      ['SubState is "SOMETHING" at State 4, which is not documented'],
    ],
    [
      "by an empty SubState at State 4",
      { State: 4, SubState: "" },
      ['SubState is "" at State 4, which is not documented'],
    ],
    [
      "by a SubState that would not fit a terminal",
      { State: 4, SubState: `\u001b[31m"red"\u2028${"x".repeat(400)}` },
      [
        `SubState is ${JSON.stringify(printable(`\u001b[31m"red"\u2028${"x".repeat(400)}`))} at State 4, which is not documented`,
      ],
    ],
    ...[
      ...SUMMANDS.flatMap((field) => ["68", 1.5].map((value) => [field, value, "a whole number"])),
      ["State", "3", "a whole number"],
      ["SubState", ["ISOLATE"], "text"],
      ["DefendPolicy", 1, "text"],
      ["BeginTime", 1735016478, "a time (YYYY-MM-DD HH:mm:ss)"],
      ["ExpirationTime", "2024-12-24", "a time (YYYY-MM-DD HH:mm:ss)"],
    ].map(([field, value, documented]): [string, Record<string, unknown>, string[]] => [
      `by ${JSON.stringify(value)} for ${field}`,
      { [String(field)]: value },
      [`${field} is not ${documented}`],
    ]),
    [
      "by a license that has not begun",
      { BeginTime: "2024-10-01 08:05:01" },
      ["BeginTime 2024-10-01 08:05:01 Beijing time is still to come"],
    ],
    [
      "by a license that ends before it begins",
      { BeginTime: "2024-09-24 13:01:18", ExpirationTime: "2024-09-24 13:01:17" },
      ["BeginTime 2024-09-24 13:01:18 Beijing time is after ExpirationTime 2024-09-24 13:01:17 Beijing time"],
    ],
    [
      "by everything at once, in this order",
      { State: 9, AutomaticRenewal: 9, AllCoresCnt: 0, ImageCnt: -1, GivenAuthorizedCnt: -2 },
      [
        "ImageCnt is -1",
        "GivenAuthorizedCnt is -2",
        "AllCoresCnt is 0, but CoresCnt 68 + UndefendCoresCnt 86 = 154",
        "State is 9, which is not documented",
        "AutomaticRenewal is 9, which is not documented",
      ],
    ],
  ];
  for (const [why, changes, contradictions] of cases)
    it(why, () => assert.deepEqual(judged(changes), contradicted(...contradictions)));
});

describe("TCSS009 reply-consistent cannot be verified", () => {
  const cases: [why: string, changes: Record<string, unknown>, names: string][] = [
    ...SUMMANDS.flatMap((field) =>
      [undefined, null].map((value): [string, Record<string, unknown>, string] => [
        `when ${field} is ${JSON.stringify(value) ?? "absent"}`,
        { [field]: value },
        field,
      ]),
    ),
    [
      "without two of the counts",
      { UndefendCoresCnt: undefined, CoresCnt: null },
      "CoresCnt or UndefendCoresCnt",
    ],
    [
      "without any of the counts",
      Object.fromEntries(SUMMANDS.map((field) => [field, undefined])),
      "AllCoresCnt, CoresCnt, UndefendCoresCnt, DefendClusterCoresCnt or DefendHostCoresCnt",
    ],
  ];
  for (const [why, changes, names] of cases)
    it(why, () =>
      assert.deepEqual(judged(changes), {
        outcome: "unverifiable",
        message: `The sums cannot be verified: the reply holds no ${names}.`,
      }),
    );
});

import assert from "node:assert/strict";
import { elasticHeadroom } from "../../../../core/rules/elasticHeadroom";
import { lacks } from "../../support/lacks";
import { DURING_LICENCE, EXAMPLE } from "../../support/replies";
import { type Said, said } from "../../support/said";

function judged(changes: Record<string, unknown>, maxElasticUse = 0.8): Said | undefined {
  return said(elasticHeadroom, { ...EXAMPLE, ...changes }, { maxElasticUse }, DURING_LICENCE);
}

/** Changes to the example after which `used` of `limit` elastic cores are in use. */
function elastic(used: number, limit: number): Record<string, unknown> {
  return { CurrentFlexibleCoresCnt: used, FlexibleCoresLimit: limit };
}

describe("TCSS007 elastic-headroom", () => {
  it("is advisory, of medium severity, needs protection and fires at four fifths", () => {
    const { id, name, defaultLevel, severity, skippedWhenInactive, settings } = elasticHeadroom;
    const { type, default: value, minimum, maximum } = settings.maxElasticUse;
    assert.deepEqual(
      { id, name, defaultLevel, severity, skippedWhenInactive, settings: Object.keys(settings) },
      {
        id: "TCSS007",
        name: "elastic-headroom",
        defaultLevel: "advisory",
        severity: "medium",
        skippedWhenInactive: true,
        settings: ["maxElasticUse"],
      },
    );
    assert.deepEqual(
      { type, value, minimum, maximum },
      { type: "number", value: 0.8, minimum: 0, maximum: 1 },
    );
  });
});

describe("TCSS007 elastic-headroom does not fire", () => {
  const cases: [why: string, changes: Record<string, unknown>, maxElasticUse: number][] = [
    ["when no elastic core is in use", elastic(0, 5000), 0.8],
    ["just below the share", elastic(3999, 5000), 0.8],
    ["just below another share", elastic(54, 100), 0.55],
    ["just below a limit that may be used up", elastic(4999, 5000), 1],
    ["with an absurd limit", elastic(5000, Number.MAX_SAFE_INTEGER), 0.8],
    ["without a limit when no core is undefended", { ...elastic(0, 0), UndefendCoresCnt: 0 }, 0.8],
    ["without a limit, however many elastic cores are in use", { ...elastic(5, 0), UndefendCoresCnt: 0 }, 0],
    [
      "with a limit, when undefended cores are not known",
      { ...elastic(0, 5000), UndefendCoresCnt: undefined },
      0.8,
    ],
    [
      "without a limit, when elastic cores in use are not known",
      { FlexibleCoresLimit: 0, CurrentFlexibleCoresCnt: undefined, UndefendCoresCnt: 0 },
      0.8,
    ],
  ];
  for (const [why, changes, maxElasticUse] of cases)
    it(why, () => assert.equal(judged(changes, maxElasticUse), undefined));
});

describe("TCSS007 elastic-headroom is violated", () => {
  const USED_UP = "The next new core stays undefended: raise the limit.";
  const cases: [used: number, limit: number, maxElasticUse: number, message: string][] = [
    [
      4000,
      5000,
      0.8,
      "4,000 of 5,000 elastic cores are in use (80%, and the rule fires at 80%). There is room for 1,000 more cores: raise the limit in time.",
    ],
    [
      4001,
      5000,
      0.8,
      "4,001 of 5,000 elastic cores are in use (80%, and the rule fires at 80%). There is room for 999 more cores: raise the limit in time.",
    ],
    // 0.55 * 100 is more than 55, and 0.07 * 100 more than 7
    [
      55,
      100,
      0.55,
      "55 of 100 elastic cores are in use (55%, and the rule fires at 55%). There is room for 45 more cores: raise the limit in time.",
    ],
    [
      7,
      100,
      0.07,
      "7 of 100 elastic cores are in use (7%, and the rule fires at 7%). There is room for 93 more cores: raise the limit in time.",
    ],
    [
      1,
      8,
      0.125,
      "1 of 8 elastic cores is in use (12.5%, and the rule fires at 12.5%). There is room for 7 more cores: raise the limit in time.",
    ],
    [
      99,
      100,
      0.8,
      "99 of 100 elastic cores are in use (99%, and the rule fires at 80%). There is room for 1 more core: raise the limit in time.",
    ],
    [
      98,
      100,
      0.8,
      "98 of 100 elastic cores are in use (98%, and the rule fires at 80%). There is room for 2 more cores: raise the limit in time.",
    ],
    [
      0,
      5000,
      0,
      "0 of 5,000 elastic cores are in use (0%, and the rule fires at 0%). There is room for 5,000 more cores: raise the limit in time.",
    ],
    [1, 1, 1, `1 of 1 elastic core is in use (100%, and the rule fires at 100%). ${USED_UP}`],
    [5000, 5000, 1, `5,000 of 5,000 elastic cores are in use (100%, and the rule fires at 100%). ${USED_UP}`],
    [120, 100, 0.8, `120 of 100 elastic cores are in use (120%, and the rule fires at 80%). ${USED_UP}`],
    [
      Number.MAX_SAFE_INTEGER,
      Number.MAX_SAFE_INTEGER,
      0.8,
      `9,007,199,254,740,991 of 9,007,199,254,740,991 elastic cores are in use (100%, and the rule fires at 80%). ${USED_UP}`,
    ],
  ];
  for (const [used, limit, maxElasticUse, message] of cases)
    it(`by ${used} of ${limit} elastic cores at ${maxElasticUse}`, () =>
      assert.deepEqual(judged(elastic(used, limit), maxElasticUse), { outcome: "violated", message }));
});

describe("TCSS007 elastic-headroom is violated without a limit", () => {
  const SET = "Set a limit in the TCSS console if new nodes should be protected at once.";
  const cases: [undefended: number, cores: string][] = [
    [1, "1 core is"],
    [2, "2 cores are"],
    [86, "86 cores are"],
    [1200, "1,200 cores are"],
    [Number.MAX_SAFE_INTEGER, "9,007,199,254,740,991 cores are"],
  ];
  for (const [UndefendCoresCnt, cores] of cases)
    for (const [CurrentFlexibleCoresCnt, maxElasticUse] of [
      [0, 0.8],
      [undefined, 1],
    ])
      it(`while ${cores} undefended and ${CurrentFlexibleCoresCnt ?? "an unknown number"} elastic`, () =>
        assert.deepEqual(
          judged({ FlexibleCoresLimit: 0, CurrentFlexibleCoresCnt, UndefendCoresCnt }, maxElasticUse),
          {
            outcome: "violated",
            message: `Elastic billing has no limit set, so it covers nothing while ${cores} undefended. ${SET}`,
          },
        ));
});

describe("TCSS007 elastic-headroom cannot be verified", () => {
  const needed: [field: string, others: Record<string, unknown>][] = [
    ["FlexibleCoresLimit", {}],
    ["CurrentFlexibleCoresCnt", { FlexibleCoresLimit: 5000 }],
    ["CurrentFlexibleCoresCnt", { FlexibleCoresLimit: 1, UndefendCoresCnt: undefined }],
    ["UndefendCoresCnt", { FlexibleCoresLimit: 0 }],
    ["UndefendCoresCnt", { FlexibleCoresLimit: 0, CurrentFlexibleCoresCnt: undefined }],
  ];
  const values: [value: unknown, problem: (field: string) => string][] = [
    ...[undefined, null, "5000", 0.5].map((value): [unknown, (field: string) => string] => [
      value,
      (field) => lacks(field, value),
    ]),
    [-1, (field) => `${field} is -1 and must not be negative`],
    [-1200, (field) => `${field} is -1,200 and must not be negative`],
  ];
  for (const [field, others] of needed)
    for (const [value, problem] of values)
      it(`when ${field} is ${JSON.stringify(value) ?? "absent"}, with ${JSON.stringify(others)}`, () =>
        assert.deepEqual(judged({ ...others, [field]: value }, 0), {
          outcome: "unverifiable",
          message: `Room for elastic cores cannot be verified: ${problem(field)}.`,
        }));
});

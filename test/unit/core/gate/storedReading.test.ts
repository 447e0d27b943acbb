import assert from "node:assert/strict";
import { type AgeKnown, ageError } from "../../../../core/gate";
import type { PurchaseState } from "../../../../core/model/purchaseState";
import { ago, NOW, read, refused, STORED } from "./storedResources";

describe("storedReading", () => {
  it("is what stands in the resource, derived again, in its time zone", () => {
    assert.deepEqual(read({ purchaseState: { ...STORED, idleCoresCnt: 1 } }), STORED);
    const { expirationTimeUtc } = read({ timeZone: "UTC" }) as PurchaseState;
    assert.equal(expirationTimeUtc, "2024-12-24T13:01:18Z");
  });

  it("is an error when nothing stands there", () =>
    refused(
      read({ purchaseState: undefined }),
      "PurchaseState tcss holds no values: its account could not be read, or it is not a --target of this run. The resource's own error gives the reason; if it has none, run without --target.",
    ));

  it("does not ask for the age of values that are neither last known ones nor another stack's", () => {
    for (const observedAt of ["2020-01-01T00:00:00Z", "2030-01-01T00:00:00Z", "yesterday"]) {
      const purchaseState = { ...STORED, observedAt };
      assert.deepEqual(read({ purchaseState }, 0), purchaseState);
    }
  });
});

const HOUR = 3600;

describe("storedReading of last known values", () => {
  const ages: [observedAt: string | undefined, maxStaleHours: number, problem: string | undefined][] = [
    [ago(24 * HOUR), 24, undefined],
    [ago(24 * HOUR + 1), 24, "longer ago than the gate accepts (maxStaleHours: 24)"],
    [ago(HOUR / 2), 0.5, undefined],
    [ago(HOUR / 2 + 1), 0.5, "longer ago than the gate accepts (maxStaleHours: 0.5)"],
    [ago(0), 0, undefined],
    [ago(1), 0, "longer ago than the gate accepts (maxStaleHours: 0)"],
    // another machine's clock may be ahead of ours by some minutes
    [ago(-300), 24, undefined],
    [ago(-300), 0, undefined],
    [ago(-301), 24, "unknown"],
    [undefined, 24, "unknown"],
    ["yesterday", 24, "unknown"],
    ["", 24, "unknown"],
  ];
  for (const [observedAt, maxStaleHours, problem] of ages)
    it(`${problem === undefined ? "takes" : "refuses"} those of ${observedAt} where ${maxStaleHours} hours are accepted`, () => {
      const values = { ...STORED, stale: true, ...(observedAt === undefined ? {} : { observedAt }) };
      const reading = read({ purchaseState: values }, maxStaleHours);
      if (problem === undefined) assert.deepEqual(reading, values);
      else
        refused(
          reading,
          `PurchaseState tcss holds last known values of ${problem === "unknown" ? "unknown age" : `${observedAt}, ${problem}`}. Deploy again when the account can be asked.`,
        );
    });
});

describe("storedReading of another stack's values", () => {
  const STACK = "acme/security/prod";
  const UPDATE = "Update that stack.";
  const ADD_TIME =
    "Set tcss:recordObservedAt to true in that stack, export observedAt (or the whole purchaseState), and update it.";
  const tooOld = (observedAt: string, hours: number): string =>
    `of ${observedAt}, longer ago than the gate accepts (accepted: ${hours} hours). ${UPDATE}`;

  const ages: [
    observedAt: string | undefined,
    maxAgeHours: number,
    maxStaleHours: number,
    problem?: string,
  ][] = [
    // the lower of the two limits counts: the program's own, or the gate's
    [ago(2 * HOUR), 2, 24],
    [ago(2 * HOUR + 1), 2, 24, tooOld(ago(2 * HOUR + 1), 2)],
    [ago(24 * HOUR), 1000, 24],
    [ago(24 * HOUR + 1), 1000, 24, tooOld(ago(24 * HOUR + 1), 24)],
    [ago(0.25 * HOUR), 0.25, 0.25],
    [ago(0.25 * HOUR + 1), 0.25, 0.25, tooOld(ago(0.25 * HOUR + 1), 0.25)],
    [ago(0), 24, 0],
    [ago(1), 24, 0, tooOld(ago(1), 0)],
    [ago(-300), 24, 24],
    [ago(-301), 24, 24, `of unknown age. ${UPDATE}`],
    ["yesterday", 24, 24, `of unknown age. ${UPDATE}`],
    [undefined, 24, 24, `of unknown age. ${ADD_TIME}`],
  ];
  for (const [observedAt, maxAgeHours, maxStaleHours, problem] of ages)
    it(`${problem === undefined ? "takes" : "refuses"} those of ${observedAt} where the program accepts ${maxAgeHours} hours and the gate ${maxStaleHours}`, () => {
      const purchaseState = { ...STORED, ...(observedAt === undefined ? {} : { observedAt }) };
      const reading = read({ purchaseState, fromStack: { stack: STACK, maxAgeHours } }, maxStaleHours);
      if (problem === undefined) assert.deepEqual(reading, purchaseState);
      else refused(reading, `PurchaseState tcss holds values of stack ${STACK} ${problem}`);
    });

  it("applies the lower limit where that stack itself had last known values only", () => {
    const purchaseState = { ...STORED, stale: true, observedAt: ago(2 * HOUR) };
    const fromStack = { stack: STACK, maxAgeHours: 1 };
    refused(
      read({ purchaseState, fromStack }),
      `PurchaseState tcss holds values of stack ${STACK} ${tooOld(ago(2 * HOUR), 1)}`,
    );
    assert.deepEqual(read({ purchaseState, fromStack: { ...fromStack, maxAgeHours: 2 } }), purchaseState);
  });

  it("is an error when that stack gave none", () =>
    refused(
      read({ purchaseState: undefined, fromStack: { stack: STACK, maxAgeHours: 1 } }),
      "PurchaseState tcss holds no values: its account could not be read, or it is not a --target of this run. The resource's own error gives the reason; if it has none, run without --target.",
    ));
});

describe("ageError", () => {
  const RENEW = "A run that reads the account again renews them: without --target and --exclude.";
  const PAST = "observedAt must be a time of the past with its zone, such as 2026-01-31T08:00:00Z.";
  const cases: [
    what: string,
    values: object,
    problem: string | undefined,
    known?: AgeKnown,
    maxStaleHours?: number,
  ][] = [
    ["young values", { observedAt: ago(24 * HOUR) }, undefined],
    [
      "old values",
      { observedAt: ago(24 * HOUR + 1) },
      `of ${ago(24 * HOUR + 1)}, longer ago than the gate accepts (maxStaleHours: 24). ${RENEW}`,
    ],
    ["values that tell nothing", {}, `of unknown age. ${RENEW}`],
    ["values whose time is null", { observedAt: null }, `of unknown age. ${RENEW}`],
    ["values that tell no time", { observedAt: "yesterday" }, `of unknown age. ${PAST}`],
    ["values that tell a number", { observedAt: NOW.getTime() }, `of unknown age. ${PAST}`],
    ["values without a zone", { observedAt: "2024-10-01T12:00:00" }, `of unknown age. ${PAST}`],
    [
      "values with a zone that is none",
      { observedAt: "2024-10-01T12:00:00-99:99" },
      `of unknown age. ${PAST}`,
    ],
    ["values of another zone", { observedAt: "2024-10-01T20:00:00+08:00" }, undefined],
    ["values of the future", { observedAt: ago(-301) }, `of unknown age. ${PAST}`],
    ["values of a clock that is a little ahead", { observedAt: ago(-300) }, undefined],
    [
      "values that were read in this run",
      { observedAt: ago(60) },
      undefined,
      { readSince: new Date(ago(60.5)) },
      0,
    ],
    [
      "values that were read in its first second",
      { observedAt: ago(61) },
      undefined,
      { readSince: new Date(ago(60.5)) },
      0,
    ],
    [
      "values that were read before it",
      { observedAt: ago(62) },
      `of ${ago(62)}, longer ago than the gate accepts (maxStaleHours: 0). ${RENEW}`,
      { readSince: new Date(ago(60.5)) },
      0,
    ],
    ["values that a run has read", {}, undefined, { readBefore: ago(HOUR) }],
    [
      "values that a run has read long ago",
      {},
      `of ${ago(25 * HOUR)}, longer ago than the gate accepts (maxStaleHours: 24). ${RENEW}`,
      { readBefore: ago(25 * HOUR) },
    ],
    [
      "values that tell more than the run",
      { observedAt: ago(25 * HOUR) },
      `of ${ago(25 * HOUR)}, longer ago than the gate accepts (maxStaleHours: 24). ${RENEW}`,
      { readBefore: ago(HOUR) },
    ],
    ["last known values, which are judged elsewhere", { stale: true, observedAt: ago(99 * HOUR) }, undefined],
  ];
  for (const [what, values, problem, known, maxStaleHours = 24] of cases)
    it(`${problem === undefined ? "takes" : "refuses"} ${what}`, () => {
      const resource = { name: "tcss", purchaseState: { ...STORED, ...values } };
      const found = ageError(resource, { maxStaleHours }, NOW, known);
      assert.equal(
        found?.message,
        problem === undefined ? undefined : `PurchaseState tcss holds values ${problem}`,
      );
      assert.equal(found?.kind, problem === undefined ? undefined : "evidence");
    });

  it("is none of another stack's values, nor where there are none", () => {
    const fromStack = { stack: "acme/security/prod", maxAgeHours: 1 };
    assert.equal(
      ageError({ name: "a", purchaseState: STORED, fromStack }, { maxStaleHours: 24 }, NOW),
      undefined,
    );
    assert.equal(ageError({ name: "a" }, { maxStaleHours: 24 }, NOW), undefined);
  });
});

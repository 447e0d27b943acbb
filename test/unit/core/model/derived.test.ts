import assert from "node:assert/strict";
import { isInEffect, lapseOf } from "../../../../core/model/derived";
import { REPLY_FIELDS, type ReplyField } from "../../../../core/model/fields";
import { parsePurchaseState } from "../../../../core/model/parse";
import { FULL, parsed } from "../../support/replies";

const fields = Object.entries(REPLY_FIELDS) as [ReplyField, { apiName: keyof typeof FULL; kind: string }][];

describe("protectionStatus", () => {
  const cases: [state: number | undefined, subState: string | undefined, status: string | undefined][] = [
    [undefined, "ISOLATE", undefined],
    [0, "NORMAL", "notPurchased"],
    [0, "ISOLATE", "notPurchased"],
    [1, "TERMINATED", "trialOver"],
    [2, undefined, "trial"],
    [2, "ISOLATE", "isolated"],
    [2, "ISOLATED_BY_ARREARS", "unknown"],
    [3, "ISOLATED_BY_ARREARS", "unknown"],
    [3, " normal ", "active"],
    [3, " isolated", "isolated"],
    [3, "NORMAL", "active"],
    [3, undefined, "active"],
    [3, "ISOLATE", "isolated"],
    [3, "DESTROED", "destroyed"],
    [4, undefined, "expired"],
    [4, "NORMAL", "expired"],
    [4, "ISOLATE", "isolated"],
    [4, "TERMINATED", "destroyed"],
    [4, "DESTROED", "destroyed"],
    [5, "ISOLATE", "unknown"],
    [-1, undefined, "unknown"],
  ];
  for (const [state, subState, status] of cases)
    it(`is ${status} for State ${state} with SubState ${subState}`, () => {
      assert.equal(parsed({ State: state, SubState: subState }).protectionStatus, status);
    });
});

describe("lapseOf", () => {
  for (const spelling of ["ISOLATE", "ISOLATED", "isolate", " Isolated\n"])
    it(`takes ${JSON.stringify(spelling)} for isolated`, () => assert.equal(lapseOf(spelling), "isolated"));
  for (const spelling of ["TERMINATED", "TERMINATE", "DESTROED", "DESTROYED", "terminated"])
    it(`takes ${spelling} for destroyed`, () => assert.equal(lapseOf(spelling), "destroyed"));
  for (const other of ["NORMAL", "", "ISOLATION", undefined])
    it(`takes ${JSON.stringify(other)} for neither`, () => assert.equal(lapseOf(other), undefined));
});

describe("isInEffect", () => {
  it("holds for a trial and the Pro Edition only", () => {
    const states = [undefined, -1, 0, 1, 2, 3, 4, 5];
    assert.deepEqual(states.filter(isInEffect), [2, 3]);
  });
});

describe("entitledCoresCnt", () => {
  const cases: [bought: unknown, given: unknown, trial: unknown, entitled: number | undefined][] = [
    [147, 0, 0, 147],
    [100, 20, 5, 120],
    [100, 5, 20, 120],
    [0, 0, 50, 50],
    [undefined, 0, 0, undefined],
    [147, undefined, 0, undefined],
    [147, 0, undefined, undefined],
    [-1, 0, 0, undefined],
    [147, -1, 0, undefined],
    [147, 0, -1, undefined],
  ];
  for (const [bought, given, trial, entitled] of cases)
    it(`is ${entitled} for ${bought} bought, ${given} given and ${trial} trial cores`, () => {
      const state = parsed({
        AuthorizedCoresCnt: bought,
        GivenAuthorizedCoresCnt: given,
        TrialCoresCnt: trial,
      });
      assert.equal(state.entitledCoresCnt, entitled);
      assert.equal(Object.hasOwn(state, "entitledCoresCnt"), entitled !== undefined);
    });
});

describe("idleCoresCnt", () => {
  const cases: [changes: Record<string, unknown>, idle: number | undefined][] = [
    [{}, 79],
    [{ CurrentFlexibleCoresCnt: 10 }, 89],
    [{ CoresCnt: 147 }, 0],
    [{ CoresCnt: 146 }, 1],
    [{ CoresCnt: 500 }, 0],
    [{ State: 2 }, 79],
    [{ State: 0 }, 0],
    [{ State: 1 }, 0],
    [{ State: 4 }, 0],
    [{ State: 9 }, 0],
    [{ State: undefined }, undefined],
    [{ CoresCnt: undefined }, undefined],
    [{ CoresCnt: -1 }, undefined],
    [{ CurrentFlexibleCoresCnt: undefined }, undefined],
    [{ CurrentFlexibleCoresCnt: -1 }, undefined],
    [{ AuthorizedCoresCnt: undefined }, undefined],
    [{ State: 4, AuthorizedCoresCnt: undefined }, 0],
  ];
  for (const [changes, idle] of cases)
    it(`is ${idle} for the example with ${JSON.stringify(changes, (_, v) => v ?? "absent")}`, () => {
      assert.equal(parsed(changes).idleCoresCnt, idle);
    });
});

describe("unlicensedImageCnt and unusedImageLicenseCnt", () => {
  const cases: [
    changes: Record<string, unknown>,
    unlicensed: number | undefined,
    unused: number | undefined,
  ][] = [
    [{}, 3453, 12244],
    [{ GivenAuthorizedCnt: 100 }, 3453, 12344],
    [{ ImageCnt: 5, AuthorizedImageCnt: 6, PurchasedAuthorizedCnt: 0 }, 0, 0],
    [{ ImageCnt: undefined }, undefined, 12244],
    [{ ImageCnt: -1 }, undefined, 12244],
    [{ AuthorizedImageCnt: undefined }, undefined, undefined],
    [{ AuthorizedImageCnt: -3 }, undefined, undefined],
    [{ PurchasedAuthorizedCnt: undefined }, 3453, undefined],
    [{ GivenAuthorizedCnt: -1 }, 3453, undefined],
  ];
  for (const [changes, unlicensed, unused] of cases)
    it(`are ${unlicensed} and ${unused} with ${JSON.stringify(changes, (_, v) => v ?? "absent")}`, () => {
      const state = parsed(changes);
      assert.equal(state.unlicensedImageCnt, unlicensed);
      assert.equal(state.unusedImageLicenseCnt, unused);
    });
});

describe("a negative count", () => {
  for (const [name, { apiName, kind }] of fields.filter(([, field]) => field.kind === "count"))
    it(`is kept in ${name} as it came (${kind})`, () => {
      assert.equal(parsePurchaseState({ ...FULL, [apiName]: -7 })[name], -7);
    });
});

import assert from "node:assert/strict";
import fc from "fast-check";
import { isInEffect, lapseOf } from "../../../../core/model/derived";
import { DERIVED_FIELDS, REPLY_FIELDS, type ReplyField, STORED_FIELDS } from "../../../../core/model/fields";
import {
  holdsPurchaseState,
  parsePurchaseState,
  restorePurchaseState,
  withoutAdditionalFields,
} from "../../../../core/model/parse";
import type { PurchaseState } from "../../../../core/model/purchaseState";
import { EXAMPLE, FULL } from "../../support/replies";
import { replies } from "../../support/replyArbitraries";

const fields = Object.entries(REPLY_FIELDS) as [ReplyField, { apiName: keyof typeof FULL; kind: string }][];

/** The example reply with some fields changed; undefined takes a field away. */
function reply(changes: Record<string, unknown> = {}): Record<string, unknown> {
  return Object.fromEntries(Object.entries({ ...EXAMPLE, ...changes }).filter(([, v]) => v !== undefined));
}

function parsed(changes?: Record<string, unknown>): PurchaseState {
  return parsePurchaseState(reply(changes));
}

describe("parsePurchaseState, on the API document's example", () => {
  it("gives the reply's numbers and what follows from them", () => {
    assert.deepEqual(parsePurchaseState(EXAMPLE), {
      state: 3,
      subState: "NORMAL",
      allCoresCnt: 154,
      coresCnt: 68,
      undefendCoresCnt: 86,
      authorizedCoresCnt: 147,
      givenAuthorizedCoresCnt: 0,
      trialCoresCnt: 0,
      currentFlexibleCoresCnt: 0,
      flexibleCoresLimit: 5000,
      defendClusterCoresCnt: 48,
      defendHostCoresCnt: 20,
      imageCnt: 291209,
      authorizedImageCnt: 287756,
      purchasedAuthorizedCnt: 300000,
      givenAuthorizedCnt: 0,
      beginTime: "2024-09-24 13:01:18",
      expirationTime: "2024-12-24 13:01:18",
      automaticRenewal: 194,
      defendPolicy: "Part",
      inquireKey: "sv_yunjing_css_pem",
      protectionStatus: "active",
      beginTimeUtc: "2024-09-24T05:01:18Z",
      expirationTimeUtc: "2024-12-24T05:01:18Z",
      entitledCoresCnt: 147,
      idleCoresCnt: 79,
      unlicensedImageCnt: 3453,
      unusedImageLicenseCnt: 12244,
    });
  });

  it("reads the times in another zone when told so", () => {
    const { beginTime, beginTimeUtc, expirationTimeUtc } = parsePurchaseState(EXAMPLE, "America/New_York");
    assert.equal(beginTime, "2024-09-24 13:01:18");
    assert.equal(beginTimeUtc, "2024-09-24T17:01:18Z"); // summer time
    assert.equal(expirationTimeUtc, "2024-12-24T18:01:18Z"); // standard time
  });
});

describe("a purchase state's fields", () => {
  it("are 22, in the order of REPLY_FIELDS, then the derived ones, then what is known of the reading", () => {
    assert.equal(fields.length, 22);
    const ofReply = [...fields.map(([name]) => name), ...DERIVED_FIELDS];
    assert.deepEqual(Object.keys(parsePurchaseState(FULL)), ofReply);
    assert.deepEqual(STORED_FIELDS.slice(0, ofReply.length), ofReply);
  });

  for (const [name, { apiName, kind }] of fields) {
    const wrong = kind === "count" || kind === "code" ? [String(FULL[apiName]), true] : [5, false];
    const nowhere = [null, ...wrong, [FULL[apiName]], { value: FULL[apiName] }];

    it(`${name} is ${apiName} of the reply`, () => {
      assert.equal(parsePurchaseState(FULL)[name], FULL[apiName]);
      assert.equal(apiName.toLowerCase(), name.toLowerCase());
    });

    it(`${name} is absent when the reply lacks it`, () => {
      const { [apiName]: _, ...rest } = FULL;
      assert.equal(Object.hasOwn(parsePurchaseState(rest), name), false);
    });

    it(`${name} is absent when its value is null or of another type`, () => {
      for (const value of nowhere) {
        const state = parsePurchaseState({ ...FULL, [apiName]: value });
        assert.equal(Object.hasOwn(state, name), false, JSON.stringify(value));
        assert.equal(Object.hasOwn(state, "additionalFields"), false);
      }
    });
  }

  const numbers = fields.filter(([, { kind }]) => kind === "count" || kind === "code");
  for (const [name, { apiName }] of numbers)
    it(`${name} is absent when it is no whole number that JavaScript holds exactly`, () => {
      for (const value of [0.5, 2 ** 53, -(2 ** 53), 1e300, Number.NaN, Number.POSITIVE_INFINITY])
        assert.equal(
          Object.hasOwn(parsePurchaseState({ ...FULL, [apiName]: value }), name),
          false,
          `${value}`,
        );
    });

  it("keep a zero, and turn -0 into it", () => {
    assert.equal(parsed({ UndefendCoresCnt: 0 }).undefendCoresCnt, 0);
    assert.ok(Object.is(parsed({ UndefendCoresCnt: -0 }).undefendCoresCnt, 0));
  });

  it("keep an empty text", () => {
    assert.equal(parsed({ SubState: "" }).subState, "");
  });

  it("keep values outside their enumeration", () => {
    const state = parsed({ State: 9, AutomaticRenewal: 194, SubState: "NEW", DefendPolicy: "Most" });
    assert.equal(state.state, 9);
    assert.equal(state.automaticRenewal, 194);
    assert.equal(state.subState, "NEW");
    assert.equal(state.defendPolicy, "Most");
    assert.equal(state.protectionStatus, "unknown");
  });

  it("are not read from the reply's prototype", () => {
    assert.deepEqual(parsePurchaseState(Object.create(EXAMPLE)), {});
  });

  for (const [none, isMalformed] of [
    ["", false],
    [" ", false],
    ["0000-00-00 00:00:00", false],
    ["0001-01-01 00:00:00", false],
    ["0000-00-00", false],
    ["0001-01-01T00:00:00Z", false],
    ["2024-12-24", true],
    ["soon", true],
    ["2024-02-30 00:00:00", true],
    ["0001-01-01 or later", true],
    ["2024-12-24 13:01:18 -99:99", true],
    ["2024-12-24T13:01:18-99:99", true],
    ["2024-12-24T13:01:18+15:00", true],
    ["2024-12-24T13:01:18+08:60", true],
  ] as const)
    it(`a time of ${JSON.stringify(none)} is absent, and so is its UTC form`, () => {
      const state = parsed({ BeginTime: none, ExpirationTime: none });
      for (const name of ["beginTime", "beginTimeUtc", "expirationTime", "expirationTimeUtc"])
        assert.equal(Object.hasOwn(state, name), false, name);
      assert.deepEqual(state.malformedFields, isMalformed ? ["beginTime", "expirationTime"] : undefined);
    });

  for (const [name, { apiName, kind }] of fields)
    it(`${apiName} is malformed when it is there with a value of another type`, () => {
      const others = kind === "text" || kind === "time" ? [1, true] : ["3", "", true, 0.5];
      for (const value of [...others, [], ["NORMAL"], {}]) {
        const state = parsePurchaseState({ ...FULL, [apiName]: value });
        assert.deepEqual(state.malformedFields, [name], JSON.stringify(value));
      }
      for (const value of [null, undefined])
        assert.equal(
          Object.hasOwn(parsePurchaseState({ ...FULL, [apiName]: value }), "malformedFields"),
          false,
        );
    });
});

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

describe("additionalFields", () => {
  it("holds what this version does not know, as it came", () => {
    const state = parsed({ NewCnt: 5, NewList: [{ Name: "a" }], state: 1 });
    assert.deepEqual(state.additionalFields, { NewCnt: 5, NewList: [{ Name: "a" }], state: 1 });
    assert.equal(state.state, 3);
  });

  it("is absent when there is nothing in it, and never holds RequestId", () => {
    assert.equal(Object.hasOwn(parsed(), "additionalFields"), false);
    assert.equal(JSON.stringify(parsed({ New: 1 })).includes(EXAMPLE.RequestId), false);
  });

  it("holds fields with the names of JavaScript's own properties without being changed by them", () => {
    const { additionalFields } = parsePurchaseState(
      JSON.parse('{"State": 3, "__proto__": {"polluted": true}, "constructor": "c", "toString": 1}'),
    );
    assert.deepEqual(Object.keys(additionalFields ?? {}).sort(), ["__proto__", "constructor", "toString"]);
    assert.equal((additionalFields as { polluted?: unknown }).polluted, undefined);
    assert.equal(({} as { polluted?: unknown }).polluted, undefined);
    assert.equal(Object.getPrototypeOf(additionalFields), Object.prototype);
  });

  it("is what withoutAdditionalFields takes away, and nothing else", () => {
    assert.deepEqual(withoutAdditionalFields(parsed({ New: 1 })), parsed());
    assert.deepEqual(withoutAdditionalFields(parsed()), parsed());
  });
});

describe("holdsPurchaseState", () => {
  it("needs one field of the API", () => {
    assert.equal(holdsPurchaseState({ RequestId: "r" }), false);
    assert.equal(holdsPurchaseState(Object.create(EXAMPLE)), false);
    for (const [, { apiName }] of fields) assert.ok(holdsPurchaseState({ [apiName]: null }), apiName);
  });
});

describe("restorePurchaseState", () => {
  it("derives again what is derived", () => {
    const stored = { ...withoutAdditionalFields(parsed()), idleCoresCnt: 0, protectionStatus: "expired" };
    assert.deepEqual(restorePurchaseState(stored), parsed());
  });

  it("leaves out values of the wrong type, unknown names and inherited ones", () => {
    assert.deepEqual(restorePurchaseState({ undefendCoresCnt: "0", other: 1, State: 3 }), {
      malformedFields: ["undefendCoresCnt"],
    });
    assert.deepEqual(restorePurchaseState(Object.create(parsed())), {});
  });

  it("keeps what is known of the reading, and drops what is of another type", () => {
    const reading = { accountId: "100000000001", observedAt: "2024-10-01T00:00:00Z", stale: true };
    assert.deepEqual(restorePurchaseState(reading), reading);
    assert.deepEqual(restorePurchaseState({ accountId: 1, observedAt: null }), {});
  });

  it("takes values for stale unless that is absent or false", () => {
    for (const stale of [true, "true", "false", 1, 0, "", {}])
      assert.deepEqual(restorePurchaseState({ stale }), { stale: true });
    for (const stale of [false, null, undefined]) assert.deepEqual(restorePurchaseState({ stale }), {});
  });

  it("keeps which fields were malformed, and finds others", () => {
    const stored = { state: 3, coresCnt: "7", malformedFields: ["subState", "state", "whatever"] };
    const { malformedFields, protectionStatus } = restorePurchaseState(stored);
    // what has a value is not malformed
    assert.deepEqual([...(malformedFields ?? [])].sort(), ["coresCnt", "subState"]);
    assert.equal(protectionStatus, "unknown");
  });

  it("takes every field that is absent for malformed where nobody can tell", () => {
    for (const malformedFields of ["subState", { 0: "subState" }, 1, true]) {
      const restored = restorePurchaseState({ state: 3, malformedFields });
      assert.equal(restored.malformedFields?.length, fields.length - 1);
      assert.equal(restored.malformedFields?.includes("state"), false);
    }
  });

  it("reads the times in the zone it is given", () => {
    const { expirationTimeUtc } = restorePurchaseState({ expirationTime: "2024-12-24 13:01:18" }, "UTC");
    assert.equal(expirationTimeUtc, "2024-12-24T13:01:18Z");
  });

  it("gives back whatever was stored (property)", () => {
    fc.assert(
      fc.property(replies, fc.constantFrom("Asia/Shanghai", "UTC", "America/New_York"), (response, zone) => {
        const stored = withoutAdditionalFields(parsePurchaseState(response, zone));
        const throughState = JSON.parse(JSON.stringify(stored)) as Record<string, unknown>;
        assert.deepEqual(throughState, stored);
        assert.deepEqual(restorePurchaseState(throughState, zone), stored);
      }),
    );
  });
});

describe("parsePurchaseState, on any reply (property)", () => {
  it("does not throw, and each stored value is a text or a whole number", () => {
    fc.assert(
      fc.property(replies, fc.string(), (response, zone) => {
        for (const timeZone of ["Asia/Shanghai", zone])
          for (const [name, value] of Object.entries(
            withoutAdditionalFields(parsePurchaseState(response, timeZone)),
          ))
            assert.ok(
              typeof value === "string" || Number.isInteger(value) || name === "malformedFields",
              `${name}: ${value}`,
            );
      }),
    );
  });

  it("keeps every field of the reply under one of two names, or drops it as absent", () => {
    fc.assert(
      fc.property(replies, (response) => {
        const { additionalFields = {}, ...state } = parsePurchaseState(response);
        const names = new Map(fields.map(([name, { apiName }]) => [apiName as string, name]));
        for (const [apiName, value] of Object.entries(response)) {
          const name = names.get(apiName);
          if (apiName === "RequestId") continue;
          if (name === undefined) assert.equal(additionalFields[apiName], value);
          else if (Object.hasOwn(state, name)) assert.ok(state[name] === value, apiName);
        }
      }),
    );
  });

  it("tells each field that it drops from one that is not there", () => {
    fc.assert(
      fc.property(replies, (response) => {
        const { malformedFields = [], ...state } = parsePurchaseState(response);
        for (const [name, { apiName, kind }] of fields) {
          const value = Object.hasOwn(response, apiName) ? response[apiName] : undefined;
          const isThere = value !== undefined && value !== null;
          const saysNone = kind === "time" && typeof value === "string" && /^(\s*$|\s*000[01]-)/.test(value);
          const isKept = Object.hasOwn(state, name);
          assert.equal(isKept && malformedFields.includes(name), false);
          if (!saysNone) assert.equal(malformedFields.includes(name), isThere && !isKept, apiName);
        }
      }),
    );
  });

  it("gives the same at any time: nothing derived depends on the clock", () => {
    const RealDate = Date;
    class LaterDate extends RealDate {
      constructor(...args: []) {
        super(...(args.length === 0 ? ([4102444800000] as unknown as []) : args));
      }
      static override now(): number {
        return 4102444800000; // 2100-01-01
      }
    }
    fc.assert(
      fc.property(replies, (response) => {
        const today = parsePurchaseState(response);
        globalThis.Date = LaterDate as DateConstructor;
        try {
          assert.deepEqual(parsePurchaseState(response), today);
        } finally {
          globalThis.Date = RealDate;
        }
      }),
    );
  });
});

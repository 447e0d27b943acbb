import assert from "node:assert/strict";
import fc from "fast-check";
import { DERIVED_FIELDS, REPLY_FIELDS, type ReplyField, STORED_FIELDS } from "../../../../core/model/fields";
import {
  holdsPurchaseState,
  parsePurchaseState,
  restorePurchaseState,
  withoutAdditionalFields,
} from "../../../../core/model/parse";
import { EXAMPLE, FULL, parsed } from "../../support/replies";
import { replies } from "../../support/replyArbitraries";

const fields = Object.entries(REPLY_FIELDS) as [ReplyField, { apiName: keyof typeof FULL; kind: string }][];

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

import assert from "node:assert/strict";
import { parsePurchaseState } from "pulumi-tcss/internal";
import { describePurchaseStateInfo } from "../../../../core/api/actions/describePurchaseStateInfo";
import { readAnswer } from "../../../../core/api/answer";
import { assertNoControl, EXAMPLE, HOSTILE } from "../support";
import { exported, FILE, failure, only, parse, purchaseState, SAVED, values } from "./observed";

describe("observationsIn", () => {
  describe("a reply", () => {
    for (const [how, content] of [
      ["within Response", { Response: EXAMPLE }],
      ["bare, as tccli prints it", EXAMPLE],
    ] as const)
      it(`reads it ${how}, as old as its file`, () => {
        const found = only(content);
        assert.deepEqual(values(found), parsePurchaseState(EXAMPLE));
        assert.deepEqual([found.origin, found.observedAt, found.place], [FILE, SAVED, {}]);
      });

    it("keeps the API's error as why there is none", () => {
      const refusal = { Code: "UnauthorizedOperation", Message: "no" };
      const found = only({ Response: { Error: refusal, RequestId: "e40c" } });
      assert.equal(
        failure(found),
        "Tencent Cloud answered UnauthorizedOperation: no (request id e40c). Allow the action tcss:DescribePurchaseStateInfo to this key's user or role in CAM.",
      );
      assert.equal(found.observedAt, undefined);
    });

    it("finds an error as tccli prints it beside other values as well", () => {
      const refusal = { Error: { Code: "AuthFailure", Message: "no" }, RequestId: "e40c" };
      for (const content of [[EXAMPLE, refusal], { a: EXAMPLE, b: { c: refusal } }]) {
        const [found, failed, ...others] = parse(content);
        assert.equal(values(found ?? assert.fail()).state, 3);
        assert.match(failure(failed ?? assert.fail()), /Tencent Cloud answered AuthFailure: no/);
        assert.deepEqual(others, []);
      }
    });

    it("takes an output with an error of something else for none", () => {
      const job = { Error: { Code: "E1" }, name: "job" };
      assert.equal(parse({ a: EXAMPLE, job }).length, 1);
    });

    it("takes control characters out of the API's error", () => {
      assertNoControl(
        failure(only({ Response: { Error: { Code: HOSTILE, Message: HOSTILE }, RequestId: HOSTILE } })),
      );
    });

    const errors: [what: string, error: unknown, says: RegExp][] = [
      ["text", "AuthFailure", /Tencent Cloud answered an error without a code/],
      ["an empty text", "", /an error without a code/],
      ["a list", [{ Code: "AuthFailure" }], /an error without a code/],
      ["an empty list", [], /an error without a code/],
      ["an object without Code", { Message: "no" }, /an error without a code: no/],
      ["an empty object", {}, /an error without a code/],
      ["an object whose Code is no text", { Code: 7, Message: ["x"] }, /an error without a code/],
      ["a number", 0, /an error without a code/],
      ["false", false, /an error without a code/],
      ["an object", { Code: "AuthFailure", Message: "no" }, /Tencent Cloud answered AuthFailure: no/],
    ];
    for (const [what, error, says] of errors)
      it(`refuses values beside an Error that is ${what}, as a live read does`, () => {
        const places = [
          { Response: { ...EXAMPLE, Error: error } },
          { Response: EXAMPLE, Error: error },
          { ...EXAMPLE, Error: error },
        ];
        for (const content of places) {
          const [first, ...rest] = parse(content);
          assert.deepEqual(rest, []);
          assert.match(failure(first ?? assert.fail()), says);
        }
        const live = (): object =>
          readAnswer(
            {
              httpStatus: 200,
              text: JSON.stringify(places[0]),
              action: describePurchaseStateInfo,
              endpoint: "e",
              account: undefined,
            },
            (text) => text,
          );
        assert.throws(live, says);
      });

    it("takes an Error of null for none", () => {
      for (const content of [{ Response: { ...EXAMPLE, Error: null } }, { ...EXAMPLE, Error: null }])
        assert.equal(values(only(content)).state, 3);
    });

    for (const Response of ["x", [EXAMPLE], null, 1])
      it(`refuses values beside a Response that is ${JSON.stringify(Response)?.slice(0, 20)}`, () => {
        const found = parse({ ...EXAMPLE, Response });
        assert.match(failure(found[0] ?? assert.fail()), /holds no Response that is an object/);
      });

    for (const [what, Response] of [
      ["a list of fields", [EXAMPLE]],
      ["a list of replies", [{ Response: EXAMPLE }]],
    ] as const)
      it(`refuses a Response that is ${what}, as a live read does`, () => {
        for (const found of [parse({ Response }), parse({ prod: { Response } })]) {
          assert.equal(found.length, 1);
          assert.match(failure(found[0] ?? assert.fail()), /holds no Response that is an object/);
        }
      });

    it("refuses another API's reply", () => {
      assert.throws(
        () => parse({ Response: { InstanceSet: [], RequestId: "e40c" } }),
        /holds no purchase state/,
      );
    });
  });

  describe("outputs", () => {
    it("reads a purchase state's fields among them", () => {
      const found = only({ ...purchaseState, url: "https://example.org" });
      assert.deepEqual([values(found), found.origin], [purchaseState, FILE]);
    });

    it("reads a whole purchase state, without naming it twice", () => {
      const found = only({ purchaseState, undefended: 86 });
      assert.deepEqual([values(found), found.origin], [purchaseState, FILE]);
    });

    it("reads several, by their names, nested ones too", () => {
      const found = parse({ prod: purchaseState, others: { test: purchaseState, list: [purchaseState] } });
      assert.deepEqual(
        found.map(({ origin }) => origin.resource),
        ["prod", "others.test", "others.list.0"],
      );
    });

    it("derives again what follows from a reply: edited values do not count", () => {
      assert.equal(values(only({ purchaseState: { ...purchaseState, idleCoresCnt: 0 } })).idleCoresCnt, 79);
    });

    it("believes what they say of their own age", () => {
      const observedAt = "2024-09-01T00:00:00Z";
      assert.equal(only({ purchaseState: { ...purchaseState, observedAt } }).observedAt, observedAt);
    });

    it("judges last known values by their age, as the gate does", () => {
      const stale = { ...purchaseState, stale: true, observedAt: "2024-09-01T00:00:00Z" };
      assert.match(failure(only({ purchaseState: stale })), /longer ago than the gate accepts/);
      assert.equal(
        values(only({ purchaseState: { ...stale, observedAt: "2024-09-30T12:00:00Z" } })).stale,
        true,
      );
    });

    for (const [what, observedAt, problem] of [
      ["is long ago", "2024-09-01T00:00:00Z", /of 2024-09-01T00:00:00Z, longer ago than the gate accepts/],
      ["is still to come", "2024-10-01T00:05:01Z", /of unknown age\. observedAt must be a time of the past/],
      ["has no zone", "2024-10-01T00:00:00", /of unknown age\. observedAt must be/],
      ["has a zone that is none", "2024-09-30T23:00:00-99:99", /of unknown age/],
      ["is a day", "2024-09-30", /of unknown age/],
      ["is empty", "", /of unknown age/],
      ["is no text", 1727740800, /of unknown age/],
    ] as const)
      it(`cannot verify values whose observedAt ${what}, and shows them`, () => {
        for (const content of [
          { purchaseState: { ...purchaseState, observedAt } },
          { ...purchaseState, observedAt },
          exported({ inputs: { purchaseState: { ...purchaseState, observedAt } } }),
        ]) {
          const found = only(content);
          assert.match(found.ageError?.message ?? "", problem);
          assert.equal(values(found).state, 3);
        }
      });

    it("takes for stale what is marked so in any way", () => {
      for (const stale of ["true", "false", 1, {}]) {
        const old = { ...purchaseState, stale, observedAt: "2024-09-01T00:00:00Z" };
        assert.match(failure(only({ purchaseState: old })), /holds last known values of 2024-09-01/);
        assert.match(failure(only(exported({ inputs: { purchaseState: old } }))), /holds last known values/);
      }
    });

    it("says how to get at secret ones", () => {
      assert.throws(() => parse({ purchaseState: "[secret]" }), /pulumi stack output --json --show-secrets/);
    });
  });
});

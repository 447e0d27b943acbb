import assert from "node:assert/strict";
import fc from "fast-check";
import { REPLY_FIELDS, type ReplyField } from "../../../../core/model/fields";
import { parsePurchaseState, withoutAdditionalFields } from "../../../../core/model/parse";
import type { FULL } from "../../support/replies";
import { replies } from "../../support/replyArbitraries";

const fields = Object.entries(REPLY_FIELDS) as [ReplyField, { apiName: keyof typeof FULL; kind: string }][];

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

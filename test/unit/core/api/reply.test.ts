import assert from "node:assert/strict";
import { type Reply, replyIn } from "../../../../core/api/reply";

const CASES: readonly [what: string, content: unknown, reply: Reply][] = [
  ["fields", { Response: { State: 3 } }, { fields: { State: 3 } }],
  ["a request id", { Response: { RequestId: "r" } }, { fields: { RequestId: "r" }, requestId: "r" }],
  ["a request id beside Response", { Response: {}, RequestId: "r" }, { fields: {}, requestId: "r" }],
  ["an error", { Response: { Error: { Code: "C", Message: "m" } } }, { error: { code: "C", message: "m" } }],
  ["an error beside Response", { Response: { State: 3 }, Error: { Code: "C" } }, { error: { code: "C" } }],
  ["an error of another type", { Response: { Error: "no" } }, { error: {} }],
  ["an Error of null", { Response: { Error: null, State: 3 } }, { fields: { Error: null, State: 3 } }],
  ["a Response that is a list", { Response: [{ State: 3 }] }, {}],
  ["a text", "Response", {}],
  ["null", null, {}],
  ["a list", [{ Response: {} }], {}],
];

describe("replyIn", () => {
  for (const [what, content, reply] of CASES)
    it(`reads ${what}`, () => {
      assert.deepEqual(replyIn(content), reply);
    });

  it("reads own fields only", () => {
    assert.deepEqual(replyIn(Object.create({ Response: { State: 3 } })), {});
  });
});

import assert from "node:assert/strict";
import { TcssError } from "../../../../core/base/errors";
import { parsePurchaseState } from "../../../../core/model/parse";
import { purchaseStateAvailable } from "../../../../core/rules/purchaseStateAvailable";
import { sentencesOf } from "../../../../core/words";
import { DURING_LICENCE, EXAMPLE } from "../../support/replies";
import { READER } from "../../support/said";

describe("TCSS000 purchase-state-available", () => {
  it("does not fire for a state that was read", () => {
    for (const reply of [EXAMPLE, {}])
      assert.equal(
        purchaseStateAvailable.evaluate({ reading: parsePurchaseState(reply) }, {}, DURING_LICENCE),
        undefined,
      );
  });

  it("repeats the error, and has its next step as the advice", () => {
    const error = new TcssError("Tencent Cloud answered InternalError.MainDBFail", {
      kind: "api",
      account: "production",
      requestId: "req-1",
      nextStep: "Try again.",
    });
    const result = purchaseStateAvailable.evaluateError?.(error);
    assert.ok(result !== undefined);
    assert.deepEqual(result, {
      outcome: "unverifiable",
      key: "notRead",
      facts: {
        kind: "api",
        summary: "Tencent Cloud answered InternalError.MainDBFail",
        account: "production",
        requestId: "req-1",
        nextStep: "Try again.",
      },
    });
    assert.deepEqual(sentencesOf({ policyName: purchaseStateAvailable.name, ...result }, READER), {
      message:
        "Protection cannot be verified: Tencent Cloud answered InternalError.MainDBFail (account production, request id req-1).",
      advice: "Try again.",
    });
  });
});

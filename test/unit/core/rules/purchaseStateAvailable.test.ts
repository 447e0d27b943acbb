import assert from "node:assert/strict";
import { TcssError } from "../../../../core/base/errors";
import { parsePurchaseState } from "../../../../core/model/purchaseState";
import { purchaseStateAvailable } from "../../../../core/rules/purchaseStateAvailable";
import { DURING_LICENCE, EXAMPLE } from "../../support/replies";

describe("TCSS000 purchase-state-available", () => {
  it("keeps silent about a state that was read", () => {
    for (const reply of [EXAMPLE, {}])
      assert.equal(purchaseStateAvailable.evaluate(parsePurchaseState(reply), {}, DURING_LICENCE), undefined);
  });

  it("repeats the error's whole message", () => {
    const error = new TcssError("Tencent Cloud answered InternalError.MainDBFail", {
      kind: "api",
      account: "production",
      requestId: "req-1",
      nextStep: "Try again.",
    });
    assert.deepEqual(purchaseStateAvailable.evaluateError?.(error), {
      outcome: "unverifiable",
      message:
        "Protection cannot be verified: Tencent Cloud answered InternalError.MainDBFail (account production, request id req-1). Try again.",
    });
  });
});

import { printable, TcssError } from "../../base/errors";
import { holdsPurchaseState, parsePurchaseState } from "../../model/parse";
import { defineAction } from "../action";
import { TCSS } from "../services";

/**
 * The purchase state of the account.
 * @see https://www.tencentcloud.com/document/product/1285 (DescribePurchaseStateInfo)
 */
export const describePurchaseStateInfo = defineAction(TCSS, {
  name: "DescribePurchaseStateInfo",
  requestsPerSecond: 20,
  camAction: "tcss:DescribePurchaseStateInfo",
  parse(fields, { endpoint, account, timeZone }) {
    if (holdsPurchaseState(fields)) return parsePurchaseState(fields, timeZone);
    // a gateway's answer, or another action's
    const { RequestId: requestId } = fields;
    throw new TcssError("the reply holds no field of a purchase state", {
      kind: "reply",
      endpoint,
      account,
      requestId: typeof requestId === "string" ? printable(requestId, 64) : undefined,
      nextStep: "Check that the endpoint is Tencent Cloud's API or a gateway to it.",
    });
  },
});

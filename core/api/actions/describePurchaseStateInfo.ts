import { holdsPurchaseState, parsePurchaseState } from "../../model/parse";
import { defineAction } from "../action";
import { notThisApi } from "../notThisApi";
import { TCSS } from "../services";

/**
 * The purchase state of the account.
 * @see https://www.tencentcloud.com/document/product/1285 (DescribePurchaseStateInfo)
 */
export const describePurchaseStateInfo = defineAction(TCSS, {
  name: "DescribePurchaseStateInfo",
  requestsPerSecond: 20,
  camAction: "tcss:DescribePurchaseStateInfo",
  parse(fields, access) {
    if (holdsPurchaseState(fields)) return parsePurchaseState(fields, access.timeZone);
    throw notThisApi("the reply holds no field of a purchase state", access, fields);
  },
});

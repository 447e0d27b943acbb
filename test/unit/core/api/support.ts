import type { ApiAccess } from "../../../../core/api/access";
import { type ApiAction, defineAction } from "../../../../core/api/action";
import { TCSS } from "../../../../core/api/services";

/** An action of a test's own, which takes any reply as it is. */
export const ANY_ACTION: ApiAction<unknown, object> = defineAction(TCSS, {
  name: "DescribePurchaseStateInfo",
  requestsPerSecond: 20,
  camAction: "tcss:DescribePurchaseStateInfo",
  parse: (fields) => fields,
});

export const CREDENTIAL = { secretId: "AKIDofTheTests", secretKey: "keyOfTheTests" };

export function accessTo(endpoint: string, more: Partial<ApiAccess> = {}): ApiAccess {
  return {
    endpoint,
    region: undefined,
    account: undefined,
    requestTimeoutSeconds: 5,
    maxRetries: 0,
    ...more,
  };
}

/** A signal that is never aborted. */
export const OPEN: AbortSignal = new AbortController().signal;

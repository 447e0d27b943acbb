import { printable, TcssError } from "../base/errors";
import type { JsonRecord } from "../base/record";
import type { ApiAccess } from "./access";

/**
 * An error for a reply that is not one of this API: a gateway's, or another action's.
 * @param fields what stands under `Response`; it may have the request's id.
 */
export function notThisApi(
  summary: string,
  { endpoint, account }: Pick<ApiAccess, "endpoint" | "account">,
  { RequestId: requestId }: JsonRecord = {},
): TcssError {
  return new TcssError(summary, {
    kind: "reply",
    endpoint,
    account,
    requestId: typeof requestId === "string" ? printable(requestId, 64) : undefined,
    nextStep: "Check that the endpoint is Tencent Cloud's API or a gateway to it.",
  });
}

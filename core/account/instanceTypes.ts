import type { ApiAccess } from "../api/access";
import { describeZoneInstanceConfigInfos } from "../api/actions/describeZoneInstanceConfigInfos";
import { callAction } from "../api/callAction";
import { withDeadline } from "../api/deadline";
import type { Connection } from "../connection/connection";

/** A filter takes no more values: https://www.tencentcloud.com/document/product/213/33258 */
const MAX_TYPES = 100;

/**
 * Asks CVM how many cores instance types have, in one request, within the connection's deadline.
 * @param access how CVM is asked, from `cvmAccess`, with the region that has the types.
 * @param types more than 100 are not asked for, and stay unknown.
 * @returns cores by type. A type that the region does not have, or has in several sizes, is left out.
 * @throws TcssError as `AccountReader.purchaseState` does.
 */
export function lookUpInstanceTypes(
  { findCredential, deadlineSeconds: seconds, account }: Connection,
  access: ApiAccess,
  types: readonly string[],
): Promise<Readonly<Record<string, number>>> {
  const request = { Filters: [{ Name: "instance-type", Values: types.slice(0, MAX_TYPES) }] };
  const { endpoint } = access;
  return withDeadline({ seconds, subject: "the instance types", endpoint, account }, async (limits) => {
    const { credential } = await findCredential(limits.signal);
    return callAction(describeZoneInstanceConfigInfos, request, { access, credential, ...limits });
  });
}

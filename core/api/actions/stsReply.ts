import { TcssError } from "../../base/errors";
import { isRecord, type JsonRecord } from "../../base/record";
import type { ApiAccess } from "../access";
import { type Credential, temporaryCredential } from "../credential";

/** The temporary credentials in a reply of STS. */
export function credentialIn(
  { Credentials: parts, ExpiredTime: expiredTime }: JsonRecord,
  access: ApiAccess,
): Credential {
  const credential = temporaryCredential("STS", isRecord(parts) ? parts : {}, expiredTime);
  if (credential === undefined) throw notOfSts("STS answered without credentials", access);
  return credential;
}

/** An error for a reply that is not one of STS. */
export function notOfSts(summary: string, { endpoint, account }: ApiAccess): TcssError {
  return new TcssError(summary, {
    kind: "reply",
    endpoint,
    account,
    nextStep: "Check that the endpoint is Tencent Cloud's STS.",
  });
}

/** Error codes by which STS refuses a role. */
export const REFUSED_ROLE = /^((AuthFailure\.)?UnauthorizedOperation|InvalidParameter|ResourceNotFound)/;

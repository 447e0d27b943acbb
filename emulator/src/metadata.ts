import type { Accounts } from "./accounts";
import type { Settings } from "./settings";
import { expiry } from "./sts";

/** Where a CVM finds the credentials of its role. */
export const METADATA_PATH = "/latest/meta-data/cam/security-credentials";

const LIFETIME_SECONDS = 7200;

export interface MetadataReply {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
}

/** True for every path of the metadata service, answered or not. */
export function isMetadata(path: string): boolean {
  return path === "/latest/meta-data" || path.startsWith("/latest/meta-data/");
}

/** The CVM metadata endpoint: the bare path lists the role's name, the name leads to a fresh credential. */
export function answerMetadata(path: string, accounts: Accounts, settings: Settings): MetadataReply {
  const role = settings.metadataRole;
  const asked = path.startsWith(METADATA_PATH)
    ? path.slice(METADATA_PATH.length).replace(/^\//, "")
    : undefined;
  if (!role || asked === undefined || (asked !== "" && asked !== role.roleName))
    return { status: 404, contentType: "text/html", body: "404 page not found\n" };
  if (asked === "") return { status: 200, contentType: "text/plain", body: role.roleName };

  const accountId = role.accountId ?? accounts.mainAccountId;
  const session = {
    roleArn: `qcs::cam::uin/${accountId}:roleName/${role.roleName}`,
    roleName: role.roleName,
    sessionName: "cvm",
    requestedBy: accountId,
  };
  const issued = accounts.issue(accountId, session, settings.credentialLifetimeSeconds ?? LIFETIME_SECONDS);
  const credential = {
    TmpSecretId: issued.secretId,
    TmpSecretKey: issued.secretKey,
    ...expiry(issued.expiresAt),
    Token: issued.token,
    Code: "Success",
  };
  return { status: 200, contentType: "application/json", body: JSON.stringify(credential) };
}

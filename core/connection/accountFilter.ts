import { TcssError } from "../base/errors";

/** Which accounts may be asked at all, against mix-ups; as in Tencent Cloud's Terraform provider. */
export interface AccountFilter {
  /** Ids (uin) of the accounts that may be asked. Empty: any. */
  readonly allowedAccountIds: readonly string[];
  /** Ids (uin) of accounts that must not be asked. */
  readonly forbiddenAccountIds: readonly string[];
  readonly account: string | undefined;
  readonly endpoint: string;
}

/** @throws TcssError of kind `account` when the filter shuts `accountId` out. */
export function assertAccountAllowed(accountId: string, filter: AccountFilter): void {
  const { allowedAccountIds, forbiddenAccountIds, account, endpoint } = filter;
  const forbidden = forbiddenAccountIds.includes(accountId);
  if (!forbidden && (allowedAccountIds.length === 0 || allowedAccountIds.includes(accountId))) return;
  throw new TcssError(
    ({ property }) =>
      `the credentials belong to account ${accountId}, which ${forbidden ? `${property("forbiddenAccountIds")} lists` : `${property("allowedAccountIds")} does not list`}`,
    {
      kind: "account",
      account,
      endpoint,
      nextStep: "Use credentials of the account that is meant, or correct the list.",
    },
  );
}

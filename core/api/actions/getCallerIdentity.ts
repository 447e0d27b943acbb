import { defineAction } from "../action";
import { STS } from "../services";
import { notOfSts } from "./stsReply";

/** The account (uin) that a credential belongs to. */
export const getCallerIdentity = defineAction(STS, {
  name: "GetCallerIdentity",
  requestsPerSecond: 20,
  parse({ AccountId: accountId }, access) {
    if (typeof accountId !== "string" || !/^\d+$/.test(accountId))
      throw notOfSts("STS named no account", access);
    return accountId;
  },
});

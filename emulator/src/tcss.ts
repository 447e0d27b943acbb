import type { Action } from "./action";

const version = "2020-11-01";

/** The actions of Tencent Container Security Service. */
export const tcssActions: Record<string, Action> = {
  DescribePurchaseStateInfo: {
    service: "tcss",
    version,
    parameters: [],
    perSecond: 20,
    run: ({ accounts, caller }) => accounts.stateOf(caller?.accountId ?? accounts.mainAccountId).fields,
  },
};

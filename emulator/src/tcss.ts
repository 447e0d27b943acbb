import type { Action } from "./action";
import { ASSET_ACTIONS } from "./assets/lists";

const VERSION = "2020-11-01";

/** The actions of Tencent Container Security Service. */
export const TCSS_ACTIONS: Record<string, Action> = {
  DescribePurchaseStateInfo: {
    service: "tcss",
    version: VERSION,
    parameters: [],
    perSecond: 20,
    run: ({ accounts, caller }) => accounts.stateOf(caller?.accountId ?? accounts.mainAccountId).fields,
  },
  ...ASSET_ACTIONS,
};

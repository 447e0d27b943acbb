import { statementOf } from "../../base/errors";
import type { PurchaseStateAvailableFacts } from "../../rules/purchaseStateAvailable";
import type { WordsFor } from "../sentences";

export const purchaseStateAvailable: WordsFor<PurchaseStateAvailableFacts> = {
  notRead: (error) => ({
    message: `Protection cannot be verified: ${statementOf(error)}`,
    ...(error.nextStep === undefined ? {} : { advice: error.nextStep }),
  }),
};

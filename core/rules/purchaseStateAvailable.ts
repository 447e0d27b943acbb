import type { TcssErrorFacts } from "../base/errors";
import { type Rule, unverifiable } from "./rule";

export interface PurchaseStateAvailableFacts {
  readonly notRead: TcssErrorFacts;
}

export const purchaseStateAvailable: Rule<object, PurchaseStateAvailableFacts> = {
  id: "TCSS000",
  name: "purchase-state-available",
  title: "The account's TCSS purchase state must be readable",
  rationale:
    "What cannot be read cannot be vouched for. Without an answer the gate does not know whether anything is protected, so it stops rather than guesses, and this rule speaks for all the others, at the highest of their levels: a mandatory rule without evidence blocks.",
  severity: "critical",
  defaultLevel: "mandatory",
  remediation: [
    "Read the message: it names the account, the endpoint and, where there was one, the request id.",
    "Missing or wrong credentials: provide them by environment, tccli profile or the stack's configuration.",
    "A refusal: allow tcss:DescribePurchaseStateInfo to the deploying identity.",
    "No answer: check the network, or try again.",
  ],
  settings: {},
  skippedWhenInactive: false,
  evaluate: () => undefined,
  evaluateError: (error) => unverifiable("notRead", error.facts),
};

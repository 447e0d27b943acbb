import { noUndefendedCores } from "./noUndefendedCores";
import { protectionActive } from "./protectionActive";
import { purchaseStateAvailable } from "./purchaseStateAvailable";
import type { Rule } from "./rule";

/**
 * Every rule, by id. The policy pack, the report and the documentation are made from this list.
 */
export const rules: readonly Rule[] = [purchaseStateAvailable, protectionActive, noUndefendedCores];

export { protectionActive, purchaseStateAvailable };

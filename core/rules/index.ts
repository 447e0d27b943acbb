import { automaticRenewal } from "./automaticRenewal";
import { elasticHeadroom } from "./elasticHeadroom";
import { expiringSoon } from "./expiringSoon";
import { idleCores } from "./idleCores";
import { imagesLicensed } from "./imagesLicensed";
import { noTrial } from "./noTrial";
import { noUndefendedCores } from "./noUndefendedCores";
import { protectionActive } from "./protectionActive";
import { purchaseStateAvailable } from "./purchaseStateAvailable";
import { replyConsistent } from "./replyConsistent";
import type { Rule } from "./rule";

/**
 * Every rule, by id. The policy pack, the report and the documentation are made from this list.
 */
export const rules: readonly Rule[] = [
  purchaseStateAvailable,
  protectionActive,
  noUndefendedCores,
  expiringSoon,
  automaticRenewal,
  noTrial,
  imagesLicensed,
  elasticHeadroom,
  idleCores,
  replyConsistent,
];

export { protectionActive, purchaseStateAvailable };

import * as pulumi from "@pulumi/pulumi";
import * as tcss from "pulumi-tcss";

// The account's purchase state as a resource: read at every preview, update and refresh, kept in state, seen
// by policies. Its values are known already in preview.
const purchase = new tcss.PurchaseState("tcss");

export const protectionStatus = purchase.protectionStatus;
export const expirationTimeUtc = purchase.expirationTimeUtc;
export const undefendedCores = purchase.undefendCoresCnt;
export const idleCores = purchase.idleCoresCnt;

/** Cores that would have to be paid for on top, if every idle one were put to use. */
export const missingCores = purchase.purchaseState.apply(({ undefendCoresCnt, idleCoresCnt }) =>
  // a field that the account's reply lacks is undefined, never 0
  undefendCoresCnt === undefined || idleCoresCnt === undefined
    ? "not known"
    : Math.max(0, undefendCoresCnt - idleCoresCnt),
);

export const summary = pulumi.interpolate`${undefendedCores} cores undefended, ${idleCores} idle, ${missingCores} to buy`;

// The same as a function: read now, and kept nowhere. Policies do not see function calls.
const now = tcss.getPurchaseStateOutput();
export const renewsItself = now.apply(
  ({ automaticRenewal }) => automaticRenewal === tcss.AutomaticRenewal.On,
);
export const unlicensedImages = now.unlicensedImageCnt;

import { figure, type PurchaseState } from "pulumi-tcss/internal";
import { known, knownOf, percentage } from "../../present/counts";
import type { Layout } from "./layout";

/** The counts of cores: which are protected, and by what entitlement. */
export function coreRows(purchaseState: PurchaseState, layout: Layout): string[] {
  const {
    allCoresCnt,
    coresCnt,
    undefendCoresCnt,
    defendClusterCoresCnt,
    defendHostCoresCnt,
    noContainerCoresCnt,
    entitledCoresCnt,
    authorizedCoresCnt,
    givenAuthorizedCoresCnt,
    trialCoresCnt,
    idleCoresCnt,
    currentFlexibleCoresCnt,
    flexibleCoresLimit,
  } = purchaseState;
  const share = percentage(coresCnt, allCoresCnt);
  const without =
    noContainerCoresCnt === undefined ? "" : `; ${figure(noContainerCoresCnt)} more run no container`;
  return [
    ...layout.row(
      "Cores",
      `${knownOf(coresCnt, allCoresCnt)} protected${share === undefined ? "" : `, ${share}`} (${known(defendClusterCoresCnt)} in clusters, ${known(defendHostCoresCnt)} on hosts), ${known(undefendCoresCnt)} undefended${without}`,
    ),
    ...layout.row(
      "",
      `${known(entitledCoresCnt)} paid or given (${known(authorizedCoresCnt)} bought, ${known(givenAuthorizedCoresCnt)} given, ${known(trialCoresCnt)} trial), ${known(idleCoresCnt)} idle; elastic ${knownOf(currentFlexibleCoresCnt, flexibleCoresLimit)}`,
    ),
  ];
}

/** The counts of images and their licenses. */
export function imageRows(purchaseState: PurchaseState, layout: Layout): string[] {
  const { imageCnt, authorizedImageCnt, unlicensedImageCnt, unusedImageLicenseCnt } = purchaseState;
  const { purchasedAuthorizedCnt, givenAuthorizedCnt } = purchaseState;
  return layout.row(
    "Images",
    `${knownOf(authorizedImageCnt, imageCnt)} licensed, ${known(unlicensedImageCnt)} not; ${known(unusedImageLicenseCnt)} licenses unused (${known(purchasedAuthorizedCnt)} bought, ${known(givenAuthorizedCnt)} given)`,
  );
}

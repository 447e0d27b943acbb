import { AutomaticRenewal, ProtectionStatus, type PurchaseState } from "pulumi-tcss/internal";
import { UNKNOWN } from "./counts";

const PROTECTION: Readonly<Record<ProtectionStatus, string>> = {
  [ProtectionStatus.Active]: "Pro Edition in effect",
  [ProtectionStatus.Trial]: "trial in effect",
  [ProtectionStatus.NotPurchased]: "never bought",
  [ProtectionStatus.TrialOver]: "trial over",
  [ProtectionStatus.Expired]: "expired",
  [ProtectionStatus.Isolated]: "expired and isolated",
  [ProtectionStatus.Destroyed]: "expired and destroyed",
  [ProtectionStatus.Unknown]: "in a state that the API does not document",
};

/** `Pro Edition in effect`. */
export function protectionOf({ protectionStatus }: PurchaseState): string {
  return protectionStatus === undefined ? UNKNOWN : PROTECTION[protectionStatus];
}

/** Whether an edition, Pro or trial, is in effect. */
export function hasEdition({ protectionStatus }: PurchaseState): boolean {
  return protectionStatus === ProtectionStatus.Active || protectionStatus === ProtectionStatus.Trial;
}

/** Whether an edition is in effect and no core is undefended. */
export function isProtected(purchaseState: PurchaseState): boolean {
  return hasEdition(purchaseState) && purchaseState.undefendCoresCnt === 0;
}

/** What ends with the license. */
export function licenseNoun({ protectionStatus }: PurchaseState): "trial" | "license" {
  return protectionStatus === ProtectionStatus.Trial ? "trial" : "license";
}

const RENEWAL: Readonly<Record<number, string>> = {
  [AutomaticRenewal.On]: "on",
  [AutomaticRenewal.Off]: "switched off",
  [AutomaticRenewal.NotSet]: "never set",
};

/** Automatic renewal: `switched off`. */
export function renewalOf({ automaticRenewal: value }: PurchaseState): string {
  if (value === undefined) return UNKNOWN;
  return RENEWAL[value] ?? `${value} (undocumented value)`;
}

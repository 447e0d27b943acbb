import type { StoredField } from "pulumi-tcss/core";

/** What a field says, for people. */
export interface FieldMeaning {
  readonly unit?: string;
  /** Words in backquotes are code. */
  readonly meaning: string;
}

/** Every field by its name. The texts are those of docs/outputs.md; a test compares them. */
export const FIELDS: Readonly<Record<StoredField, FieldMeaning>> = {
  state: {
    meaning:
      "Edition of the account: 0 trial or purchase on offer, 1 purchase only, 2 trial, 3 Pro Edition, 4 Pro Edition expired.",
  },
  subState: {
    meaning:
      "Sub-state, meaningful with State 4: `ISOLATE`, and `TERMINATED` (international site) or `DESTROED` (mainland).",
  },
  allCoresCnt: { unit: "cores", meaning: "All cores that TCSS could protect: protected plus undefended." },
  coresCnt: { unit: "cores", meaning: "Cores that are protected." },
  undefendCoresCnt: { unit: "cores", meaning: "Cores that are not protected." },
  authorizedCoresCnt: { unit: "cores", meaning: "Cores that were bought." },
  givenAuthorizedCoresCnt: {
    unit: "cores",
    meaning: "Cores given free of charge for the trial of the Pro Edition.",
  },
  trialCoresCnt: {
    unit: "cores",
    meaning: "Cores of the Pro Edition's trial. May overlap with `givenAuthorizedCoresCnt`.",
  },
  currentFlexibleCoresCnt: { unit: "cores", meaning: "Cores protected by elastic billing at present." },
  flexibleCoresLimit: { unit: "cores", meaning: "The most cores that elastic billing may cover." },
  defendClusterCoresCnt: { unit: "cores", meaning: "Protected cores in clusters." },
  defendHostCoresCnt: { unit: "cores", meaning: "Protected cores of hosts outside clusters." },
  noContainerCoresCnt: {
    unit: "cores",
    meaning: "Cores of machines that run no container; the mainland site alone reports it.",
  },
  imageCnt: { unit: "images", meaning: "Images in the account." },
  authorizedImageCnt: { unit: "images", meaning: "Images that hold a licence." },
  purchasedAuthorizedCnt: { unit: "licences", meaning: "Image licences that were bought." },
  givenAuthorizedCnt: { unit: "licences", meaning: "Image licences given for the trial; they may expire." },
  beginTime: {
    meaning: "Begin of the licence as the API gives it, `YYYY-MM-DD HH:mm:ss` in the account's time zone.",
  },
  expirationTime: {
    meaning: "End of the licence as the API gives it, `YYYY-MM-DD HH:mm:ss` in the account's time zone.",
  },
  automaticRenewal: { meaning: "Automatic renewal: 0 never set, 1 on, 2 switched off." },
  defendPolicy: {
    meaning: "What is protected when cores are bought: `Part` for chosen assets, `All` for every asset.",
  },
  inquireKey: { meaning: "Tencent's billing key of the purchase." },
  protectionStatus: { meaning: "State and SubState in one word. Absent when State is." },
  beginTimeUtc: { meaning: "Begin of the licence in UTC, RFC 3339. Absent when `beginTime` is." },
  expirationTimeUtc: { meaning: "End of the licence in UTC, RFC 3339. Absent when `expirationTime` is." },
  entitledCoresCnt: {
    unit: "cores",
    meaning:
      "Cores that the account may protect without elastic billing: bought plus given or trial ones, whichever is more. Absent when one of the three is absent or negative.",
  },
  idleCoresCnt: {
    unit: "cores",
    meaning:
      "Entitled cores that protect nothing, an upper bound: protection is switched by whole cluster or host. 0 when no edition is in effect. Absent when a count it needs is absent or negative.",
  },
  unlicensedImageCnt: {
    unit: "images",
    meaning: "Images without a licence. Absent when a count it needs is absent or negative.",
  },
  unusedImageLicenceCnt: {
    unit: "licences",
    meaning: "Image licences that no image uses. Absent when a count it needs is absent or negative.",
  },
  accountId: { meaning: "Id (uin) of the account. Absent unless `resolveAccountId` asks for it." },
  observedAt: {
    meaning:
      "When the account gave these values, UTC, RFC 3339. Absent unless `onUnavailable: lastKnown` or `recordObservedAt` asks for it.",
  },
  stale: {
    meaning:
      "True when these are the last known values because the account could not be asked (`onUnavailable: lastKnown`). Absent otherwise.",
  },
};

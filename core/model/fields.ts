import type { PurchaseState } from "./purchaseState";

/** What the values of a field are. */
export type FieldKind = "count" | "code" | "text" | "time";

/** The fields of the reply, in the order in which people read them: API name and what its values are. */
export const REPLY_FIELDS = {
  state: { apiName: "State", kind: "code" },
  subState: { apiName: "SubState", kind: "text" },
  allCoresCnt: { apiName: "AllCoresCnt", kind: "count" },
  coresCnt: { apiName: "CoresCnt", kind: "count" },
  undefendCoresCnt: { apiName: "UndefendCoresCnt", kind: "count" },
  authorizedCoresCnt: { apiName: "AuthorizedCoresCnt", kind: "count" },
  givenAuthorizedCoresCnt: { apiName: "GivenAuthorizedCoresCnt", kind: "count" },
  trialCoresCnt: { apiName: "TrialCoresCnt", kind: "count" },
  currentFlexibleCoresCnt: { apiName: "CurrentFlexibleCoresCnt", kind: "count" },
  flexibleCoresLimit: { apiName: "FlexibleCoresLimit", kind: "count" },
  defendClusterCoresCnt: { apiName: "DefendClusterCoresCnt", kind: "count" },
  defendHostCoresCnt: { apiName: "DefendHostCoresCnt", kind: "count" },
  noContainerCoresCnt: { apiName: "NoContainerCoresCnt", kind: "count" },
  imageCnt: { apiName: "ImageCnt", kind: "count" },
  authorizedImageCnt: { apiName: "AuthorizedImageCnt", kind: "count" },
  purchasedAuthorizedCnt: { apiName: "PurchasedAuthorizedCnt", kind: "count" },
  givenAuthorizedCnt: { apiName: "GivenAuthorizedCnt", kind: "count" },
  beginTime: { apiName: "BeginTime", kind: "time" },
  expirationTime: { apiName: "ExpirationTime", kind: "time" },
  automaticRenewal: { apiName: "AutomaticRenewal", kind: "code" },
  defendPolicy: { apiName: "DefendPolicy", kind: "text" },
  inquireKey: { apiName: "InquireKey", kind: "text" },
} as const satisfies Record<string, { apiName: string; kind: FieldKind }>;

/** What is computed from the reply; nothing of it depends on the clock, or every preview would show a change. */
export const DERIVED_FIELDS = [
  "protectionStatus",
  "beginTimeUtc",
  "expirationTimeUtc",
  "entitledCoresCnt",
  "idleCoresCnt",
  "unlicensedImageCnt",
  "unusedImageLicenseCnt",
] as const satisfies readonly (keyof PurchaseState)[];

/** What is known about the reading itself, rather than from the reply; mostly absent. */
export const READING_FIELDS = [
  "accountId",
  "observedAt",
  "stale",
  "malformedFields",
] as const satisfies readonly (keyof PurchaseState)[];

export type ReplyField = keyof typeof REPLY_FIELDS;
export type DerivedField = (typeof DERIVED_FIELDS)[number];
/** Every field that stands in a stack's state. */
export type StoredField = ReplyField | DerivedField | (typeof READING_FIELDS)[number];

/** Names of every field that stands in a stack's state, in reading order. */
export const STORED_FIELDS: readonly StoredField[] = [
  ...(Object.keys(REPLY_FIELDS) as ReplyField[]),
  ...DERIVED_FIELDS,
  ...READING_FIELDS,
];

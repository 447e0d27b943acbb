/**
 * Values of {@link PurchaseState.state}: which edition the account has.
 * @see https://www.tencentcloud.com/document/product/1285 (DescribePurchaseStateInfo)
 */
export const State = {
  /** Never bought; a trial and a purchase are both on offer. */
  TrialOrPurchase: 0,
  /** Only a purchase is on offer: the trial is over, or its application was turned down. */
  PurchaseOnly: 1,
  /** A trial is in effect. */
  Trial: 2,
  /** The Pro Edition is in effect. */
  Pro: 3,
  /** The Pro Edition has expired. */
  ProExpired: 4,
} as const;

/** Values of {@link PurchaseState.automaticRenewal}. */
export const AutomaticRenewal = {
  /** The user has never chosen. */
  NotSet: 0,
  /** The license renews itself. */
  On: 1,
  /** The user has switched renewal off. */
  Off: 2,
} as const;

/** Values of {@link PurchaseState.protectionStatus}: State and SubState in one word. */
export const ProtectionStatus = {
  /** State 3: the Pro Edition is in effect. */
  Active: "active",
  /** State 2: a trial is in effect. */
  Trial: "trial",
  /** State 0: nothing was ever bought. */
  NotPurchased: "notPurchased",
  /** State 1: the trial is over or was turned down. */
  TrialOver: "trialOver",
  /** State 4 without a telling SubState: expired. */
  Expired: "expired",
  /** Expired and isolated: renewal restores it. */
  Isolated: "isolated",
  /** Expired and destroyed with its data: only a new purchase helps. */
  Destroyed: "destroyed",
  /** A State that the API document does not list, or an edition in effect with a SubState that is not `NORMAL`. */
  Unknown: "unknown",
} as const;
export type ProtectionStatus = (typeof ProtectionStatus)[keyof typeof ProtectionStatus];

/**
 * One reply of `DescribePurchaseStateInfo`, and what follows from it. A field that the reply lacks, or holds
 * with null or a value of another type, is absent: never 0, never false. A value outside its enumeration, and
 * a negative count, is kept as it came.
 * @see https://www.tencentcloud.com/document/product/1285 (API document of DescribePurchaseStateInfo)
 */
export interface PurchaseState {
  /** Edition of the account: 0 trial or purchase on offer, 1 purchase only, 2 trial, 3 Pro Edition, 4 Pro Edition expired. See {@link State}. */
  readonly state?: number;
  /** Sub-state, meaningful with State 4: `ISOLATE`, and `TERMINATED` (international site) or `DESTROED` (mainland). */
  readonly subState?: string;
  /** All cores that TCSS could protect: protected plus undefended. Unit: cores. */
  readonly allCoresCnt?: number;
  /** Cores that are protected. Unit: cores. */
  readonly coresCnt?: number;
  /** Cores that are not protected. Unit: cores. */
  readonly undefendCoresCnt?: number;
  /** Cores that were bought. Unit: cores. */
  readonly authorizedCoresCnt?: number;
  /** Cores given free of charge for the trial of the Pro Edition. Unit: cores. */
  readonly givenAuthorizedCoresCnt?: number;
  /** Cores of the Pro Edition's trial. May overlap with `givenAuthorizedCoresCnt`. Unit: cores. */
  readonly trialCoresCnt?: number;
  /** Cores protected by elastic billing at present. Unit: cores. */
  readonly currentFlexibleCoresCnt?: number;
  /** The most cores that elastic billing may cover. Unit: cores. */
  readonly flexibleCoresLimit?: number;
  /** Protected cores in clusters. Unit: cores. */
  readonly defendClusterCoresCnt?: number;
  /** Protected cores of hosts outside clusters. Unit: cores. */
  readonly defendHostCoresCnt?: number;
  /** Cores of machines that run no container; the mainland site alone reports it. Unit: cores. */
  readonly noContainerCoresCnt?: number;
  /** Images in the account. Unit: images. */
  readonly imageCnt?: number;
  /** Images that hold a license. Unit: images. */
  readonly authorizedImageCnt?: number;
  /** Image licenses that were bought. Unit: licenses. */
  readonly purchasedAuthorizedCnt?: number;
  /** Image licenses given for the trial; they may expire. Unit: licenses. */
  readonly givenAuthorizedCnt?: number;
  /** Start of the license as the API gives it, `YYYY-MM-DD HH:mm:ss` in the account's time zone. */
  readonly beginTime?: string;
  /** End of the license as the API gives it, `YYYY-MM-DD HH:mm:ss` in the account's time zone. */
  readonly expirationTime?: string;
  /** Automatic renewal: 0 never set, 1 on, 2 switched off. See {@link AutomaticRenewal}. */
  readonly automaticRenewal?: number;
  /** What is protected when cores are bought: `Part` for chosen assets, `All` for every asset. */
  readonly defendPolicy?: string;
  /** Tencent's billing key of the purchase. */
  readonly inquireKey?: string;

  /** State and SubState in one word. Absent when State is. See {@link ProtectionStatus}. */
  readonly protectionStatus?: ProtectionStatus;
  /** Start of the license in UTC, RFC 3339. Absent when `beginTime` is. */
  readonly beginTimeUtc?: string;
  /** End of the license in UTC, RFC 3339. Absent when `expirationTime` is. */
  readonly expirationTimeUtc?: string;
  /** Cores that the account may protect without elastic billing: bought plus given or trial ones, whichever is more. Absent when one of the three is absent or negative. Unit: cores. */
  readonly entitledCoresCnt?: number;
  /** Entitled cores that protect nothing, an upper bound: protection is switched by whole cluster or host. 0 when no edition is in effect. Absent when a count it needs is absent or negative. Unit: cores. */
  readonly idleCoresCnt?: number;
  /** Images without a license. Absent when a count it needs is absent or negative. Unit: images. */
  readonly unlicensedImageCnt?: number;
  /** Image licenses that no image uses. Absent when a count it needs is absent or negative. Unit: licenses. */
  readonly unusedImageLicenseCnt?: number;

  /** Id (uin) of the account. Absent unless `resolveAccountId` asks for it. */
  readonly accountId?: string;
  /** When the account gave these values, UTC, RFC 3339. In a stack's outputs absent unless `onUnavailable: lastKnown` or `recordObservedAt` asks for it. */
  readonly observedAt?: string;
  /** Names of the fields here that the reply holds with something that is no value of theirs, such as a text for a count: they are absent. Absent when there is none. */
  readonly malformedFields?: readonly string[];
  /** True when these are the last known values because the account could not be asked (`onUnavailable: lastKnown`). Absent otherwise. */
  readonly stale?: boolean;

  /** Fields of the reply that this version does not know, as they came. Only in live reads and reports, never in a stack's state. */
  readonly additionalFields?: Readonly<Record<string, unknown>>;
}

/** A purchase state as it may stand in a stack's state. */
export type StoredPurchaseState = Omit<PurchaseState, "additionalFields">;

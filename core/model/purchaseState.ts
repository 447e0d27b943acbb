import { isNoTime, toUtc } from "../base/time";

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
  /** Begin of the license as the API gives it, `YYYY-MM-DD HH:mm:ss` in the account's time zone. */
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
  /** Begin of the license in UTC, RFC 3339. Absent when `beginTime` is. */
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

type FieldKind = "count" | "code" | "text" | "time";

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
export type StoredPurchaseState = Omit<PurchaseState, "additionalFields">;

/** Names of every field that stands in a stack's state, in reading order. */
export const STORED_FIELDS: readonly StoredField[] = [
  ...(Object.keys(REPLY_FIELDS) as ReplyField[]),
  ...DERIVED_FIELDS,
  ...READING_FIELDS,
];

/** The zone in which the API writes its times. Documented for the mainland; for the international site an assumption. */
export const DEFAULT_TIME_ZONE = "Asia/Shanghai";

/**
 * Reads the `Response` of one reply.
 * @param response what stands under `Response`, parsed from JSON. `RequestId` is left out: it differs in every reply.
 * @param timeZone IANA zone of the reply's times, which come without one.
 * @returns the fields that are present and of their documented type, and what follows from them.
 */
export function parsePurchaseState(
  response: Readonly<Record<string, unknown>>,
  timeZone: string = DEFAULT_TIME_ZONE,
): PurchaseState {
  const fields: Record<string, unknown> = {};
  const malformedFields: string[] = [];
  for (const [name, { apiName, kind }] of Object.entries(REPLY_FIELDS)) {
    const value = Object.hasOwn(response, apiName) ? ofKind(kind, response[apiName], timeZone) : undefined;
    if (value === MALFORMED) malformedFields.push(name);
    else if (value !== undefined) fields[name] = value;
  }
  return withDerived(fields as PurchaseState, malformedFields, unknownFields(response), timeZone);
}

function withDerived(
  reply: PurchaseState,
  malformedFields: readonly string[],
  additionalFields: Readonly<Record<string, unknown>>,
  timeZone: string,
): PurchaseState {
  return {
    ...reply,
    ...derive(reply, malformedFields, timeZone),
    ...(malformedFields.length === 0 ? {} : { malformedFields }),
    ...(Object.keys(additionalFields).length === 0 ? {} : { additionalFields }),
  };
}

/** Whether a `Response` holds any field of this API: one that does not is no purchase state. */
export function holdsPurchaseState(response: Readonly<Record<string, unknown>>): boolean {
  return Object.values(REPLY_FIELDS).some(({ apiName }) => Object.hasOwn(response, apiName));
}

/** `purchaseState` as it may stand in a stack's state: without the fields that this version does not know. */
export function withoutAdditionalFields(purchaseState: PurchaseState): StoredPurchaseState {
  const { additionalFields: _, ...stored } = purchaseState;
  return stored;
}

/** Stands for a value that is there and is none of its field. */
const MALFORMED = Symbol("malformed");

/** `value` where it is one of `kind`; undefined where it says that there is none. */
function ofKind(
  kind: FieldKind,
  value: unknown,
  timeZone: string,
): number | string | undefined | typeof MALFORMED {
  if (value === null || value === undefined) return undefined;
  switch (kind) {
    case "count":
    case "code":
      // `+ 0` turns -0 into 0, which JSON in the stack's state could not tell apart
      return Number.isSafeInteger(value) ? (value as number) + 0 : MALFORMED;
    case "text":
      return typeof value === "string" ? value : MALFORMED;
    case "time":
      if (typeof value !== "string") return MALFORMED;
      if (toUtc(value, timeZone) !== undefined) return value;
      return isNoTime(value) ? undefined : MALFORMED;
  }
}

function unknownFields(response: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const known = new Set<string>(["RequestId", ...Object.values(REPLY_FIELDS).map(({ apiName }) => apiName)]);
  // Object.fromEntries defines its keys, so that a field named __proto__ stays a field
  return Object.fromEntries(Object.entries(response).filter(([name]) => !known.has(name)));
}

type Derived = Pick<PurchaseState, DerivedField>;

function derive(reply: PurchaseState, malformedFields: readonly string[], timeZone: string): Derived {
  const entitledCoresCnt = entitledCores(reply);
  const derived: { [K in keyof Required<Derived>]: Derived[K] | undefined } = {
    protectionStatus: protectionStatus(reply, malformedFields),
    beginTimeUtc: reply.beginTime === undefined ? undefined : toUtc(reply.beginTime, timeZone),
    expirationTimeUtc: reply.expirationTime === undefined ? undefined : toUtc(reply.expirationTime, timeZone),
    entitledCoresCnt,
    idleCoresCnt: idleCores(reply, entitledCoresCnt),
    unlicensedImageCnt: unlicensedImages(reply),
    unusedImageLicenseCnt: unusedImageLicenses(reply),
  };
  return Object.fromEntries(Object.entries(derived).filter(([, value]) => value !== undefined)) as Derived;
}

/** Whether `subState` says that the edition is isolated or destroyed; spellings differ by site. */
export function endOf(subState: string | undefined): "isolated" | "destroyed" | undefined {
  switch (plainSubState(subState ?? "")) {
    case "ISOLATE":
    case "ISOLATED":
      return "isolated";
    case "TERMINATED":
    case "TERMINATE":
    case "DESTROED": // the mainland API's own spelling
    case "DESTROYED":
      return "destroyed";
    default:
      return undefined;
  }
}

/** A SubState without case and blanks, in which nothing that the API means differs. */
export function plainSubState(subState: string): string {
  return subState.replace(/\s+/g, "").toUpperCase();
}

/** The sub-state of an edition in effect, where the reply holds one. */
const NORMAL = "NORMAL";

function protectionStatus(
  { state, subState = "" }: PurchaseState,
  malformedFields: readonly string[],
): ProtectionStatus | undefined {
  const isNormal = !malformedFields.includes("subState") && ["", NORMAL].includes(plainSubState(subState));
  switch (state) {
    case undefined:
      return undefined;
    case State.TrialOrPurchase:
      return ProtectionStatus.NotPurchased;
    case State.PurchaseOnly:
      return ProtectionStatus.TrialOver;
    case State.Trial:
      return endOf(subState) ?? (isNormal ? ProtectionStatus.Trial : ProtectionStatus.Unknown);
    case State.Pro:
      return endOf(subState) ?? (isNormal ? ProtectionStatus.Active : ProtectionStatus.Unknown);
    case State.ProExpired:
      return endOf(subState) ?? ProtectionStatus.Expired;
    default:
      return ProtectionStatus.Unknown;
  }
}

/** Whether an edition is in effect by its State alone. */
export function isInEffect(state: number | undefined): boolean {
  return state === State.Trial || state === State.Pro;
}

/** `compute` of the counts, or undefined where one of them is absent or negative. */
function fromCounts<N extends (number | undefined)[]>(
  counts: readonly [...N],
  compute: (...counts: { [I in keyof N]: number }) => number,
): number | undefined {
  const usable = counts.every((count) => count !== undefined && count >= 0);
  return usable ? compute(...(counts as { [I in keyof N]: number })) : undefined;
}

function entitledCores(reply: PurchaseState): number | undefined {
  return fromCounts(
    [reply.authorizedCoresCnt, reply.givenAuthorizedCoresCnt, reply.trialCoresCnt],
    (bought, given, trial) => bought + Math.max(given, trial),
  );
}

function idleCores(reply: PurchaseState, entitledCoresCnt: number | undefined): number | undefined {
  if (reply.state === undefined) return undefined;
  if (!isInEffect(reply.state)) return 0;
  return fromCounts(
    [entitledCoresCnt, reply.coresCnt, reply.currentFlexibleCoresCnt],
    (entitled, protectedCores, elastic) => Math.max(0, entitled - (protectedCores - elastic)),
  );
}

function unlicensedImages(reply: PurchaseState): number | undefined {
  return fromCounts([reply.imageCnt, reply.authorizedImageCnt], (images, licensed) =>
    Math.max(0, images - licensed),
  );
}

function unusedImageLicenses(reply: PurchaseState): number | undefined {
  return fromCounts(
    [reply.purchasedAuthorizedCnt, reply.givenAuthorizedCnt, reply.authorizedImageCnt],
    (bought, given, used) => Math.max(0, bought + given - used),
  );
}

/**
 * Reads a purchase state back from where it was stored: a resource's property, a stack's outputs. What is
 * derived is derived anew, so that values which someone edited, or an older version computed, do not count.
 * @param stored an object with the fields by their names here.
 */
export function restorePurchaseState(
  stored: Readonly<Record<string, unknown>>,
  timeZone: string = DEFAULT_TIME_ZONE,
): PurchaseState {
  const response = Object.entries(REPLY_FIELDS)
    .filter(([name]) => Object.hasOwn(stored, name))
    .map(([name, { apiName }]) => [apiName, stored[name]]);
  const { accountId, observedAt, stale } = stored;
  const { malformedFields = [], ...reply } = parsePurchaseState(Object.fromEntries(response), timeZone);
  const malformed = [...malformedFields, ...malformedIn(stored)].filter(
    (name, index, all) => all.indexOf(name) === index && !Object.hasOwn(reply, name),
  );
  return {
    ...withDerived(reply, malformed, {}, timeZone),
    ...(typeof accountId === "string" ? { accountId } : {}),
    ...(typeof observedAt === "string" ? { observedAt } : {}),
    // anything but its absence may have been meant
    ...(stale === undefined || stale === null || stale === false ? {} : { stale: true }),
  };
}

/** The fields that were malformed when `stored` was read; where that cannot be understood, any may have been. */
function malformedIn({ malformedFields }: Readonly<Record<string, unknown>>): string[] {
  const names = Object.keys(REPLY_FIELDS);
  if (malformedFields === undefined || malformedFields === null) return [];
  return Array.isArray(malformedFields) ? names.filter((name) => malformedFields.includes(name)) : names;
}

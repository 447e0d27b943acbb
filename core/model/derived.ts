import { toUtc } from "../base/time";
import type { DerivedField } from "./fields";
import { ProtectionStatus, type PurchaseState, State } from "./purchaseState";

type Derived = Pick<PurchaseState, DerivedField>;

/** What follows from a reply. */
export function derive(reply: PurchaseState, malformedFields: readonly string[], timeZone: string): Derived {
  const entitledCoresCnt = entitledCores(reply);
  const derived: { [K in keyof Required<Derived>]: Derived[K] | undefined } = {
    protectionStatus: protectionStatus(reply, malformedFields),
    beginTimeUtc: reply.beginTime === undefined ? undefined : toUtc(reply.beginTime, timeZone),
    expirationTimeUtc: reply.expirationTime === undefined ? undefined : toUtc(reply.expirationTime, timeZone),
    entitledCoresCnt,
    idleCoresCnt: idleCores(reply, entitledCoresCnt),
    unlicensedImageCnt: fromCounts([reply.imageCnt, reply.authorizedImageCnt], unlicensedImages),
    unusedImageLicenseCnt: unusedImageLicenses(reply),
  };
  return Object.fromEntries(Object.entries(derived).filter(([, value]) => value !== undefined)) as Derived;
}

/** Whether `subState` says that the edition is isolated or destroyed; spellings differ by site. */
export function lapseOf(subState: string | undefined): "isolated" | "destroyed" | undefined {
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
      return lapseOf(subState) ?? (isNormal ? ProtectionStatus.Trial : ProtectionStatus.Unknown);
    case State.Pro:
      return lapseOf(subState) ?? (isNormal ? ProtectionStatus.Active : ProtectionStatus.Unknown);
    case State.ProExpired:
      return lapseOf(subState) ?? ProtectionStatus.Expired;
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

/** Images without a license, of so many and so many that hold one. */
export function unlicensedImages(images: number, licensed: number): number {
  return Math.max(0, images - licensed);
}

function unusedImageLicenses(reply: PurchaseState): number | undefined {
  return fromCounts(
    [reply.purchasedAuthorizedCnt, reply.givenAuthorizedCnt, reply.authorizedImageCnt],
    (bought, given, used) => Math.max(0, bought + given - used),
  );
}

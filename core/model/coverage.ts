// Who is undefended: the assets of an account beside its purchase state, and the cheapest way to cover them.
import type { AssetAccess, AssetKind, AssetStatus, ListedAsset } from "./assets";
import { bestCover } from "./coveragePlan";
import type { PurchaseState } from "./purchaseState";

/** An asset and how far it is protected. */
export interface Asset {
  readonly kind: AssetKind;
  /** Id of the cluster (`cls-…`), host or super node. Absent where the API gives none. */
  readonly id?: string;
  readonly name?: string;
  /** Region as the API names it: a name for clusters, a number for hosts. Absent where it gives none. */
  readonly region?: string;
  /** Cores that TCSS counts. Unit: cores, possibly parts of one. Absent where the list gives none, or no unit fits. */
  readonly cores?: number;
  /** Cores that are protected, which are those that are billed. Unit and absence as for `cores`. */
  readonly protectedCores?: number;
  /** `cores` less `protectedCores`: an inference. Unit and absence as for `cores`. */
  readonly undefendedCores?: number;
  readonly status: AssetStatus;
  readonly access: AssetAccess;
  /** Why access is in trouble, in the API's words. Absent otherwise. */
  readonly accessReason?: string;
  /** Tags, `KEY=VALUE`. Absent where the API gives none. */
  readonly tags?: readonly string[];
  /** True where the settings exempt it: it is in no total and no plan. Absent otherwise. */
  readonly exempt?: true;
}

/** Sums over the assets that are not exempt. Unit: cores; null where no unit fits. */
export interface CoverageTotals {
  readonly assets: number;
  readonly cores: number | null;
  readonly protectedCores: number | null;
  readonly undefendedCores: number | null;
  /** Assets by status. */
  readonly defended: number;
  readonly partial: number;
  readonly undefended: number;
  readonly unknown: number;
  /** Undefended cores of exempt assets. */
  readonly exemptUndefendedCores: number | null;
  /** Items of the lists without an id; they are among the assets. */
  readonly withoutId: number;
}

/** The unit of the lists, found by comparison with the purchase state. */
export interface CoverageUnit {
  /** How many of the lists' units make a core: 1, or 1000 for milli-cores. */
  readonly factor: 1 | 1000;
  /** How far the lists' sum is from `AllCoresCnt`, as a part of it: 0 is exact. Null where it is 0 or absent. */
  readonly deviation: number | null;
}

/** What cores cost. */
export interface CorePrices {
  /** ISO 4217, such as `USD`. */
  readonly currency: string;
  /** A core a day, by elastic billing. */
  readonly elasticCoreDay: number;
  /** A core a month, bought in advance. */
  readonly prepaidCoreMonth: number;
}

/** Names one asset of the plan. */
export interface PlannedAsset {
  readonly kind: AssetKind;
  readonly id: string;
  /** Undefended cores that it takes to protect it, rounded up. Unit: cores. */
  readonly cores: number;
}

/** What to do, from what costs nothing to what costs most. */
export interface CoveragePlan {
  /** What to switch on within the idle cores, at no cost: of all sets the one that covers most. */
  readonly switchOn: readonly PlannedAsset[];
  /** Cores that this covers. */
  readonly coveredCores: number;
  /** Undefended cores that are left, those of assets in trouble among them. */
  readonly remainingCores: number;
  /** How many of the remaining cores the limit of elastic billing has room for. Null where it is unknown. */
  readonly elasticCores: number | null;
  /** ISO 4217. Null without prices. */
  readonly currency: string | null;
  /** The remaining cores by elastic billing, a day. Null without prices, or where the limit has no room for all of them. */
  readonly elasticPerDay: number | null;
  /** The remaining cores bought in advance, a month. Null without prices. */
  readonly prepaidPerMonth: number | null;
  /** Assets that need an agent before they can be protected, those among `switchOn` first. */
  readonly needAccess: readonly PlannedAsset[];
  /** Assets whose access is in trouble, each with the API's reason where it gives one. */
  readonly inTrouble: readonly (PlannedAsset & { readonly reason: string | null })[];
}

/** The assets of one account, and what to do about those that are undefended. */
export interface Coverage {
  readonly assets: readonly Asset[];
  readonly totals: CoverageTotals;
  /** Null where no unit fits: then no asset has cores, and there is no plan. */
  readonly unit: CoverageUnit | null;
  /** Null where no unit fits, or the idle cores are unknown. */
  readonly plan: CoveragePlan | null;
  /** Names of the API's fields that held something undocumented, by kind of asset. Empty where all was understood. */
  readonly notUnderstood: readonly string[];
}

export interface CoverageInputs {
  readonly assets: readonly ListedAsset[];
  readonly purchaseState: PurchaseState;
  /** Absent: the plan has no figures of money. */
  readonly prices?: CorePrices | undefined;
  /** Whether the settings exempt an asset. Default: none. */
  readonly isExempt?: (asset: Asset) => boolean;
}

/** How far the lists may be from the purchase state: assets change between the calls, and are synchronized hourly. */
const ACCEPTED_DEVIATION = 0.1;
/** The most cores that a CVM has; a host or node with more is listed in milli-cores. */
const MOST_CORES_OF_A_NODE = 768;
const MILLI = 1000;

/** What an account's lists say beside its purchase state. Pure. */
export function coverageOf({
  assets: listed,
  purchaseState,
  prices,
  isExempt = () => false,
}: CoverageInputs): Coverage {
  const unique = withoutRepeats(listed);
  const unit = unitOf(unique, purchaseState.allCoresCnt);
  const assets = unique
    .map((each) => assetIn(each, unit?.factor))
    .map((asset): Asset => (isExempt(asset) ? { ...asset, exempt: true } : asset))
    .sort(worstFirst);
  const { idleCoresCnt: idle } = purchaseState;
  return {
    assets,
    totals: totalsOf(assets, unit !== null),
    unit,
    plan: unit === null || idle === undefined ? null : planOf(assets, idle, purchaseState, prices),
    notUnderstood: [
      ...new Set(unique.flatMap(({ kind, notUnderstood }) => notUnderstood.map((name) => `${kind}.${name}`))),
    ],
  };
}

/** A list that changes while it is read page by page may give an asset twice: the last time counts. */
function withoutRepeats(listed: readonly ListedAsset[]): ListedAsset[] {
  const byId = new Map<string, ListedAsset>();
  const withoutId: ListedAsset[] = [];
  for (const asset of listed) {
    if (asset.id === undefined) withoutId.push(asset);
    else byId.set(`${asset.kind}:${asset.id}`, asset);
  }
  return [...byId.values(), ...withoutId];
}

/**
 * The unit of the lists: no document names it. A host of 1000 or a cluster with more than any machine has a node proves
 * milli-cores; otherwise the nearer of the two decides.
 * @returns null where the lists do not fit the purchase state in any unit.
 */
export function unitOf(listed: readonly ListedAsset[], allCores: number | undefined): CoverageUnit | null {
  const counted = listed.filter(({ kind }) => kind !== "superNode");
  const sum = counted.reduce((total, { listedCores = 0 }) => total + listedCores, 0);
  const provesMilli = counted.some(
    ({ kind, listedCores = 0, nodes }) =>
      (kind === "host" && listedCores >= MILLI) ||
      (kind === "cluster" && nodes !== undefined && nodes > 0 && listedCores > MOST_CORES_OF_A_NODE * nodes),
  );
  if (allCores === undefined || allCores < 0) return provesMilli ? { factor: MILLI, deviation: null } : null;
  if (sum === 0) return allCores === 0 ? { factor: 1, deviation: null } : null;
  if (allCores === 0) return null;
  const deviations = ([1, MILLI] as const)
    .filter((factor) => factor === MILLI || !provesMilli)
    .map((factor): CoverageUnit & { deviation: number } => ({
      factor,
      deviation: Math.abs(sum / factor - allCores) / allCores,
    }))
    .sort((a, b) => a.deviation - b.deviation);
  const [nearest] = deviations;
  return nearest !== undefined && nearest.deviation <= ACCEPTED_DEVIATION ? nearest : null;
}

function assetIn(listed: ListedAsset, factor: 1 | 1000 | undefined): Asset {
  const { kind, id, name, region, access, accessReason, tags } = listed;
  const inCores = (count: number | undefined): number | undefined =>
    factor === undefined || count === undefined ? undefined : count / factor;
  const cores = inCores(listed.listedCores);
  const protectedCores = inCores(listed.listedProtectedCores);
  const undefendedCores =
    cores === undefined || protectedCores === undefined ? undefined : Math.max(0, cores - protectedCores);
  const known = { id, name, region, cores, protectedCores, undefendedCores, accessReason };
  return {
    kind,
    ...(Object.fromEntries(Object.entries(known).filter(([, value]) => value !== undefined)) as object),
    status: statusOf(listed),
    access,
    ...(tags.length === 0 ? {} : { tags }),
  };
}

/**
 * The protection by the cores that are billed, since the API's own states disagree with each other; without cores, by
 * what the API states. A text that is not documented is never protected.
 */
function statusOf({ listedCores, listedProtectedCores, statedStatus }: ListedAsset): AssetStatus {
  if (listedCores === undefined || listedProtectedCores === undefined) return statedStatus ?? "unknown";
  if (statedStatus === undefined) return "unknown";
  if (listedCores === 0) return statedStatus;
  if (listedProtectedCores >= listedCores) return "defended";
  return listedProtectedCores > 0 ? "partial" : "undefended";
}

/** Most undefended cores first, then what is not known to be protected, then by kind and id. */
function worstFirst(a: Asset, b: Asset): number {
  return (
    (b.undefendedCores ?? 0) - (a.undefendedCores ?? 0) ||
    WORST.indexOf(a.status) - WORST.indexOf(b.status) ||
    compare(a.kind, b.kind) ||
    compare(a.id ?? "", b.id ?? "")
  );
}

const WORST: readonly AssetStatus[] = ["undefended", "partial", "unknown", "defended"];

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function totalsOf(assets: readonly Asset[], hasUnit: boolean): CoverageTotals {
  const counted = assets.filter(({ exempt }) => !exempt);
  const sum = (of: readonly Asset[], key: "cores" | "protectedCores" | "undefendedCores"): number | null =>
    hasUnit ? rounded(of.reduce((total, asset) => total + (asset[key] ?? 0), 0)) : null;
  const by = (status: AssetStatus): number => counted.filter((asset) => asset.status === status).length;
  return {
    assets: counted.length,
    cores: sum(counted, "cores"),
    protectedCores: sum(counted, "protectedCores"),
    undefendedCores: sum(counted, "undefendedCores"),
    defended: by("defended"),
    partial: by("partial"),
    undefended: by("undefended"),
    unknown: by("unknown"),
    exemptUndefendedCores: sum(
      assets.filter(({ exempt }) => exempt),
      "undefendedCores",
    ),
    withoutId: assets.filter(({ id }) => id === undefined).length,
  };
}

/** Sums of milli-cores as they are, without what binary fractions add. */
function rounded(cores: number): number {
  return Math.round(cores * MILLI) / MILLI;
}

function planOf(
  assets: readonly Asset[],
  idle: number,
  { flexibleCoresLimit: limit, currentFlexibleCoresCnt: used }: PurchaseState,
  prices: CorePrices | undefined,
): CoveragePlan {
  const undefended = assets
    .filter(({ exempt, undefendedCores = 0 }) => !exempt && undefendedCores > 0)
    .map((asset) => ({ asset, cores: Math.ceil(rounded(asset.undefendedCores ?? 0)) }));
  const planned = undefended.flatMap(({ asset, cores }) =>
    asset.id === undefined ? [] : [{ kind: asset.kind, id: asset.id, cores, asset }],
  );
  const chosen = bestCover(
    planned.filter(({ asset }) => asset.access !== "trouble"),
    Math.floor(idle),
  );
  const total = undefended.reduce((sum, { cores }) => sum + cores, 0);
  const coveredCores = chosen.reduce((sum, { cores }) => sum + cores, 0);
  const remainingCores = total - coveredCores;
  const elasticCores =
    limit === undefined || limit < 0 || used === undefined || used < 0
      ? null
      : Math.min(remainingCores, Math.max(0, limit - used));
  const isChosen = new Set(chosen);
  const needing = planned.filter(({ asset }) => asset.access === "needed");
  return {
    switchOn: chosen.map(withoutAsset),
    coveredCores,
    remainingCores,
    elasticCores,
    currency: prices?.currency ?? null,
    elasticPerDay:
      prices === undefined || elasticCores === null || elasticCores < remainingCores
        ? null
        : cents(remainingCores * prices.elasticCoreDay),
    prepaidPerMonth: prices === undefined ? null : cents(remainingCores * prices.prepaidCoreMonth),
    needAccess: [
      ...needing.filter((each) => isChosen.has(each)),
      ...needing.filter((each) => !isChosen.has(each)),
    ].map(withoutAsset),
    inTrouble: planned
      .filter(({ asset }) => asset.access === "trouble")
      .map((each) => ({ ...withoutAsset(each), reason: each.asset.accessReason ?? null })),
  };
}

function withoutAsset({ kind, id, cores }: PlannedAsset): PlannedAsset {
  return { kind, id, cores };
}

function cents(amount: number): number {
  return Math.round(amount * 100) / 100;
}

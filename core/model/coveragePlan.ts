// What to do about undefended assets, from what costs nothing to what costs most.
import type { Asset, AssetKind } from "./assets";
import { bestCover } from "./bestCover";
import { isInEffect } from "./derived";
import { type CorePrices, costOf } from "./prices";
import type { PurchaseState } from "./purchaseState";

/** An asset of the plan. */
export interface PlannedAsset {
  /** Kind of the asset. */
  readonly kind: AssetKind;
  /** Id of the asset. */
  readonly id: string;
  /** Undefended cores that it takes to protect it, rounded up. Unit: cores. */
  readonly cores: number;
}

/** An asset whose access is in trouble. */
export interface TroubledAsset extends PlannedAsset {
  /** The API's reason. Unknown where it gives none. */
  readonly reason: string | null;
}

/** What to do, from what costs nothing to what costs most. */
export interface CoveragePlan {
  /**
   * What to switch on within the idle cores, at no cost: of all sets the one that covers most; of several such sets the
   * one of the fewest assets, and of those the one whose sorted ids come first. Largest first.
   */
  readonly switchOn: readonly PlannedAsset[];
  /** Cores that this covers. */
  readonly coveredCores: number;
  /** Undefended cores that are left, those of assets in trouble or without an id among them. */
  readonly remainingCores: number;
  /** How many of the remaining cores the limit of elastic billing has room for. Unknown where the limit is. */
  readonly elasticCores: number | null;
  /** ISO 4217. Unknown without prices. */
  readonly currency: string | null;
  /**
   * The remaining cores by elastic billing, a day. Unknown without prices, where the limit has no room for all of them, and
   * where no edition is in effect: a renewal may cover them.
   */
  readonly elasticPerDay: number | null;
  /** The remaining cores bought in advance, a month. Unknown without prices, and where no edition is in effect. */
  readonly prepaidPerMonth: number | null;
  /** Assets that need an agent before they can be protected, those among `switchOn` first. */
  readonly needAccess: readonly PlannedAsset[];
  /** Assets whose access is in trouble, each with the API's reason where it gives one. They are not in `switchOn`. */
  readonly inTrouble: readonly TroubledAsset[];
}

/** Binary fractions may put so much above a whole core. */
const NOISE = 1e-9;

/**
 * The plan for assets that are neither exempt nor left out of the account's cores.
 * @param idle cores that are bought and protect nothing.
 */
export function planOf(
  assets: readonly Asset[],
  idle: number,
  { state, flexibleCoresLimit: limit, currentFlexibleCoresCnt: used }: PurchaseState,
  prices: CorePrices | undefined,
): CoveragePlan {
  const undefended = assets
    .filter(({ exempt, counted, undefendedCores = 0 }) => !exempt && counted !== false && undefendedCores > 0)
    .map((asset) => ({ asset, cores: Math.max(1, Math.ceil((asset.undefendedCores ?? 0) - NOISE)) }));
  const planned = undefended.flatMap(({ asset, cores }) =>
    asset.id === undefined ? [] : [{ kind: asset.kind, id: asset.id, cores, asset }],
  );
  const switchOn = bestCover(
    planned.filter(({ asset }) => asset.access !== "trouble"),
    Math.floor(idle),
  );
  const isChosen = new Set(switchOn);
  const chosen = planned.filter((each) => isChosen.has(each)); // largest first, as the assets are
  const coveredCores = coresOf(chosen);
  const remainingCores = coresOf(undefended) - coveredCores;
  const elasticCores =
    limit === undefined || limit < 0 || used === undefined || used < 0
      ? null
      : Math.min(remainingCores, Math.max(0, limit - used));
  const priced = state !== undefined && !isInEffect(state) ? undefined : prices;
  const needing = planned.filter(({ asset }) => asset.access === "needed");
  return {
    switchOn: chosen.map(withoutAsset),
    coveredCores,
    remainingCores,
    elasticCores,
    currency: prices?.currency ?? null,
    elasticPerDay:
      priced === undefined || elasticCores === null || elasticCores < remainingCores
        ? null
        : costOf(remainingCores, "elasticCoreDay", priced),
    prepaidPerMonth: priced === undefined ? null : costOf(remainingCores, "prepaidCoreMonth", priced),
    needAccess: [
      ...needing.filter((each) => isChosen.has(each)),
      ...needing.filter((each) => !isChosen.has(each)),
    ].map(withoutAsset),
    inTrouble: planned
      .filter(({ asset }) => asset.access === "trouble")
      .map((each) => ({ ...withoutAsset(each), reason: each.asset.accessReason ?? null })),
  };
}

function coresOf(each: readonly { readonly cores: number }[]): number {
  return each.reduce((sum, { cores }) => sum + cores, 0);
}

function withoutAsset({ kind, id, cores }: PlannedAsset): PlannedAsset {
  return { kind, id, cores };
}

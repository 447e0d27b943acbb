// Who is undefended: the assets of an account beside its purchase state, and the cheapest way to cover them.
import type { Asset, AssetKind, AssetStatus, LicenseDoubt, ListedAsset } from "./assets";
import { type CoveragePlan, planOf } from "./coveragePlan";
import { type CoverageUnit, type UnitProblem, unitOf } from "./coverageUnit";
import type { CorePrices } from "./prices";
import type { PurchaseState } from "./purchaseState";

/** Figures over the assets that are not exempt; cores over those that the account's cores count as well. */
export interface CoverageTotals {
  /** Assets that are not exempt. */
  readonly assets: number;
  /** Unit: cores. Unknown where no unit fits. */
  readonly cores: number | null;
  /** Unit: cores. Unknown where no unit fits. */
  readonly protectedCores: number | null;
  /** Unit: cores. Unknown where no unit fits. */
  readonly undefendedCores: number | null;
  /** Assets whose status is `defended`. */
  readonly defended: number;
  /** Assets whose status is `partial`. */
  readonly partial: number;
  /** Assets whose status is `undefended`. */
  readonly undefended: number;
  /** Assets whose status is `unknown`. */
  readonly unknown: number;
  /** Undefended cores of exempt assets. Unit: cores. Unknown where no unit fits. */
  readonly exemptUndefendedCores: number | null;
  /** Items of the lists without an id, exempt ones included; they are among the assets. */
  readonly withoutId: number;
  /** Assets whose cores are unknown though a unit fits: they are in no total of cores. 0 where no unit fits. */
  readonly withoutCores: number;
  /** Assets that the account's cores leave out. */
  readonly notCounted: number;
}

/** Which asset. */
export interface AssetName {
  /** Kind of the asset. */
  readonly kind: AssetKind;
  /** Id of the asset. */
  readonly id: string;
}

/** A list that gave fewer assets than its own count. */
export interface IncompleteList {
  /** What it lists. */
  readonly kind: AssetKind;
  /** What the list counts. */
  readonly total: number;
  /** What it gave. */
  readonly read: number;
}

/** The assets of one account, and what to do about those that are undefended. What is unknown is null; programs see it as absent. */
export interface Coverage {
  /** Worst first: by undefended cores, then by status, kind and id. */
  readonly assets: readonly Asset[];
  /** Sums over the assets. */
  readonly totals: CoverageTotals;
  /** In which unit the API lists cores. Unknown where no unit fits: then no asset has cores. */
  readonly unit: CoverageUnit | null;
  /** Why no unit fits. None where one does. */
  readonly unitProblem: UnitProblem | null;
  /** What to do. Unknown where no unit fits, or the idle cores are unknown. */
  readonly plan: CoveragePlan | null;
  /** Names of the API's fields that held something undocumented, by kind of asset: `host.DefendStatus`. */
  readonly notUnderstood: readonly string[];
  /**
   * Assets that the lists gave several times, with other values: the last time counts. The status of one that was not
   * `defended` each time is unknown where the last time says that it is.
   */
  readonly repeated: readonly AssetName[];
  /** Lists that gave fewer assets than their own count. */
  readonly incomplete: readonly IncompleteList[];
}

export interface CoverageInputs {
  readonly assets: readonly ListedAsset[];
  /** How many assets each list counts. Absent for a list without a count. */
  readonly announced?: Readonly<Partial<Record<AssetKind, number>>> | undefined;
  readonly purchaseState: PurchaseState;
  /** Absent: the plan has no figures of money. */
  readonly prices?: CorePrices | undefined;
  /** Whether the settings exempt an asset. Default: none. */
  readonly isExempt?: ((asset: Asset) => boolean) | undefined;
}

/** What an account's lists say beside its purchase state. Pure. */
export function coverageOf({
  assets: listed,
  announced = {},
  purchaseState,
  prices,
  isExempt = () => false,
}: CoverageInputs): Coverage {
  const { unique, repeated } = withoutRepeats(listed);
  const outsideClusters = withoutHostsOf(unique);
  const found = unitOf(outsideClusters, purchaseState.allCoresCnt);
  const [unit, leftOut] = "unit" in found ? [found.unit, found.leftOut] : [null, []];
  const assets = outsideClusters
    .map((each) => assetIn(each, unit?.factor, leftOut))
    .map((asset): Asset => (isExempt(asset) ? { ...asset, exempt: true } : asset))
    .sort(worstFirst);
  const { idleCoresCnt: idle } = purchaseState;
  return {
    assets,
    totals: totalsOf(assets, unit !== null),
    unit,
    unitProblem: "problem" in found ? found.problem : null,
    plan: unit === null || idle === undefined ? null : planOf(assets, idle, purchaseState, prices),
    notUnderstood: [
      ...new Set(unique.flatMap(({ kind, notUnderstood }) => notUnderstood.map((name) => `${kind}.${name}`))),
    ],
    repeated,
    incomplete: incompleteOf(unique, announced),
  };
}

/**
 * A list that changes while it is read page by page may give an asset several times: the last time counts. What was not
 * protected each time has no known protection at best.
 */
function withoutRepeats(listed: readonly ListedAsset[]): {
  readonly unique: readonly ListedAsset[];
  readonly repeated: Coverage["repeated"];
} {
  const byId = new Map<string, ListedAsset>();
  const withoutId: ListedAsset[] = [];
  const repeated = new Map<string, { kind: AssetKind; id: string }>();
  const wasOpen = new Set<string>();
  for (const asset of listed) {
    const { kind, id } = asset;
    if (id === undefined) {
      withoutId.push(asset);
      continue;
    }
    const key = `${kind}:${id}`;
    const before = byId.get(key);
    if (before !== undefined && JSON.stringify(before) !== JSON.stringify(asset))
      repeated.set(key, { kind, id });
    if (statusOf(asset) !== "defended") wasOpen.add(key);
    byId.set(key, asset);
  }
  const unique = [...byId].map(([key, asset]) =>
    wasOpen.has(key) && statusOf(asset) === "defended" ? { ...asset, statedStatus: undefined } : asset,
  );
  return { unique: [...unique, ...withoutId], repeated: [...repeated.values()] };
}

/** Without hosts of clusters that are listed themselves: a filter that the server takes differently gives them too. */
function withoutHostsOf(listed: readonly ListedAsset[]): ListedAsset[] {
  const clusters = new Set(
    listed.flatMap(({ kind, id }) => (kind === "cluster" && id !== undefined ? [id] : [])),
  );
  return listed.filter(
    ({ kind, clusterId }) => kind !== "host" || clusterId === undefined || !clusters.has(clusterId),
  );
}

function incompleteOf(
  unique: readonly ListedAsset[],
  announced: Readonly<Partial<Record<AssetKind, number>>>,
): Coverage["incomplete"] {
  return (Object.entries(announced) as [AssetKind, number][]).flatMap(([kind, total]) => {
    const read = unique.filter((asset) => asset.kind === kind).length;
    return read < total ? [{ kind, total, read }] : [];
  });
}

function assetIn(listed: ListedAsset, factor: 1 | 1000 | undefined, leftOut: readonly LicenseDoubt[]): Asset {
  const { kind, id, name, region, access, accessReason, tags, listedCores, listedProtectedCores } = listed;
  const inCores = (count: number | undefined): number | undefined =>
    factor === undefined || count === undefined ? undefined : count / factor;
  const listedUndefended =
    listedCores === undefined || listedProtectedCores === undefined
      ? undefined
      : Math.max(0, listedCores - listedProtectedCores);
  const known = {
    id,
    name,
    region,
    cores: inCores(listedCores),
    protectedCores: inCores(listedProtectedCores),
    undefendedCores: inCores(listedUndefended),
    accessReason,
  };
  return {
    kind,
    ...(Object.fromEntries(Object.entries(known).filter(([, value]) => value !== undefined)) as object),
    status: statusOf(listed),
    access,
    ...(tags.length === 0 ? {} : { tags }),
    ...(listed.licenseDoubts.some((doubt) => leftOut.includes(doubt)) ? { counted: false as const } : {}),
  };
}

/**
 * The protection by the cores that are billed, since the API's own states disagree with each other; without cores, by
 * what the API states, unless it denies that itself. Protected is only what the API states to be, with all its cores billed.
 */
function statusOf({ listedCores, listedProtectedCores, statedStatus, isDenied }: ListedAsset): AssetStatus {
  if (statedStatus === undefined) return "unknown";
  if (listedCores === undefined || listedProtectedCores === undefined || listedCores === 0)
    return isDenied ? "unknown" : statedStatus;
  if (listedProtectedCores >= listedCores) return statedStatus === "defended" ? "defended" : "unknown";
  return listedProtectedCores > 0 ? "partial" : "undefended";
}

/** Most undefended cores first, then what is not known to be protected, then by kind and id. */
function worstFirst(a: Asset, b: Asset): number {
  return (
    weightOf(b) - weightOf(a) ||
    WORST.indexOf(a.status) - WORST.indexOf(b.status) ||
    compare(a.kind, b.kind) ||
    compare(a.id ?? "", b.id ?? "")
  );
}

const WORST: readonly AssetStatus[] = ["undefended", "partial", "unknown", "defended"];

function weightOf({ counted, undefendedCores = 0 }: Asset): number {
  return counted === false ? 0 : undefendedCores;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function totalsOf(all: readonly Asset[], hasUnit: boolean): CoverageTotals {
  const assets = all.filter(({ exempt }) => !exempt);
  const sum = (of: readonly Asset[], key: "cores" | "protectedCores" | "undefendedCores"): number | null =>
    hasUnit
      ? rounded(of.reduce((total, asset) => total + (asset.counted === false ? 0 : (asset[key] ?? 0)), 0))
      : null;
  const by = (status: AssetStatus): number => assets.filter((asset) => asset.status === status).length;
  return {
    assets: assets.length,
    cores: sum(assets, "cores"),
    protectedCores: sum(assets, "protectedCores"),
    undefendedCores: sum(assets, "undefendedCores"),
    defended: by("defended"),
    partial: by("partial"),
    undefended: by("undefended"),
    unknown: by("unknown"),
    exemptUndefendedCores: sum(
      all.filter(({ exempt }) => exempt),
      "undefendedCores",
    ),
    withoutId: all.filter(({ id }) => id === undefined).length,
    withoutCores: hasUnit ? assets.filter(({ undefendedCores }) => undefendedCores === undefined).length : 0,
    notCounted: assets.filter(({ counted }) => counted === false).length,
  };
}

/** Sums as they are, without what binary fractions add. */
function rounded(cores: number): number {
  return Math.round(cores * 1e6) / 1e6;
}

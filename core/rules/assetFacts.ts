// What rules say of an account's assets.
import { onlyDefined } from "../base/defined";
import { TcssError, type TcssErrorFacts } from "../base/errors";
import type { Asset, AssetKind, AssetStatus } from "../model/assets";
import type { AssetName, Coverage } from "../model/coverage";
import type { PlannedAsset } from "../model/coveragePlan";
import type { CoverageReading } from "../model/reading";

/** An asset in a finding. */
export interface AssetFacts {
  readonly kind: AssetKind;
  /** Absent where the API gives none. */
  readonly id?: string | undefined;
  /** Likewise. */
  readonly name?: string | undefined;
  readonly status: AssetStatus;
  /** Unit: cores, possibly parts of one. Absent where they are unknown. */
  readonly undefendedCores?: number | undefined;
  /** True where the lists gave it several times, with other values. Absent otherwise. */
  readonly isRepeated?: true | undefined;
}

/** What the plan switches on, and what is left. */
export interface PlanFacts {
  /** The first of what to switch on at no cost. */
  readonly switchOn: readonly PlannedAssetFacts[];
  /** How many more there are to switch on. */
  readonly moreToSwitchOn: number;
  /** Cores that this covers. */
  readonly coveredCores: number;
  /** Cores that are left undefended. */
  readonly remainingCores: number;
  /** ISO 4217. Absent without prices. */
  readonly currency?: string | undefined;
  /** The remaining cores by elastic billing, a day. Absent without prices, or where its limit has no room for them. */
  readonly elasticPerDay?: number | undefined;
  /** The remaining cores bought in advance, a month. Absent without prices. */
  readonly prepaidPerMonth?: number | undefined;
  /** How many of what to switch on need an agent first. */
  readonly needAccess: number;
}

export interface PlannedAssetFacts {
  readonly kind: AssetKind;
  readonly id: string;
  /** Absent where the API gives none. */
  readonly name?: string | undefined;
  /** Unit: cores. */
  readonly cores: number;
}

/** The assets that are not fully protected. */
export interface UndefendedAssetsFacts {
  /** The first of them, most undefended cores first. */
  readonly worst: readonly AssetFacts[];
  /** How many more there are. */
  readonly more: number;
  /** Absent where no unit fits, or nothing can be planned. */
  readonly plan?: PlanFacts | undefined;
  /** The first of those that the lists gave several times, with other values: their cores are in doubt. Absent without any. */
  readonly repeated?: readonly AssetName[] | undefined;
  /** How many more of these there are. Absent without any. */
  readonly moreRepeated?: number | undefined;
}

/** Why an account's assets are unknown: the error of the read; absent where the account was not asked for them. */
export interface UnreadAssetsFacts {
  readonly error?: TcssErrorFacts | undefined;
}

/** How many assets a finding names. */
const NAMED = 5;

/** The coverage, or why there is none. */
export function coverageIn(coverage: CoverageReading | undefined): Coverage | UnreadAssetsFacts {
  if (coverage === undefined) return {};
  return coverage instanceof TcssError ? { error: coverage.facts } : coverage;
}

/** Whether there is a coverage. */
export function isRead(coverage: Coverage | UnreadAssetsFacts): coverage is Coverage {
  return "assets" in coverage;
}

/** The first few of `items`, and how many more there are. */
export function firstOf<Item>(items: readonly Item[]): {
  readonly first: readonly Item[];
  readonly more: number;
} {
  return { first: items.slice(0, NAMED), more: Math.max(0, items.length - NAMED) };
}

/** An asset of a coverage, for a finding. */
export function assetFacts(
  { kind, id, name, status, undefendedCores }: Asset,
  coverage: Coverage,
): AssetFacts {
  const isRepeated = coverage.repeated.some((each) => each.kind === kind && each.id === id) || undefined;
  return onlyDefined({ kind, id, name, status, undefendedCores, isRepeated });
}

/** The assets that the account's cores count, that are not exempt and not known to be fully protected, and the plan. */
export function undefendedAssets(coverage: Coverage): UndefendedAssetsFacts {
  const open = coverage.assets.filter(
    ({ exempt, counted, undefendedCores, status }) =>
      !exempt &&
      counted !== false &&
      (undefendedCores === undefined ? status !== "defended" : undefendedCores > 0),
  );
  const { first, more } = firstOf(open);
  const { first: repeated, more: moreRepeated } = firstOf(coverage.repeated);
  return onlyDefined({
    worst: first.map((asset) => assetFacts(asset, coverage)),
    more,
    plan: planFacts(coverage),
    ...(repeated.length === 0 ? {} : { repeated, moreRepeated }),
  });
}

function planFacts({ plan, assets }: Coverage): PlanFacts | undefined {
  if (plan === null) return undefined;
  const { coveredCores, remainingCores, currency, elasticPerDay, prepaidPerMonth } = plan;
  const keyOf = ({ kind, id }: { readonly kind: AssetKind; readonly id?: string }): string => `${kind}:${id}`;
  const names = new Map(assets.map((asset) => [keyOf(asset), asset.name]));
  const named = ({ kind, id, cores }: PlannedAsset): PlannedAssetFacts =>
    onlyDefined({ kind, id, name: names.get(keyOf({ kind, id })), cores });
  const needing = new Set(plan.needAccess.map(keyOf));
  const { first, more } = firstOf(plan.switchOn);
  return onlyDefined({
    switchOn: first.map(named),
    moreToSwitchOn: more,
    coveredCores,
    remainingCores,
    currency: currency ?? undefined,
    elasticPerDay: elasticPerDay ?? undefined,
    prepaidPerMonth: prepaidPerMonth ?? undefined,
    needAccess: plan.switchOn.filter((each) => needing.has(keyOf(each))).length,
  });
}

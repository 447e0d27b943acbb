import type {
  AccountCoverage,
  Asset,
  AssetKind,
  AssetStatus,
  Coverage,
  TcssError,
} from "pulumi-tcss/internal";
import { type Check, check } from "./checks";

/** From so far on, the lists and the purchase state should be compared. Part of `AllCoresCnt`. */
const NOTABLE_DEVIATION = 0.02;

/** What was read of the account's assets, or why not. */
export type CoverageResult = AccountCoverage | { readonly error: TcssError } | undefined;

/** The assets that were read. */
export function assetsIn(result: CoverageResult): readonly Asset[] {
  return result !== undefined && "coverage" in result ? result.coverage.assets : [];
}

/** What the lists come to beside the purchase state. */
export function coverageChecks(result: CoverageResult): Check[] {
  if (result !== undefined && "coverage" in result)
    return [unitCheck(result.coverage), assetsCheck(result.coverage)];
  const error = result?.error.facts ?? null;
  return [
    check("unit", "unknown", { factor: null, deviation: null, problem: null, notCounted: null, error }),
    check("assets", "unknown", {
      kinds: null,
      statuses: {},
      withoutId: 0,
      withoutCores: 0,
      repeated: 0,
      incomplete: [],
      error,
    }),
  ];
}

function unitCheck({ unit, unitProblem: problem, totals }: Coverage): Check {
  const isClose = unit !== null && (unit.deviation ?? 0) <= NOTABLE_DEVIATION;
  return check("unit", isClose ? "ok" : "attention", {
    factor: unit?.factor ?? null,
    deviation: unit?.deviation ?? null,
    problem,
    notCounted: totals.notCounted,
    error: null,
  });
}

function assetsCheck({ assets, totals, repeated, incomplete }: Coverage): Check {
  const { withoutId, withoutCores } = totals;
  const isPlain = withoutId + withoutCores + repeated.length + incomplete.length === 0;
  return check("assets", isPlain ? "ok" : "attention", {
    kinds: countedBy<AssetKind>(assets.map(({ kind }) => kind)),
    statuses: countedBy<AssetStatus>(assets.map(({ status }) => status)),
    withoutId,
    withoutCores,
    repeated: repeated.length,
    incomplete,
    error: null,
  });
}

function countedBy<Name extends string>(names: readonly Name[]): Partial<Record<Name, number>> {
  const counts: Partial<Record<Name, number>> = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}

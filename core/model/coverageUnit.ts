// The unit of the lists of assets: no document names it, and their cores tell it only beside the purchase state's.
import type { LicenseDoubt, ListedAsset } from "./assets";

/** The unit of the lists, found by comparison with the purchase state. */
export interface CoverageUnit {
  /** How many of the lists' units make a core: 1, or 1000 for milli-cores. */
  readonly factor: 1 | 1000;
  /** How far the lists' sum is from `AllCoresCnt`, as a part of it: 0 is exact. Unknown where it is 0 or absent. */
  readonly deviation: number | null;
}

/** Values of {@link UnitProblem.reason}. */
export const UnitProblemReason = {
  /** The sum fits neither cores nor milli-cores. */
  NoFit: "noFit",
  /** Some assets can only be in cores, others only in milli-cores. */
  Mixed: "mixed",
  /** The purchase state has no usable `AllCoresCnt`, and the lists prove nothing by themselves. */
  NoTotal: "noTotal",
} as const;
export type UnitProblemReason = (typeof UnitProblemReason)[keyof typeof UnitProblemReason];

/** Why no unit fits. */
export interface UnitProblem {
  /** Why not. */
  readonly reason: UnitProblemReason;
  /** Sum of the lists, in their own unit. */
  readonly listed: number;
  /** `AllCoresCnt` of the purchase state. Unit: cores. Unknown where it is absent. */
  readonly allCores: number | null;
}

/** A unit, or why there is none. */
export type FoundUnit =
  | {
      readonly unit: CoverageUnit;
      /** Assets with one of these doubts are not in `AllCoresCnt`: the sum is nearer to it without them. */
      readonly leftOut: readonly LicenseDoubt[];
    }
  | { readonly problem: UnitProblem };

/** How far the lists may be from the purchase state: assets change between the calls, and are synchronized hourly. */
const ACCEPTED_DEVIATION = 0.1;
/** The most cores that a CVM has; a host or node with more is listed in milli-cores. */
const MOST_CORES_OF_A_NODE = 768;
const MILLI = 1000;
/** A tenth of a core, in milli-cores: no cluster has less, and more than 0. */
const LEAST_MILLI = 100;
/** One core, in milli-cores: hosts outside clusters have no pods to share a core. */
const LEAST_MILLI_OF_HOST = MILLI;

/**
 * What may be missing in `AllCoresCnt`. The documents count online hosts that run containers; the lists have offline
 * hosts and machines of other vendors as well, and do not say whether those count.
 */
const LEFT_OUT: readonly (readonly LicenseDoubt[])[] = [
  [],
  ["offline", "noContainer"],
  ["otherMachine"],
  ["offline", "noContainer", "otherMachine"],
];

/**
 * The unit of the lists. A host of 1000 or a cluster with more than any machine has a node proves milli-cores, an asset
 * with less than any has disproves them; the nearer of what is left decides, with and without the assets that may not count.
 */
export function unitOf(listed: readonly ListedAsset[], allCores: number | undefined): FoundUnit {
  const provesMilli = listed.some(isMilli);
  const disprovesMilli = listed.some(isNotMilli);
  const fail = (reason: UnitProblem["reason"]): FoundUnit => ({
    problem: { reason, listed: sumOf(listed, []).cores, allCores: allCores ?? null },
  });
  if (provesMilli && disprovesMilli) return fail("mixed");
  if (allCores === undefined || allCores < 0)
    return provesMilli ? { unit: { factor: MILLI, deviation: null }, leftOut: [] } : fail("noTotal");
  const factors = ([1, MILLI] as const).filter((factor) => (factor === 1 ? !provesMilli : !disprovesMilli));
  const found = allCores === 0 ? withoutCores(listed, factors) : nearest(listed, factors, allCores);
  return found ?? fail("noFit");
}

type Factor = CoverageUnit["factor"];

/** For an account without cores: a list tells its unit only where one alone is possible, or where it is empty. */
function withoutCores(listed: readonly ListedAsset[], factors: readonly Factor[]): FoundUnit | undefined {
  const leftOut = LEFT_OUT.find((each) => sumOf(listed, each).cores === 0);
  const [factor, other] = factors;
  const isCertain = other === undefined || leftOut?.length === 0;
  if (leftOut === undefined || factor === undefined || !isCertain) return undefined;
  return { unit: { factor, deviation: null }, leftOut };
}

/** What comes nearest to the account's cores; of equally near ones, what leaves out least. */
function nearest(
  listed: readonly ListedAsset[],
  factors: readonly Factor[],
  allCores: number,
): FoundUnit | undefined {
  const [first] = LEFT_OUT.flatMap((leftOut) => {
    const { cores, ofSuperNodes } = sumOf(listed, leftOut);
    return factors.flatMap((factor) =>
      [cores, cores + ofSuperNodes].map((sum) => ({
        unit: { factor, deviation: Math.abs(sum / factor - allCores) / allCores },
        leftOut,
      })),
    );
  }).sort((a, b) => a.unit.deviation - b.unit.deviation);
  return first !== undefined && first.unit.deviation <= ACCEPTED_DEVIATION ? first : undefined;
}

function isMilli({ kind, listedCores = 0, nodes = 0 }: ListedAsset): boolean {
  return kind === "cluster"
    ? nodes > 0 && listedCores > MOST_CORES_OF_A_NODE * nodes
    : kind === "host" && listedCores >= MILLI;
}

/** A part of one is no count of cores either: it proves nothing. */
function isNotMilli({ kind, listedCores = 0 }: ListedAsset): boolean {
  const least = kind === "host" ? LEAST_MILLI_OF_HOST : LEAST_MILLI;
  return Number.isInteger(listedCores) && listedCores > 0 && listedCores < least;
}

/** Sums in the lists' own unit. Super nodes list no cores, only those that are billed. */
function sumOf(
  listed: readonly ListedAsset[],
  leftOut: readonly LicenseDoubt[],
): { readonly cores: number; readonly ofSuperNodes: number } {
  let [cores, ofSuperNodes] = [0, 0];
  for (const { kind, listedCores = 0, listedProtectedCores = 0, licenseDoubts } of listed) {
    if (licenseDoubts.some((doubt) => leftOut.includes(doubt))) continue;
    if (kind === "superNode") ofSuperNodes += listedProtectedCores;
    else cores += listedCores;
  }
  return { cores, ofSuperNodes };
}

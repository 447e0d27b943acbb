import { onlyDefined } from "../base/defined";
import type { Coverage } from "../model/coverage";
import { isInEffect } from "../model/derived";
import type { PurchaseState } from "../model/purchaseState";
import {
  coverageIn,
  isRead,
  type UndefendedAssetsFacts,
  type UnreadAssetsFacts,
  undefendedAssets,
} from "./assetFacts";
import type { AssetSettings } from "./evidence";
import { countIn, type FieldFacts } from "./fields";
import { type Rule, unverifiable, violated } from "./rule";

export interface NoUndefendedCoresSettings {
  /** Undefended cores that are accepted. */
  readonly maxUndefendedCores: number;
}

interface CoresFacts {
  /** Those of exempt assets not counted, where `exemptCores` says how many these are. */
  readonly undefendedCores: number;
  /** Absent where it is unknown, or less than those which are undefended. */
  readonly allCores?: number | undefined;
  readonly maxUndefendedCores: number;
}

interface UndefendedFacts extends CoresFacts {
  /** Undefended cores of exempt assets. Absent where there are none. */
  readonly exemptCores?: number | undefined;
  /** The assets that are undefended. Absent where they are unknown. */
  readonly assets?: UndefendedAssetsFacts | undefined;
  /** Why the assets are unknown. Absent where they are known, or were not asked for. */
  readonly unread?: UnreadAssetsFacts | undefined;
}

/** How many cores elastic billing may cover; each is absent where the reply lacks it or holds a negative number. */
export interface ElasticFacts {
  readonly limitCores?: number | undefined;
  readonly usedCores?: number | undefined;
  /** Absent where one of the others is. */
  readonly freeCores?: number | undefined;
}

/** Why the lists of assets do not prove whose the undefended cores are. */
type Doubt = "unknownCores" | "repeated";

type IdleKind = "bought" | "trial";

export interface NoUndefendedCoresFacts {
  readonly unknown: FieldFacts;
  /** Assets are exempt, and it is unknown how many of the cores are theirs. */
  readonly exemptUnknown: CoresFacts & {
    /**
     * Why; `noUnit`: the cores of the assets fit the purchase state in no unit; `unknownCores`: other assets may be
     * undefended, since their cores or a part of a list are unknown; `repeated`: the lists gave assets several times, with
     * other values.
     */
    readonly unread: UnreadAssetsFacts | "noUnit" | Doubt;
  };
  /** Protection is not in effect, so that none of them can be defended. */
  readonly inactive: UndefendedFacts;
  readonly undefended: UndefendedFacts & {
    readonly idleKind: IdleKind;
    /** An upper bound. Absent where the reply lacks a count that it follows from. */
    readonly idleCores?: number | undefined;
    readonly elastic: ElasticFacts;
  };
}

export const noUndefendedCores: Rule<NoUndefendedCoresSettings, NoUndefendedCoresFacts> = {
  id: "TCSS002",
  name: "no-undefended-cores",
  title: "Every core that runs containers must be protected",
  rationale:
    "An undefended core is a container host that nobody watches. New nodes join clusters all the time, and unless cores are bought and protection is switched on for them, coverage shrinks with every one.",
  severity: "high",
  defaultLevel: "mandatory",
  remediation: [
    "Switch protection on for the undefended clusters and hosts in the TCSS console: idle bought cores are used first, at no extra cost.",
    "For the rest, buy cores or raise the limit of elastic billing.",
    "Choose “protect new assets automatically” where new nodes join often.",
    "Where some clusters or hosts need no protection, name them under assets.exempt in tcss.gate.yaml, or set maxUndefendedCores to their number of cores.",
  ],
  settings: {
    maxUndefendedCores: {
      type: "integer",
      default: 0,
      minimum: 0,
      description: "Undefended cores that are accepted. Unit: cores.",
    },
  },
  skippedWhenInactive: false,
  asksForCoverage({ reading, assets }, { maxUndefendedCores }) {
    const undefendedCores = countIn(reading, "undefendCoresCnt");
    if (typeof undefendedCores !== "number" || undefendedCores <= maxUndefendedCores) return undefined;
    return hasExempt(assets) ? "outcome" : "words";
  },
  evaluate({ reading, coverage: read, assets }, { maxUndefendedCores }) {
    const { allCoresCnt = 0, authorizedCoresCnt, idleCoresCnt, state } = reading;
    const all = countIn(reading, "undefendCoresCnt");
    if (typeof all !== "number") return unverifiable("unknown", { problem: all });
    if (all <= maxUndefendedCores) return undefined;
    const coresFacts = (undefendedCores: number): CoresFacts => ({
      undefendedCores,
      allCores: allCoresCnt < undefendedCores ? undefined : allCoresCnt,
      maxUndefendedCores,
    });
    const coverage = coverageIn(read);
    const counted = hasExempt(assets) ? notExempt(all, coverage) : { undefendedCores: all };
    if ("unread" in counted)
      return unverifiable("exemptUnknown", { ...onlyDefined(coresFacts(all)), unread: counted.unread });
    const { undefendedCores } = counted;
    if (undefendedCores <= maxUndefendedCores) {
      const unread = isRead(coverage) ? doubtOf(coverage, all) : undefined;
      return unread && unverifiable("exemptUnknown", { ...onlyDefined(coresFacts(all)), unread });
    }
    const facts: UndefendedFacts = {
      ...coresFacts(undefendedCores),
      exemptCores: counted.exemptCores,
      ...(isRead(coverage)
        ? { assets: undefendedAssets(coverage) }
        : { unread: coverage.error === undefined ? undefined : coverage }),
    };
    if (state !== undefined && !isInEffect(state)) return violated("inactive", facts);
    const idleKind: IdleKind = authorizedCoresCnt === 0 ? "trial" : "bought";
    return violated("undefended", {
      ...facts,
      idleKind,
      idleCores: idleCoresCnt,
      elastic: elasticIn(reading),
    });
  },
};

function hasExempt(assets: AssetSettings | undefined): boolean {
  return assets !== undefined && assets.exempt.length > 0;
}

/** The undefended cores without those of exempt assets, or why they are unknown. */
function notExempt(
  all: number,
  coverage: Coverage | UnreadAssetsFacts,
):
  | { readonly undefendedCores: number; readonly exemptCores?: number | undefined }
  | { readonly unread: UnreadAssetsFacts | "noUnit" } {
  if (!isRead(coverage)) return { unread: coverage };
  const { exemptUndefendedCores: exempt, undefendedCores: others } = coverage.totals;
  if (exempt === null || others === null) return { unread: "noUnit" };
  if (exempt === 0) return { undefendedCores: all };
  // lists hold assets that the count of the account leaves out, such as hosts that are offline: those must not hide others
  const undefendedCores = Math.min(all, Math.max(all - Math.ceil(exempt), Math.ceil(others)));
  return { undefendedCores, exemptCores: all - undefendedCores };
}

/** Why the exempt assets may not be the undefended ones; undefined where they are. */
function doubtOf(coverage: Coverage, all: number): Doubt | undefined {
  if (mayHideOthers(coverage, all)) return "unknownCores";
  return coverage.repeated.length > 0 ? "repeated" : undefined;
}

/**
 * Whether assets that are not exempt may be among the undefended cores without being counted. Super nodes never list
 * cores: theirs are in doubt only where the exempt assets have more cores than the account has undefended ones.
 */
function mayHideOthers({ assets, totals, incomplete }: Coverage, all: number): boolean {
  const isContradicted = (totals.exemptUndefendedCores ?? 0) > all;
  return (
    incomplete.length > 0 ||
    assets.some(
      ({ kind, exempt, counted, status, undefendedCores }) =>
        !exempt &&
        counted !== false &&
        status !== "defended" &&
        undefendedCores === undefined &&
        (kind !== "superNode" || isContradicted),
    )
  );
}

/** The room of elastic billing. */
export function elasticIn(purchaseState: PurchaseState): ElasticFacts {
  const [limitCores, usedCores] = (["flexibleCoresLimit", "currentFlexibleCoresCnt"] as const).map(
    (field) => {
      const count = countIn(purchaseState, field);
      return typeof count === "number" ? count : undefined;
    },
  );
  const freeCores =
    limitCores === undefined || usedCores === undefined ? undefined : Math.max(0, limitCores - usedCores);
  return onlyDefined({ limitCores, usedCores, freeCores });
}

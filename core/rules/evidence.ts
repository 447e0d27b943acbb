// What a rule judges by.
import type { Certainty, Forecast } from "../forecast";

import type { CorePrices } from "../model/prices";
import type { CoverageReading, Reading } from "../model/reading";

/** What the gate's settings say of assets, by patterns (`core/base/assetPatterns.ts`). */
export interface AssetSettings {
  /** Assets whose undefended cores do not count. */
  readonly exempt: readonly string[];
  /** Assets that must be fully protected. */
  readonly mustBeDefended: readonly string[];
}

/** How the gate's settings want the cores of a deployment counted. */
export interface ForecastSettings {
  /** `certain`: container hosts. `possible`: all machines that may run containers. */
  readonly instances: "certain" | "possible";
  /** Cores by instance type. */
  readonly instanceTypes: Readonly<Record<string, number>>;
  /** Whether room within the limit of elastic billing counts as free. */
  readonly countElastic: boolean;
  /** Whether what scales counts at its maximum. */
  readonly useMaximum: boolean;
  /** Whether Tencent Cloud is asked for the cores of instance types that are unknown. */
  readonly lookup: boolean;
}

/** Which machines count, with this setting. */
export function countsWith(instances: ForecastSettings["instances"]): (certainty: Certainty) => boolean {
  return (certainty) => instances === "possible" || certainty === "certain";
}

/** The settings of the gate that rules depend on and that are no rule's own. Absent: their defaults. */
export interface RuleScope {
  readonly assets?: AssetSettings | undefined;
  readonly forecastSettings?: ForecastSettings | undefined;
  /** Whether what a deployment adds is judged. Absent: it may be. */
  readonly isPlanJudged?: boolean | undefined;
}

/** What a rule judges by. */
export interface RuleEvidence<R extends Reading = Reading> extends RuleScope {
  readonly reading: R;
  /** The account's assets. Absent: they were not read. */
  readonly coverage?: CoverageReading | undefined;
  /** What the deployment adds and removes. Absent: no plan is judged. */
  readonly forecast?: Forecast | undefined;
  /** What cores cost. Absent: the list prices of the international site. */
  readonly prices?: CorePrices | undefined;
}

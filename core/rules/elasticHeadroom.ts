import { type Rule, unverifiable, violated } from "./rule";
import { counted, figure, isAre, unusable } from "./words";

export interface ElasticHeadroomSettings {
  /** Share of the elastic limit that may be in use. */
  readonly maxElasticUse: number;
}

export const elasticHeadroom: Rule<ElasticHeadroomSettings> = {
  id: "TCSS007",
  name: "elastic-headroom",
  title: "Elastic billing must have room for new cores",
  rationale:
    "Elastic billing protects new nodes from their first hour, up to a limit. At the limit, the next node stays undefended and nothing else says so.",
  severity: "medium",
  defaultLevel: "advisory",
  remediation: [
    "Raise the limit of elastic billing in the TCSS console, or set one where there is none.",
    "Where elastic cores are in use all the time, buy cores instead: they cost less.",
  ],
  settings: {
    maxElasticUse: {
      type: "number",
      default: 0.8,
      minimum: 0,
      maximum: 1,
      description: "Share of the elastic limit at which the rule fires, from 0 to 1.",
    },
  },
  skippedWhenInactive: true,
  evaluate(purchaseState, { maxElasticUse }) {
    const {
      flexibleCoresLimit: limit,
      currentFlexibleCoresCnt: used,
      undefendCoresCnt: undefended,
    } = purchaseState;
    const problem =
      unusable(purchaseState, "flexibleCoresLimit") ??
      unusable(purchaseState, limit === 0 ? "undefendCoresCnt" : "currentFlexibleCoresCnt");
    if (problem !== undefined || limit === undefined)
      return unverifiable(`Room for elastic cores cannot be verified: ${problem}.`);
    if (limit === 0) return undefended ? noLimit(undefended) : undefined;
    const elastic = used ?? 0;
    // not `maxElasticUse * limit`: 0.55 * 100 is a little more than 55
    const use = elastic / limit;
    if (use < maxElasticUse) return undefined;
    const room = Math.max(0, limit - elastic);
    return violated(
      `${figure(elastic)} of ${counted(limit, "elastic core")} ${isAre(elastic)} in use (${percent(use)}, and the rule fires at ${percent(maxElasticUse)}).`,
      room === 0
        ? "The next new core stays undefended: raise the limit."
        : `There is room for ${counted(room, "more core", "more cores")}: raise the limit in time.`,
    );
  },
};

function noLimit(undefended: number): ReturnType<typeof violated> {
  return violated(
    `Elastic billing has no limit set, so it covers nothing while ${counted(undefended, "core")} ${isAre(undefended)} undefended.`,
    "Set a limit in the TCSS console if new nodes should be protected at once.",
  );
}

function percent(share: number): string {
  return share.toLocaleString("en-US", { style: "percent", maximumFractionDigits: 1 });
}

import { countIn, type FieldFacts } from "./fields";
import { type Rule, unverifiable, violated } from "./rule";

export interface ElasticHeadroomSettings {
  /** Share of the elastic limit that may be in use. */
  readonly maxElasticUse: number;
}

export interface ElasticHeadroomFacts {
  readonly unknown: FieldFacts;
  /** No elastic core may be used, while cores are undefended. */
  readonly noLimit: { readonly undefendedCores: number };
  readonly nearLimit: {
    readonly usedCores: number;
    readonly limitCores: number;
    /** Share of the limit that is in use. */
    readonly use: number;
    readonly maxElasticUse: number;
    readonly freeCores: number;
  };
}

export const elasticHeadroom: Rule<ElasticHeadroomSettings, ElasticHeadroomFacts> = {
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
  evaluate({ reading }, { maxElasticUse }) {
    const limitCores = countIn(reading, "flexibleCoresLimit");
    if (typeof limitCores !== "number") return unverifiable("unknown", { problem: limitCores });
    if (limitCores === 0) {
      const undefendedCores = countIn(reading, "undefendCoresCnt");
      if (typeof undefendedCores !== "number") return unverifiable("unknown", { problem: undefendedCores });
      return undefendedCores === 0 ? undefined : violated("noLimit", { undefendedCores });
    }
    const usedCores = countIn(reading, "currentFlexibleCoresCnt");
    if (typeof usedCores !== "number") return unverifiable("unknown", { problem: usedCores });
    // not `maxElasticUse * limitCores`: 0.55 * 100 is a little more than 55
    const use = usedCores / limitCores;
    if (use < maxElasticUse) return undefined;
    const freeCores = Math.max(0, limitCores - usedCores);
    return violated("nearLimit", { usedCores, limitCores, use, maxElasticUse, freeCores });
  },
};

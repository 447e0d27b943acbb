import type { ElasticHeadroomFacts } from "../../rules/elasticHeadroom";
import type { WordsFor } from "../sentences";
import { unverified } from "./fields";
import { counted, figure, isAre } from "./numbers";

export const elasticHeadroom: WordsFor<ElasticHeadroomFacts> = {
  unknown: unverified("Room for elastic cores"),
  noLimit: ({ undefendedCores }) => ({
    message: `Elastic billing has no limit set, so it covers nothing while ${counted(undefendedCores, "core")} ${isAre(undefendedCores)} undefended.`,
    advice: "Set a limit in the TCSS console if new nodes should be protected at once.",
  }),
  nearLimit: ({ usedCores, limitCores, use, maxElasticUse, freeCores }) => ({
    message: `${figure(usedCores)} of ${counted(limitCores, "elastic core")} ${isAre(usedCores)} in use (${percent(use)}, and the rule fires at ${percent(maxElasticUse)}).`,
    advice:
      freeCores === 0
        ? "The next new core stays undefended: raise the limit."
        : `There is room for ${counted(freeCores, "more core", "more cores")}: raise the limit in time.`,
  }),
};

function percent(share: number): string {
  return share.toLocaleString("en-US", { style: "percent", maximumFractionDigits: 1 });
}

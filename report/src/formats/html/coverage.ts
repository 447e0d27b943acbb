import { counted, figure, type PurchaseState } from "pulumi-tcss/internal";
import { isCount } from "../../present/counts";
import { hasEdition } from "../../present/protection";
import { type Bar, barChart } from "./bars";
import { html, type Markup } from "./markup";

/** Which cores are protected, by what, and which bought ones could protect the rest. */
export function coverage(purchaseState: PurchaseState): Markup {
  const bars = [coresBar(purchaseState), entitledBar(purchaseState)].filter((bar) => bar !== undefined);
  return html`<h3>Coverage</h3>
${
  bars.length === 0
    ? html`<p class="none">The reply does not hold the counts that coverage is made of.</p>`
    : barChart({ unit: ["core", "cores"], bars })
}
${split(purchaseState)}${elasticUse(purchaseState)}`;
}

function coresBar({
  allCoresCnt,
  coresCnt,
  undefendCoresCnt,
  currentFlexibleCoresCnt,
}: PurchaseState): Bar | undefined {
  if (!isCount(coresCnt) || !isCount(undefendCoresCnt)) return undefined;
  const elastic = isCount(currentFlexibleCoresCnt) ? Math.min(currentFlexibleCoresCnt, coresCnt) : 0;
  return {
    label: "Cores in the account",
    total: allCoresCnt ?? coresCnt + undefendCoresCnt,
    segments: [
      { name: "Protected by license", count: coresCnt - elastic, tone: "good" },
      { name: "Protected by elastic billing", count: elastic, tone: "elastic" },
      { name: "Undefended", count: undefendCoresCnt, tone: "bad" },
    ],
  };
}

function entitledBar(purchaseState: PurchaseState): Bar | undefined {
  const { entitledCoresCnt, idleCoresCnt } = purchaseState;
  if (!isCount(entitledCoresCnt) || !isCount(idleCoresCnt)) return undefined;
  const bar = { label: "Cores of the license", total: entitledCoresCnt };
  if (!hasEdition(purchaseState))
    return { ...bar, segments: [{ name: "Not in effect", count: entitledCoresCnt, tone: "off" }] };
  return {
    ...bar,
    segments: [
      { name: "In use", count: Math.max(0, entitledCoresCnt - idleCoresCnt), tone: "good" },
      { name: "Idle, at most", count: idleCoresCnt, tone: "spare" },
    ],
  };
}

function split({
  defendClusterCoresCnt: clusters,
  defendHostCoresCnt: hosts,
}: PurchaseState): Markup | undefined {
  if (!isCount(clusters) || !isCount(hosts)) return undefined;
  return html`<p class="note">Protected: ${counted(clusters, "core")} in clusters, ${figure(hosts)} of hosts outside clusters.</p>`;
}

function elasticUse({
  currentFlexibleCoresCnt: used,
  flexibleCoresLimit: limit,
}: PurchaseState): Markup | undefined {
  if (!isCount(used) || !isCount(limit)) return undefined;
  return limit === 0
    ? html`<p class="note">Elastic billing: no limit is set, so it covers nothing.</p>`
    : html`<p class="note">Elastic billing: ${figure(used)} of at most ${counted(limit, "core")} in use.</p>`;
}

import type { CostEstimate } from "../../cost";
import { html, type Markup } from "./markup";

/** What idle, missing and elastic cores cost; nothing where there is no price. */
export function cost(estimate: CostEstimate | undefined): Markup | undefined {
  if (estimate === undefined) return undefined;
  const { idleMonth, missingPrepaidMonth, missingElasticDay, elasticDay, currency, asOf, source } = estimate;
  const figures: [string, number, string][] = [
    ["Idle cores, at most", idleMonth, "a month"],
    ["Missing cores, if bought", missingPrepaidMonth, "a month"],
    ["Missing cores, by elastic billing", missingElasticDay, "a day"],
    ["Elastic billing at present", elasticDay, "a day"],
  ];
  return html`<h3>What it costs <span class="count">estimate</span></h3>
<dl class="tiles costs">
${figures.map(
  ([name, amount, period]) =>
    html`<div><dt>${name}</dt><dd><strong>${money(amount, currency)}</strong> ${period}</dd></div>\n`,
)}</dl>
<p class="note">An estimate in ${currency}, by prices as of ${asOf} (${source}). Missing cores are those that idle ones cannot cover.</p>`;
}

function money(amount: number, currency: string): string {
  const text = amount.toLocaleString("en-US", { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  return `${currency} ${text}`;
}

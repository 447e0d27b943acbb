import type { CostEstimate } from "../../cost";
import { COST_ITEMS, estimateNote, money } from "../../present/money";
import { html, type Markup } from "./markup";

/** What idle, missing and elastic cores cost; nothing where there is no price. */
export function cost(estimate: CostEstimate | undefined): Markup | undefined {
  if (estimate === undefined) return undefined;
  return html`<h3>What it costs <span class="count">estimate</span></h3>
<dl class="tiles costs">
${COST_ITEMS.map(
  ({ field, name, period }) =>
    html`<div><dt>${name}</dt><dd><strong>${money(estimate[field], estimate)}</strong> ${period}</dd></div>\n`,
)}</dl>
<p class="note">${estimateNote(estimate)} Missing cores are those that idle ones cannot cover.</p>`;
}

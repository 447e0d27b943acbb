import type { HistoryOfStack, HistoryPoint } from "../../document";
import { count } from "./count";
import { historyChart } from "./historyChart";
import { html, type Markup } from "./markup";
import { moment } from "./time";

/** How coverage went, by the checkpoints of the stacks. Nothing where they were not asked for. */
export function history(stacks: readonly HistoryOfStack[] | undefined): Markup | undefined {
  if (stacks === undefined) return undefined;
  return html`<section class="card" aria-labelledby="history">
<h2 id="history">Coverage over time</h2>
${stacks.length === 0 ? html`<p class="none">No stack was asked for its history.</p>` : stacks.map(ofStack)}
</section>
`;
}

function ofStack({ stack, points, problem }: HistoryOfStack): Markup {
  const resources = [...new Set(points.map(({ resource }) => resource))];
  return html`${resources.map((resource) => {
    const own = points.filter((point) => point.resource === resource);
    return html`${heading(stack, resource)}${historyChart(own)}${table(own)}`;
  })}${points.length > 0 && problem === undefined ? undefined : html`${points.length > 0 ? undefined : heading(stack)}<p class="none">${problem ?? "No update of this stack holds a purchase state."}</p>`}`;
}

function heading(stack: string, resource?: string): Markup {
  return html`<h3><bdi>${resource === undefined ? stack : `${stack} ${resource}`}</bdi></h3>\n`;
}

function table(points: readonly HistoryPoint[]): Markup {
  return html`<details><summary>The numbers</summary>
<table>
<thead><tr><th scope="col">Update</th><th scope="col">Time</th><th scope="col" class="number">All cores</th><th scope="col" class="number">Protected</th><th scope="col" class="number">Undefended</th></tr></thead>
<tbody>
${points.map(
  ({ version, time, allCoresCnt, coresCnt, undefendCoresCnt }) =>
    html`<tr><th scope="row">${version}</th><td>${moment(time)}</td>${[allCoresCnt, coresCnt, undefendCoresCnt].map((value) => html`<td class="number">${count(value)}</td>`)}</tr>\n`,
)}</tbody>
</table>
</details>
`;
}

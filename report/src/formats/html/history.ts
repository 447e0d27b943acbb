import type { HistoryOfStack, HistoryPoint, ReportDocument } from "../../document";
import { knownAlone } from "../../present/counts";
import { historyChart } from "./historyChart";
import { html, type Markup } from "./markup";
import { moment } from "./time";

/** Coverage over time, by the checkpoints of the stacks. Absent where they were not asked for. */
export function history({ history: stacks, timeZone }: ReportDocument): Markup | undefined {
  if (stacks === undefined) return undefined;
  return html`<section class="card" aria-labelledby="history">
<h2 id="history">Coverage over time</h2>
${stacks.length === 0 ? html`<p class="none">No stack was asked for its history.</p>` : stacks.map((each) => ofStack(each, timeZone))}
</section>
`;
}

function ofStack({ stack, points, problem }: HistoryOfStack, timeZone: string): Markup {
  if (points.length === 0)
    return html`${heading(stack)}<p class="none">${problem ?? "No update of this stack holds a purchase state."}</p>`;
  const resources = [...new Set(points.map(({ resource }) => resource))];
  return html`${resources.map((resource) => {
    const own = points.filter((point) => point.resource === resource);
    return html`${heading(`${stack} ${resource}`)}${historyChart(own, timeZone)}${table(own, timeZone)}`;
  })}${problem === undefined ? undefined : html`<p class="none">${problem}</p>`}`;
}

function heading(name: string): Markup {
  return html`<h3><bdi>${name}</bdi></h3>\n`;
}

function table(points: readonly HistoryPoint[], timeZone: string): Markup {
  return html`<details><summary>The numbers</summary>
<table class="updates">
<thead><tr><th scope="col">Update</th><th scope="col">Time</th>${COUNTS.map(([label]) => html`<th scope="col" class="number">${label}</th>`)}</tr></thead>
<tbody>
${points.map((point) => row(point, timeZone))}</tbody>
</table>
</details>
`;
}

const COUNTS = [
  ["All cores", "allCoresCnt"],
  ["Protected", "coresCnt"],
  ["Undefended", "undefendCoresCnt"],
] as const satisfies readonly (readonly [string, keyof HistoryPoint])[];

function row(point: HistoryPoint, timeZone: string): Markup {
  const counts = COUNTS.map(
    ([label, field]) => html`<td class="number" data-label="${label}">${knownAlone(point[field])}</td>`,
  );
  return html`<tr><th scope="row">${point.version}</th><td>${moment(point.time, timeZone)}</td>${counts}</tr>\n`;
}

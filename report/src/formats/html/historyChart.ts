import { figure } from "pulumi-tcss/internal";
import type { HistoryPoint } from "../../document";
import { isCount } from "../../present/counts";
import { dayOf } from "../../present/time";
import { percent } from "./bars";
import { html, type Markup } from "./markup";

/** A point whose counts can be drawn, in percent of the picture, from its upper left corner. */
interface Mark {
  readonly x: number;
  readonly all: number;
  readonly protectedCores: number;
  readonly point: Drawable;
}

type Drawable = HistoryPoint & { readonly allCoresCnt: number; readonly coresCnt: number };

/** All cores and the protected ones over time; what lies between the lines is undefended. */
export function historyChart(points: readonly HistoryPoint[], timeZone: string): Markup {
  const drawable = points.filter(isDrawable);
  const [first, last] = [drawable[0], drawable.at(-1)];
  if (first === undefined || last === undefined)
    return html`<p class="none">No update holds the counts that coverage is made of.</p>`;
  const top = niceLimit(
    Math.max(...drawable.flatMap(({ allCoresCnt, coresCnt }) => [allCoresCnt, coresCnt])),
  );
  const runs = runsOf(points, first, last, top);
  return html`<figure class="chart">
<div class="plot">
<p class="scale" aria-hidden="true"><span>${figure(top)}</span><span>${figure(top / 2)}</span><span>0</span></p>
<svg role="img" aria-label="From ${inWords(first, timeZone)} to ${inWords(last, timeZone)}." width="100%" height="200">
${[0, 50, 100].map((y) => html`<line class="grid" x1="0" x2="100%" y1="${percent(y)}" y2="${percent(y)}"/>`)}
<svg viewBox="0 0 100 100" preserveAspectRatio="none" width="100%" height="100%">
${runs.map(lines)}</svg>
${runs.flat().map((mark) => dots(mark, timeZone))}</svg>
<p class="span" aria-hidden="true"><span>${dayOf(first.time, timeZone)}</span><span>${dayOf(last.time, timeZone)}</span></p>
</div>
<ul class="legend">
<li><span class="swatch all"></span>All cores <strong>${figure(last.allCoresCnt)}</strong></li>
<li><span class="swatch good"></span>Protected <strong>${figure(last.coresCnt)}</strong></li>
<li><span class="swatch gap"></span>Undefended, between the lines</li>
</ul>
</figure>
`;
}

function isDrawable(point: HistoryPoint): point is Drawable {
  return isCount(point.allCoresCnt) && isCount(point.coresCnt) && !Number.isNaN(Date.parse(point.time));
}

/** Points in a row that have their counts: a line across a point without counts would be invented. */
function runsOf(points: readonly HistoryPoint[], first: Drawable, last: Drawable, top: number): Mark[][] {
  const from = Date.parse(first.time);
  const span = Date.parse(last.time) - from;
  const runs: Mark[][] = [[]];
  for (const point of points) {
    if (!isDrawable(point)) {
      runs.push([]);
      continue;
    }
    runs.at(-1)?.push({
      x: span > 0 ? (100 * (Date.parse(point.time) - from)) / span : 50,
      all: 100 - (100 * point.allCoresCnt) / top,
      protectedCores: 100 - (100 * point.coresCnt) / top,
      point,
    });
  }
  return runs;
}

function lines(run: readonly Mark[]): Markup | undefined {
  if (run.length < 2) return undefined;
  const all = run.map(({ x, all: y }) => at(x, y));
  const own = run.map(({ x, protectedCores: y }) => at(x, y));
  return html`<polygon class="gap" points="${[...all, ...[...own].reverse()].join(" ")}"/>
<polyline class="line all" points="${all.join(" ")}"/>
<polyline class="line good" points="${own.join(" ")}"/>
`;
}

function dots({ x, all, protectedCores, point }: Mark, timeZone: string): Markup {
  const dot = (y: number, tone: string): Markup =>
    html`<circle class="dot ${tone}" cx="${percent(x)}" cy="${percent(y)}" r="3.5"><title>${inWords(point, timeZone)}</title></circle>\n`;
  return html`${dot(all, "all")}${dot(protectedCores, "good")}`;
}

function inWords({ time, allCoresCnt, coresCnt }: Drawable, timeZone: string): string {
  return `${figure(coresCnt)} of ${figure(allCoresCnt)} cores protected on ${dayOf(time, timeZone)}`;
}

function at(x: number, y: number): string {
  return `${Math.round(x * 100) / 100},${Math.round(y * 100) / 100}`;
}

/** The next number that halves well. */
function niceLimit(count: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(1, count)));
  return [2, 4, 6, 8, 10, 20].map((factor) => factor * power).find((limit) => limit >= count) ?? count;
}

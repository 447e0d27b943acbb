import { type Asset, type Coverage, figure } from "pulumi-tcss/internal";
import { accessNote, KIND_NAME, markOf, STATUS_WORD } from "../../../present/coverage/words";
import { cores } from "../../coverage/numbers";
import { html, type Markup, safe } from "../markup";

const STATUSES = Object.keys(STATUS_WORD) as Asset["status"][];

/**
 * All assets, worst first, in parts that are drawn when they come into view (style.ts). That needs other boxes than
 * those of a table: the roles say that it is one all the same. The script adds sorting and filters. The direction of names is the
 * style's matter, since browsers take seconds to move thousands of `bdi` and `dir="auto"`.
 */
export function assetTable(assets: readonly Asset[], { assets: all }: Coverage, id: string): Markup {
  const count =
    assets.length === all.length ? figure(all.length) : `${figure(assets.length)} of ${figure(all.length)}`;
  if (assets.length === 0)
    return html`<h3 id="${id}-assets">Assets <span class="count">${count}</span></h3>
<p class="none">${all.length === 0 ? "The lists hold no asset." : "No asset is undefended or of unknown protection."}</p>
`;
  return html`<h3 id="${id}-assets">Assets <span class="count">${count}</span></h3>
<table class="assets" role="table" aria-labelledby="${id}-assets" data-filter="${id}">
<thead role="rowgroup"><tr role="row">${COLUMNS.map(
    ({ name, sort, kind }) =>
      html`<th scope="col" role="columnheader" data-sort="${sort}"${kind === undefined ? undefined : safe(` class="${kind}"`)}>${name}</th>`,
  )}</tr></thead>
${inParts(assets).map((part) => html`<tbody role="rowgroup">\n${part.map(row)}</tbody>\n`)}</table>
`;
}

/** Rows of a part. Browsers take seconds to move thousands of rows that are each drawn by itself. */
const PART = 50;

function inParts(assets: readonly Asset[]): Asset[][] {
  return Array.from({ length: Math.ceil(assets.length / PART) }, (_, index) =>
    assets.slice(index * PART, (index + 1) * PART),
  );
}

const COLUMNS: readonly { name: string; sort: "text" | "number"; kind?: "number" }[] = [
  { name: "Protection", sort: "number" },
  { name: "Asset", sort: "text" },
  { name: "Region", sort: "text" },
  { name: "Undefended", sort: "number", kind: "number" },
  { name: "Cores", sort: "number", kind: "number" },
  { name: "Access", sort: "text" },
];

function row(asset: Asset): Markup {
  const { kind, id, name, region, status, undefendedCores, cores: all, tags = [] } = asset;
  const mark = markOf(asset);
  const access = accessNote(asset) ?? "ok";
  return html`<tr role="row" data-kind="${KIND_NAME[kind]}" data-status="${STATUS_WORD[status]}"><td role="cell" data-key="${STATUSES.indexOf(status)}"><span class="state ${status}">${STATUS_WORD[status]}</span>${mark === undefined ? undefined : html` <span class="badge">${mark}</span>`}${meter(asset)}</td><th scope="row" role="rowheader" data-key="${name ?? id}"><span class="name">${name ?? id ?? "without name and id"}</span><span class="id">${KIND_NAME[kind]} ${id === undefined ? "without id" : html`<code>${id}</code>`}</span>${tags.map((tag) => html` <span class="badge">${tag}</span>`)}</th><td role="cell" data-label="Region" data-key="${region}">${region ?? "unknown"}</td><td role="cell" class="number" data-label="Undefended" data-key="${undefendedCores}">${cores(undefendedCores)}</td><td role="cell" class="number" data-label="Cores" data-key="${all}">${cores(all)}</td><td role="cell" data-label="Access" data-key="${access}">${access}</td></tr>\n`;
}

/** How much of the asset is protected, in tenths: the policy of the page allows no style of a row's own. */
function meter({ cores: all, protectedCores }: Asset): Markup | undefined {
  if (all === undefined || protectedCores === undefined || all <= 0) return undefined;
  const part = Math.min(1, protectedCores / all);
  // neither a little nor almost all is drawn as nothing or all
  const tenths = part === 0 || part === 1 ? part * 10 : Math.min(9, Math.max(1, Math.round(part * 10)));
  return html`<span class="meter t${tenths}" role="img" aria-label="${Math.floor(part * 100)}% protected"></span>`;
}

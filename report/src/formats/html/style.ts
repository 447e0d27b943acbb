/** The page's whole style. Dark colors are for screens alone: paper is white. */
export const STYLE = `:root {
  color-scheme: light dark;
  --back: #f4f6f9;
  --card: #ffffff;
  --line: #d9dfe8;
  --ink: #18212f;
  --soft: #556175;
  --link: #1f4fbf;
  --good: #13753a;
  --bad: #c02626;
  --spare: #b45309;
  --elastic: #1d5fd1;
  --off: #6b7686;
  --on-tone: #ffffff;
  --track: #e9edf3;
  --good-back: #e8f6ed;
  --bad-back: #fdeeee;
  --spare-back: #fdf4e3;
  --off-back: #eef1f5;
}
@media screen and (prefers-color-scheme: dark) {
  :root {
    --back: #0f141b;
    --card: #18202a;
    --line: #303b49;
    --ink: #e8edf4;
    --soft: #a3afbf;
    --link: #8fb4ff;
    --good: #4ac27a;
    --bad: #ff8080;
    --spare: #f0b04c;
    --elastic: #7fabff;
    --off: #94a1b2;
    --on-tone: #0f141b;
    --track: #263140;
    --good-back: #122a1d;
    --bad-back: #33191b;
    --spare-back: #2e2412;
    --off-back: #222c38;
  }
}
* { box-sizing: border-box; }
html { scroll-behavior: smooth; scroll-padding-top: 1rem; }
@media (prefers-reduced-motion: reduce) { html { scroll-behavior: auto; } }
body {
  margin: 0;
  background: var(--back);
  color: var(--ink);
  font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Open Sans", sans-serif;
  overflow-wrap: anywhere;
}
.page { max-width: 72rem; margin: 0 auto; padding-left: 1.5rem; padding-right: 1.5rem; }
h1, h2, h3, h4, p, ul, ol, dl, dd, figure { margin: 0; }
ul, ol { padding-left: 1.25rem; }
a { color: var(--link); text-underline-offset: 0.15em; }
code { font: 0.875em ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; border-radius: 4px; }
main:focus { outline: none; }
.skip { position: absolute; left: 1rem; top: -4rem; background: var(--card); padding: 0.5rem 1rem; z-index: 1; }
.skip:focus { top: 0.5rem; }
.note { color: var(--soft); font-size: 0.875rem; }
.none { color: var(--soft); }

.headline { border-bottom: 1px solid var(--line); border-top: 6px solid var(--tone); background: var(--tone-back); padding: 1.75rem 0 1.5rem; }
.blocks { --tone: var(--bad); --tone-back: var(--bad-back); }
.unknown { --tone: var(--off); --tone-back: var(--off-back); }
.passes { --tone: var(--spare); --tone-back: var(--spare-back); }
.protected { --tone: var(--good); --tone-back: var(--good-back); }
.headline .eyebrow { color: var(--soft); font-size: 0.875rem; font-weight: 600; }
.headline .note { margin-top: 0.75rem; color: var(--soft); }
h1 { display: flex; align-items: center; gap: 0.75rem; font-size: clamp(1.75rem, 5vw, 2.5rem); line-height: 1.2; margin: 0.5rem 0 0.75rem; letter-spacing: -0.01em; }
h1 .icon { width: 1.15em; height: 1.15em; }
.lead { max-width: 60rem; font-size: 1.0625rem; }
.lead p + p { margin-top: 0.25rem; }
.tally { list-style: none; padding: 0; display: flex; flex-wrap: wrap; gap: 0.25rem 1.5rem; margin: 0.25rem 0; }
.icon { flex: none; fill: none; stroke: var(--on-tone); stroke-width: 2.4; stroke-linecap: round; stroke-linejoin: round; vertical-align: -0.3em; }
.icon circle { fill: var(--tone); stroke: none; }
.verdict { display: inline-flex; align-items: center; gap: 0.4rem; color: var(--tone); font-weight: 600; }
.verdict .icon { width: 1.25rem; height: 1.25rem; }

main { padding-top: 1.5rem; padding-bottom: 1.5rem; }
footer { color: var(--soft); font-size: 0.875rem; padding-bottom: 2rem; }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 12px; padding: 1.5rem; margin-bottom: 1.5rem; }
h2 { font-size: 1.375rem; line-height: 1.3; }
h3 { font-size: 1.0625rem; margin: 1.75rem 0 0.75rem; }
h4 { font-size: 1rem; }
.count { display: inline-block; margin-left: 0.25rem; padding: 0 0.5rem; border-radius: 1rem; background: var(--track); color: var(--soft); font-size: 0.8125rem; font-weight: 600; line-height: 1.6; vertical-align: 0.1em; }
.subject > header { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: 0.25rem 1rem; }
.subject > header .note { flex-basis: 100%; }

.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(10rem, 1fr)); gap: 0.75rem; margin-top: 1.25rem; }
.tiles > div { border: 1px solid var(--line); border-radius: 8px; padding: 0.75rem 1rem; }
.tiles dt { color: var(--soft); font-size: 0.8125rem; }
.tiles dd { font-size: 0.875rem; }
.tiles strong { display: block; font-size: 1.5rem; line-height: 1.3; font-variant-numeric: tabular-nums; }
.tiles .alarming { color: var(--bad); }
.costs { margin: 0 0 0.5rem; grid-template-columns: repeat(auto-fit, minmax(9.5rem, 1fr)); }
.costs strong { font-size: 1.25rem; }

.charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 24rem), 1fr)); column-gap: 2.5rem; }
.charts > :last-child { grid-column: 1 / -1; }
.charts p.note { margin-top: 0.25rem; }
.bar + .bar { margin-top: 1rem; }
figcaption { display: flex; justify-content: space-between; gap: 1rem; margin-bottom: 0.25rem; color: var(--soft); font-size: 0.875rem; }
figcaption strong { color: var(--ink); font-variant-numeric: tabular-nums; }
svg text { fill: var(--ink); font-size: 13px; }
svg .part-number { text-anchor: middle; fill: var(--on-tone); font-weight: 600; font-variant-numeric: tabular-nums; }
.track { fill: var(--track); }
.part { stroke: var(--card); stroke-width: 1.5; }
.part.good { fill: var(--good); }
.part.bad { fill: var(--bad); }
.part.spare { fill: var(--spare); }
.part.elastic { fill: var(--elastic); }
.part.off { fill: var(--off); }
.bar svg, .timeline, .plot svg { display: block; overflow: visible; }
.legend { list-style: none; padding: 0; display: flex; flex-wrap: wrap; gap: 0.25rem 1.25rem; margin: 0.5rem 0; font-size: 0.875rem; }
.swatch { display: inline-block; width: 0.75rem; height: 0.75rem; margin-right: 0.4rem; border-radius: 3px; background: var(--off); print-color-adjust: exact; -webkit-print-color-adjust: exact; }
.swatch.good { background: var(--good); }
.swatch.bad { background: var(--bad); }
.swatch.spare { background: var(--spare); }
.swatch.elastic { background: var(--elastic); }
.swatch.gap { background: color-mix(in srgb, var(--bad) 22%, var(--card)); border: 1px solid var(--bad); }
.today { stroke: var(--ink); stroke-width: 2; }
svg .mark { font-weight: 600; }
.facts { display: grid; grid-template-columns: repeat(auto-fit, minmax(9rem, 1fr)); gap: 0.5rem 1rem; margin-top: 0.75rem; font-size: 0.875rem; }
.facts dt { color: var(--soft); font-size: 0.8125rem; }

.plot { display: grid; grid-template-columns: max-content 1fr; column-gap: 0.75rem; padding: 0.5rem 0.5rem 0 0; }
.scale, .span { display: flex; justify-content: space-between; color: var(--soft); font-size: 0.8125rem; font-variant-numeric: tabular-nums; }
.scale { flex-direction: column; text-align: right; margin: -0.6rem 0; }
.span { grid-column: 2; margin-top: 0.5rem; }
.grid { stroke: var(--line); }
.line { fill: none; stroke-width: 2.5; vector-effect: non-scaling-stroke; stroke-linejoin: round; }
.line.all { stroke: var(--off); }
.line.good { stroke: var(--good); }
polygon.gap { fill: var(--bad); fill-opacity: 0.16; }
.dot { stroke: var(--card); stroke-width: 1.5; }
.dot.all { fill: var(--off); }
.dot.good { fill: var(--good); }

.findings { list-style: none; padding: 0; display: grid; gap: 0.75rem; }
.finding { --tone: var(--off); border: 1px solid var(--line); border-left: 4px solid var(--tone); border-radius: 8px; padding: 0.875rem 1rem; }
.finding.critical, .finding.high { --tone: var(--bad); }
.finding.medium { --tone: var(--spare); }
.badges { display: flex; flex-wrap: wrap; align-items: center; gap: 0.25rem 0.5rem; margin: 0.25rem 0 0.5rem; color: var(--soft); font-size: 0.875rem; }
.badge { border: 1px solid var(--line); border-radius: 1rem; padding: 0 0.6rem; font-size: 0.8125rem; line-height: 1.6; color: var(--ink); }
.badge.severity { border-color: var(--tone); color: var(--tone); font-weight: 600; }
.badge.stops { background: var(--bad); border-color: var(--bad); color: var(--on-tone); font-weight: 600; }
.badge.waived { background: var(--good-back); border-color: var(--good); color: var(--good); font-weight: 600; }
.badge.expired { background: var(--spare-back); border-color: var(--spare); color: var(--spare); font-weight: 600; }
.waiver { margin-top: 0.5rem; padding: 0.5rem 0.75rem; border-radius: 6px; background: var(--good-back); font-size: 0.9375rem; }

details { margin-top: 0.75rem; }
.subject > details { border-top: 1px solid var(--line); padding-top: 0.75rem; margin-top: 1.25rem; }
summary { cursor: pointer; font-weight: 600; color: var(--link); padding: 0.125rem 0; }
details > p, details > ol, details > ul { margin-top: 0.5rem; }

table { width: 100%; border-collapse: collapse; margin-top: 0.75rem; font-size: 0.9375rem; }
caption { text-align: left; font-weight: 600; padding-bottom: 0.25rem; }
th, td { text-align: left; vertical-align: top; padding: 0.5rem 0.75rem; border-bottom: 1px solid var(--line); }
th:first-child, td:first-child { padding-left: 0; }
th:last-child, td:last-child { padding-right: 0; }
tbody tr:last-child > * { border-bottom: 0; }
tbody th { font-weight: 600; }
td, th { overflow-wrap: break-word; }
th bdi, .value, .additional *, .updates td { overflow-wrap: anywhere; }
thead th { color: var(--soft); font-size: 0.8125rem; font-weight: 600; vertical-align: bottom; }
.number { text-align: right; font-variant-numeric: tabular-nums; }
.value { font-variant-numeric: tabular-nums; font-weight: 600; }
.value .none { font-weight: 400; }
.wide { font-size: 0.875rem; }
.wide .value { width: 12rem; }
.additional { margin-top: 1.5rem; }
th button { font: inherit; color: inherit; text-align: inherit; background: none; border: 0; padding: 0.25rem 0; cursor: pointer; }
th button:hover { color: var(--link); }
th button::after { content: " ↕" / ""; }
[aria-sort="ascending"] button::after { content: " ↑" / ""; }
[aria-sort="descending"] button::after { content: " ↓" / ""; }
[aria-sort] button { color: var(--ink); }

@media (max-width: 40rem) {
  .page { padding-left: 0.875rem; padding-right: 0.875rem; }
  .card { padding: 1rem; border-radius: 10px; }
  .tiles { grid-template-columns: 1fr 1fr; gap: 0.5rem; }
  .tiles > div { padding: 0.5rem 0.75rem; }
  .tiles strong { font-size: 1.25rem; }
  .tiles:not(.costs) > :first-child { grid-column: 1 / -1; }
  .costs strong { font-size: 1.0625rem; }
  th, td { padding: 0.5rem 0.25rem; }
  .overview thead tr { display: flex; flex-wrap: wrap; gap: 0 1rem; border-bottom: 1px solid var(--line); }
  .overview tbody tr { display: grid; grid-template-columns: 1fr 1fr; gap: 0 0.75rem; padding: 0.625rem 0; border-bottom: 1px solid var(--line); }
  .overview th, .overview td { border: 0; padding: 0; }
  .overview tbody th, .overview td:nth-child(2) { grid-column: 1 / -1; }
  .overview td { text-align: left; }
  .updates thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  .updates tr { display: grid; grid-template-columns: repeat(3, minmax(0, 1fr)); padding: 0.5rem 0; border-bottom: 1px solid var(--line); }
  .updates th, .updates td { border: 0; padding: 0; text-align: left; }
  .updates td:nth-child(2) { grid-column: 2 / -1; }
  td[data-label]::before { content: attr(data-label); display: block; color: var(--soft); font-size: 0.8125rem; }
  .updates tbody th::before { content: "Update "; }
}
@media (max-width: 60rem) {
  .overview { font-size: 0.875rem; }
  .overview th, .overview td { padding-left: 0.375rem; padding-right: 0.375rem; overflow-wrap: anywhere; }
  .overview th:first-child { padding-left: 0; }
  .wide thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  .wide tr { display: grid; grid-template-columns: minmax(0, 1fr) fit-content(50%); column-gap: 0.75rem; padding: 0.625rem 0; border-bottom: 1px solid var(--line); }
  .wide th, .wide td { border: 0; padding: 0; overflow-wrap: anywhere; }
  .wide .value, .wide .unit { width: auto; text-align: right; grid-column: 2; }
  .wide .unit, .wide .api { grid-row: 2; color: var(--soft); }
  .wide td:last-child { grid-column: 1 / -1; margin-top: 0.125rem; }
}
@media print {
  @page { margin: 15mm; }
  :root { color-scheme: light; font-size: 10pt; }
  body { background: none; }
  .page { max-width: none; padding: 0; }
  .skip { display: none; }
  .headline { background: none; padding-top: 0.75rem; }
  .card { border: 0; padding: 0; border-radius: 0; }
  /* the tiles say it in numbers */
  .several .charts { display: none; }
  h3 { margin-top: 0.75rem; }
  .subject { margin-bottom: 1rem; }
  .finding { padding: 0.375rem 0.75rem; }
  .finding, .chart, .bar, .tiles > div, .charts > div, tr { break-inside: avoid; }
  h2, h3 { break-after: avoid; }
  /* closed on paper: what is said there in full would be most of its pages */
  details { display: none; }
  th button::after { content: ""; }
  .part, .badge, .waiver, .icon { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
`;

/** What the page's style has besides where assets are listed. */
export const ASSETS_STYLE = `.coverage h2 bdi { overflow-wrap: anywhere; }
.problem { margin-top: 0.75rem; padding: 0.75rem 1rem; border-radius: 8px; background: var(--bad-back); }
.steps { display: grid; gap: 0.75rem; }
.steps ul { margin-top: 0.25rem; }
.code { margin: 0.5rem 0 0; padding: 0.75rem 1rem; border-radius: 8px; background: var(--track); overflow-x: auto; white-space: pre; }
.steps .code { white-space: pre-wrap; overflow-wrap: anywhere; }
.assets { display: block; font-size: 0.875rem; }
.assets thead, .assets tbody { display: block; }
.assets tr { display: grid; grid-template-columns: 8.5rem minmax(0, 2.4fr) minmax(0, 1fr) 6.5rem 5rem minmax(0, 1.2fr); column-gap: 0.75rem; border-bottom: 1px solid var(--line); padding: 0.5rem 0; }
.assets tbody { content-visibility: auto; contain-intrinsic-size: auto 180rem; }
.assets th, .assets td { border: 0; padding: 0; overflow-wrap: anywhere; }
.assets thead th { align-self: end; }
.assets td, .assets code, .assets .name, .assets .badge { unicode-bidi: plaintext; }
.assets .id { display: block; font-weight: 400; color: var(--soft); }
.state { font-weight: 600; }
.state.undefended { color: var(--bad); }
.state.partial { color: var(--spare); }
.state.defended { color: var(--good); }
.state.unknown { color: var(--soft); }
.meter { display: block; margin-top: 0.375rem; width: 7rem; max-width: 100%; height: 6px; border-radius: 3px; background: linear-gradient(var(--good), var(--good)) no-repeat var(--bad); background-size: 0 100%; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
${Array.from({ length: 10 }, (_, index) => `.t${index + 1} { background-size: ${(index + 1) * 10}% 100%; }\n`).join("")}.filters { display: flex; flex-wrap: wrap; align-items: end; gap: 0.75rem; margin-top: 0.75rem; }
.filters label { display: grid; gap: 0.125rem; font-size: 0.8125rem; color: var(--soft); }
.filters input, .filters select { font: inherit; font-size: 0.9375rem; color: var(--ink); background: var(--card); border: 1px solid var(--off); border-radius: 6px; padding: 0.375rem 0.5rem; min-width: 0; max-width: 100%; }
.filters output { color: var(--soft); font-size: 0.875rem; padding-bottom: 0.5rem; }
@media (max-width: 48rem) {
  .assets tbody { contain-intrinsic-size: auto 400rem; }
  .assets thead tr { display: flex; flex-wrap: wrap; gap: 0 1rem; }
  .assets tbody tr { grid-template-columns: 1fr 1fr; gap: 0.25rem 0.75rem; }
  .assets tbody th, .assets td:first-child, .assets td:last-child { grid-column: 1 / -1; }
  .assets tbody th { grid-row: 1; }
  .assets td { text-align: left; }
  .assets td[data-label]::before { content: attr(data-label); display: block; color: var(--soft); font-size: 0.8125rem; }
}
@media print {
  .filters { display: none; }
  .assets tbody { content-visibility: visible; }
  .assets td { text-align: left; }
  .code { white-space: pre-wrap; overflow-wrap: anywhere; border: 1px solid var(--line); }
}
`;

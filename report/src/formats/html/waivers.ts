import { unusedNote, type Waiver } from "pulumi-tcss/internal";
import { html, type Markup } from "./markup";

/** Waivers that match nothing in this report. */
export function unusedWaiversSection(waivers: readonly Waiver[]): Markup | undefined {
  if (waivers.length === 0) return undefined;
  return html`<section class="card" aria-labelledby="waivers">
<h2 id="waivers">Unused waivers <span class="count">${waivers.length}</span></h2>
<ul>
${waivers.map((waiver) => html`<li>${unusedNote(waiver)}</li>\n`)}</ul>
</section>
`;
}

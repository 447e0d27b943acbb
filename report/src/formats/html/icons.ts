import type { Health } from "../../present/health";
import { html, type Markup, safe } from "./markup";

const PATHS: Readonly<Record<Health, string>> = {
  blocks: '<path d="m8 8 8 8m0-8-8 8"/>',
  unknown: '<path d="M9.2 9.3a2.9 2.9 0 0 1 5.6.9c0 1.9-2.8 2.3-2.8 4M12 17.2v.1"/>',
  passes: '<path d="M12 6.8v6.4m0 3.6v.1"/>',
  protected: '<path d="m7.5 12.5 3 3 6-6.5"/>',
};

/** A sign for a verdict, beside its words: WCAG asks for more than color. */
export function icon(health: Health): Markup {
  return html`<svg class="icon ${health}" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true" focusable="false"><circle cx="12" cy="12" r="11"/>${safe(PATHS[health])}</svg>`;
}

/** The page's own icon, inside the page. */
export const PAGE_ICON = `data:image/svg+xml,${encodeURIComponent(
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><path fill="#2456c6" d="M12 1 3 4.5V11c0 5.6 3.8 10.3 9 12 5.2-1.7 9-6.4 9-12V4.5z"/><path fill="none" stroke="#fff" stroke-width="2.2" stroke-linecap="round" stroke-linejoin="round" d="m7.5 12 3.2 3.2 6-6.4"/></svg>',
)}`;

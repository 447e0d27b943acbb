import { contentPolicy } from "./csp";
import { PAGE_ICON } from "./icons";
import { html, type Markup, safe } from "./markup";

/** What makes a page of the command. */
export interface Page {
  readonly title: string;
  /** Words of the link past the headline: `Skip to the report`. */
  readonly skip: string;
  /** Class of the body. */
  readonly kind?: "several" | undefined;
  readonly headline: Markup;
  readonly main: Markup;
  readonly footer: Markup;
  readonly style: string;
  readonly script: string;
}

/** A page for a browser: it asks no server for anything, and can be printed. */
export function pageOf({ title, skip, kind, headline, main, footer, style, script }: Page): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${safe(contentPolicy({ style, script }))}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<link rel="icon" href="${safe(PAGE_ICON)}">
<style>${safe(style)}</style>
</head>
<body${kind === undefined ? undefined : safe(` class="${kind}"`)}>
<a class="skip" href="#report">${skip}</a>
${headline}<main class="page" id="report" tabindex="-1">
${main}</main>
<footer class="page">
<p>${footer}</p>
</footer>
<script>${safe(script)}</script>
</body>
</html>
`.text;
}

import { createHash } from "node:crypto";

/**
 * The page's Content-Security-Policy: only its own style and script are allowed, and nothing is fetched. If a text of
 * the report ever escaped its place, no browser would run it or load anything for it.
 */
export function contentPolicy({
  style,
  script,
}: {
  readonly style: string;
  readonly script: string;
}): string {
  return [
    "default-src 'none'",
    `style-src '${hash(style)}'`,
    `script-src '${hash(script)}'`,
    // the icon, without which browsers ask the server for /favicon.ico
    "img-src data:",
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
}

function hash(text: string): string {
  return `sha256-${createHash("sha256").update(text).digest("base64")}`;
}

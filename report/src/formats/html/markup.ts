import { visible } from "pulumi-tcss/internal";

/** Text of the page that needs no escaping any more. */
export class Markup {
  constructor(readonly text: string) {}
}

type Part = string | number | Markup | undefined | readonly Part[];

/** A piece of the page. What is interpolated is escaped, for text and for quoted attributes alike, unless it is `Markup`. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  return new Markup(
    strings.map((string, index) => (index === 0 ? "" : rendered(parts[index - 1])) + string).join(""),
  );
}

/** `text` as it is: for texts of this program alone, never for one of the report. */
export function safe(text: string): Markup {
  return new Markup(text);
}

/** Backquoted words of `text` as code. */
export function withCode(text: string): Markup {
  const parts = text.split("`");
  return html`${parts.map((part, index) => (index % 2 === 0 ? part : html`<code>${part}</code>`))}`;
}

function rendered(part: Part): string {
  if (part === undefined) return "";
  if (part instanceof Markup) return part.text;
  if (typeof part === "string" || typeof part === "number") return escaped(String(part));
  return part.map(rendered).join("");
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
  "`": "&#96;",
};

function escaped(text: string): string {
  // what a browser does not show, or lets reorder other text, is shown as an escape
  return visible(text).replace(/[&<>"'`]/g, (character) => ENTITIES[character] ?? "");
}

import { visible } from "pulumi-tcss/internal";

/** Text of the page that is escaped already. */
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

/** `text` as it is. Only for texts of this program, never for a text of the report. */
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
  // characters that are invisible, or that reorder other text, are shown as escapes
  return visible(text).replace(/[&<>"'`]/g, (character) => ENTITIES[character] ?? "");
}

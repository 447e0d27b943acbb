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

/** What a browser may not show, or lets rewrite the order of other text: controls, bidi controls, broken characters. */
const UNFIT = /(?![\t\n])\p{Cc}|[\p{Cs}\p{Bidi_Control}\p{Noncharacter_Code_Point}]/gu;

function escaped(text: string): string {
  return text.replace(UNFIT, "").replace(/[&<>"'`]/g, (character) => ENTITIES[character] ?? "");
}

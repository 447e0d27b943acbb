import { clean } from "../text";

/** Limit of a value in a comment, unless another is given. */
const MAX_VALUE = 120;

/** GitHub refuses a comment of more than 65,536 characters; a workflow may add the rest. */
export const MAX_CHARACTERS = 60_000;

/** The greatest number up to `limit` that fits. Every number below one that fits must fit. */
export function most(limit: number, fits: (count: number) => boolean): number {
  let [low, high] = [0, limit];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (fits(middle)) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** `items` below their title. Nothing without items. */
export function list(title: string, items: readonly string[]): string[] {
  return items.length === 0 ? [] : [`### ${title}`, items.map((item) => `- ${item}`).join("\n")];
}

export function table(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  return [line(columns), line(columns.map(() => "---")), ...rows.map(line)].join("\n");
}

/** `code` as it stands, whatever it holds: the fence is longer than any in it. */
export function fenced(code: string, language: string): string {
  const longest = (code.match(/`+/g) ?? []).reduce((length, run) => Math.max(length, run.length), 2);
  const fence = "`".repeat(longest + 1);
  return `${fence}${language}\n${code}\n${fence}`;
}

/** `parts` behind their summary. */
export function folded(summary: string, parts: readonly string[]): string[] {
  return [`<details>\n<summary>${summary}</summary>`, ...parts, "</details>"];
}

/**
 * Text from outside as Markdown that shows it, in a table and in HTML as well. It must not start a block: a list
 * item that starts with `1.` is another list.
 */
export function escaped(text: string, limit = MAX_VALUE): string {
  const markdown = literal(clean(text, limit));
  // text of markup alone grows to up to nine times its length
  return markdown.length <= 2 * limit ? markdown : literal(clean(text, Math.floor(limit / 5)));
}

function literal(text: string): string {
  return text.replace(REFERENCE, "$&\u200b").replace(MARKUP, (character) => `&#${character.charCodeAt(0)};`);
}

const MARKUP = /[\\`*_{}[\]<>|~&$^#\u200b]/g;

/** What GitHub and GitLab link or notify by, anywhere in a text. Written as an entity it would still be a link. */
const REFERENCE = /[@#!$%~&](?=[\p{L}\p{N}_])|\bGH-(?=\d)|:(?=\/\/)|\bwww(?=\.)/giu;
